import { afterAll, expect, test } from 'vitest'
import { clientSettings } from '../contract/settings.ts'
import { createClient } from './client.ts'
import { openLine } from './line.ts'
import { openStage } from './stage.ts'

const { server, login, close } = await openStage({
  HONGYAN_RECALL_SECONDS: '7',
  HONGYAN_EDIT_SECONDS: '0',
  HONGYAN_FILE_MB: '3',
})
afterAll(close)

test('a client learns how the server is set up, and its time', async () => {
  const alice = await login('alice')
  const before = Date.now()
  const { time, ...settings } = await alice.ask(clientSettings)
  expect(settings).toEqual({
    recallWindow: 7000,
    editWindow: 0,
    fileBytes: 3 * 1024 * 1024,
    messageLength: 20_000,
    isAdmin: false,
    linkPreviews: false,
  })
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
  expect((await createClient(server.origin).try(clientSettings)).code).toBe(401)
})

test('the answer to a heartbeat carries the time for our own clients alone', async () => {
  const at = server.origin.replace('http', 'ws')
  const [ours, existing] = await Promise.all([openLine(`${at}/cnbi.io/?v=1`), openLine(`${at}/cnbi.io/`)])
  for (const line of [ours, existing]) line.send({ code: 1111, msg: '', data: {} })
  expect(await ours.next(1112)).toMatchObject({ data: { time: expect.any(Number) as number } })
  expect((await existing.next(1112)).data).toEqual({})
  await Promise.all([ours.drop(), existing.drop()])
})
