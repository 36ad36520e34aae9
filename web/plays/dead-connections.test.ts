import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendDirect } from '../../contract/messages.ts'
import { listConversations } from '../../contract/conversations.ts'
import { editUser } from '../../contract/directory.ts'
import { newId } from '../../e2e/client.ts'
import { createApi } from '../src/api/client.ts'
import { openPage } from './page.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

test('a page whose every connection died without a word is whole again soon, over new ones', async () => {
  const login = await stage.login('alice')
  const bob = await stage.client('bob')
  await using page = await openPage(stage.network.origin, login)
  await expect.poll(() => page.engine.lineState.value).toBe('connected')
  const chat = page.engine.openMessages(`d${bob.userId}`)
  await chat.open()
  stage.network.swallow()
  await bob.ask(sendDirect, {
    body: { id: newId(), receiverId: login.user.id, type: 1, content: 'said while the line was dead' },
  })
  await expect
    .poll(
      () => {
        chat.flush()
        return chat.items.value.at(-1)?.row.content
      },
      { timeout: 30_000 },
    )
    .toBe('said while the line was dead')
  chat.close()
})

test('calls that hang in dead connections are given up when the line is back, and the next ones pass', async () => {
  const login = await stage.login('alice')
  const api = createApi({ origin: stage.network.origin, token: () => login.authorization })
  await Promise.all(Array.from({ length: 6 }, () => api.ask(listConversations, { query: {} })))
  stage.network.swallow()
  // What only reads is asked again; what writes is given up, for whoever wrote it to decide.
  const [read, written] = [
    api.ask(listConversations, { query: {} }),
    api.ask(editUser, { body: { sign: 'on a dead line' } }),
  ]
  const refused = expect(written).rejects.toMatchObject({ code: 0 })
  await api.renew()
  await refused
  expect((await read).length).toBeGreaterThan(0)
  expect((await api.ask(listConversations, { query: {} })).length).toBeGreaterThan(0)
})
