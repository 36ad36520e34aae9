import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createClient } from '../e2e/client.ts'
import { choosePassword } from '../e2e/people.ts'
import { tempFolder } from '../e2e/temp-folder.ts'
import { listConversations } from '../contract/conversations.ts'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'

const day = 24 * 60 * 60 * 1000

test('a login that was not used for too long is over: 401, and 1003 on its socket, which then waits for the next login', async () => {
  using folder = tempFolder()
  let now = Date.now()
  const config = readConfig({ HONGYAN_DATA: folder.path, HONGYAN_PORT: '0', HONGYAN_LOG: 'error' }, '')
  await using app = await createApp({ config, log: pino({ level: 'error' }), clock: () => now })
  const administrator = await app.core.accounts.ensureAdministrator()
  const { url } = await app.listen()
  const client = createClient(url)
  const password = await choosePassword(url, 'admin', administrator?.password ?? '')
  await client.login('admin', password)
  const line = await client.line({ isOurs: false })

  now += 6 * day
  await client.ask(listConversations)
  now += 6 * day
  await client.ask(listConversations)
  expect(line.count(1003)).toBe(0)

  now += 8 * day
  expect((await client.try(listConversations)).code).toBe(401)
  expect((await line.next(1003)).data).toEqual({})

  client.token = ''
  client.device = line.device
  await client.login('admin', password)
  const phone = createClient(url, 'Mozilla/5.0 (iPhone)')
  await phone.login('admin', password)
  const other = await phone.line()
  other.send({ code: 1500, msg: '', data: { text: 'hello' } })
  expect((await line.next(1500)).data).toMatchObject({ text: 'hello' })
  line.socket.close()
  other.socket.close()
})
