import 'fake-indexeddb/auto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { editPassword } from '../../contract/accounts.ts'
import { recallDirect, sendDirect, sendGroup } from '../../contract/messages.ts'
import { agents, newId } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import { startServer } from '../../e2e/server-process.ts'
import type { Login } from '../src/state/viewer.ts'
import type { ConversationKey } from '../src/sync/conversation-key.ts'
import { openIndexedCache } from '../src/sync/indexed-cache.ts'
import { openPage } from './page.ts'
import type { Page } from './page.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'

let stage: Stage
let login: Login
let bob: Client
let toBob: ConversationKey

beforeAll(async () => {
  stage = await setStage()
  login = await stage.login('alice')
  bob = await stage.client('bob')
  toBob = `d${bob.userId}`
})
afterAll(() => stage[Symbol.asyncDispose]())

async function connectedPage(): Promise<Page> {
  const page = await openPage(stage.network.origin, login)
  await expect.poll(() => page.engine.lineState.value, { timeout: 10_000 }).toBe('connected')
  await expect.poll(() => page.engine.conversations.isLoaded.value).toBe(true)
  return page
}
const say = (content: string, more = {}) =>
  bob.ask(sendDirect, { body: { id: newId(), receiverId: login.user.id, type: 1, content, ...more } })
const shown = (page: Page, key = toBob) => {
  page.engine.conversations.flush()
  const { count, mentions, last } = page.engine.conversations.get(key) ?? {}
  return { count, mentions, last: last?.content }
}

test('coming online is seen', async () => {
  await say('hello')
  await using page = await connectedPage()
  const line = await bob.line()
  await expect.poll(() => page.engine.presence.isOnline(bob.userId)).toBe(true)
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  chat.markRead()
  await line.next(1006, frame => frame.data['state'] === 2)
  chat.close()
  await line.drop()
})

test("the number of unread messages follows messages, recalls, reading here and on another device, and one's own", async () => {
  await using page = await connectedPage()
  const first = await say('one')
  await say('two')
  await expect.poll(() => shown(page)).toMatchObject({ count: 2, last: 'two' })
  const third = await say('three')
  await expect.poll(() => shown(page).count).toBe(3)
  await bob.ask(recallDirect, { body: { id: third.id, state: 6 } })
  await expect.poll(() => shown(page)).toMatchObject({ count: 2, last: '' })

  const phone = await stage.client('alice', agents.android)
  const line = await phone.line()
  line.send({
    code: 1006,
    data: { id: first.id, miniType: 1100, senderId: bob.userId, receiverId: login.user.id, state: 2 },
  })
  await expect.poll(() => shown(page).count).toBe(1)
  await phone.ask(sendDirect, { body: { id: newId(), receiverId: bob.userId, type: 1, content: 'from the phone' } })
  await expect.poll(() => shown(page)).toMatchObject({ count: 0, last: 'from the phone' })

  await say('four')
  await expect.poll(() => shown(page).count).toBe(1)
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  chat.flush()
  expect(chat.items.value.find(item => item.row.seq >= (chat.firstUnreadSeq.value ?? Infinity))?.row.content).toBe(
    'four',
  )
  chat.markRead()
  expect(shown(page).count).toBe(0)
  const bobsLine = await bob.line()
  const five = await say('five')
  await expect.poll(() => chat.items.value.at(-1)?.row.content).toBe('five')
  chat.markRead()
  await bobsLine.next(1006, ({ data }) => data['id'] === five.id && data['state'] === 2)
  await line.next(1006, ({ data }) => data['id'] === five.id && data['state'] === 2)
  chat.close()
  await line.drop()
  await bobsLine.drop()
})

test('what arrives is told to be delivered', async () => {
  await using page = await connectedPage()
  const line = await bob.line()
  const { id } = await say('delivered')
  await line.next(1006, frame => frame.data['id'] === id && frame.data['state'] === 1)
  expect(shown(page).count).toBe(1)
  await line.drop()
})

test('reading without a line is told when it is back', async () => {
  await using page = await connectedPage()
  await say('read offline')
  await expect.poll(() => shown(page).last).toBe('read offline')
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  stage.network.cut()
  await expect.poll(() => page.engine.lineState.value).toBe('offline')
  chat.markRead()
  expect(shown(page).count).toBe(0)
  const line = await bob.line()
  stage.network.mend()
  page.engine.wake()
  await line.next(1006, frame => frame.data['state'] === 2)
  expect(shown(page).count).toBe(0)
  chat.close()
  await line.drop()
})

test('mentions are counted apart', async () => {
  await using page = await connectedPage()
  const group: ConversationKey = `g${stage.people.groupId}`
  const toGroup = (atIds: number[]) =>
    bob.ask(sendGroup, { body: { id: newId(), receiverId: stage.people.groupId, type: 1, content: 'hey', atIds } })
  await toGroup([])
  await toGroup([login.user.id])
  await toGroup([0])
  await expect.poll(() => shown(page, group)).toMatchObject({ count: 3, mentions: 2 })
})

test('typing is seen, and ends with the message', async () => {
  await using page = await connectedPage()
  const line = await bob.line()
  line.send({ code: 3001, data: { receiverId: login.user.id, miniType: 1100 } })
  await expect.poll(() => page.engine.typing.who(toBob)).toEqual([bob.userId])
  await say('typed')
  await expect.poll(() => page.engine.typing.who(toBob)).toEqual([])
  page.engine.typing.type(toBob)
  await line.next(3001, frame => frame.data['senderId'] === login.user.id)
  await line.drop()
})

test('faces are asked for when they are first looked at', async () => {
  await using page = await connectedPage()
  const carol = await stage.client('carol')
  expect(page.engine.people.face(carol.userId)).toBeUndefined()
  await expect.poll(() => page.engine.people.face(carol.userId)?.name).toBe('carol')
})

test('a page finds its way back to a server that restarts', async () => {
  await using page = await connectedPage()
  await stage.server.stop()
  await expect.poll(() => page.engine.lineState.value).not.toBe('connected')
  stage.server = await startServer({ folder: stage.folder })
  stage.network.leadTo(stage.server.origin)
  bob.origin = stage.server.origin
  await say('after the restart')
  await expect.poll(() => shown(page).last, { timeout: 20_000 }).toBe('after the restart')
})

test('a login that is replaced, or ended elsewhere, ends here and says why', async () => {
  const kicked = await connectedPage()
  login = await stage.login('alice')
  await expect.poll(() => kicked.ended[0]).toBe('kicked')
  await kicked.engine.close()

  await using expired = await connectedPage()
  const phone = await stage.client('alice', agents.android)
  const oldPassword = stage.people.passwords.get('alice') ?? ''
  await phone.ask(editPassword, { body: { oldPassword, password: 'another password' } })
  await expect.poll(() => expired.ended).toContain('expired')
  await phone.ask(editPassword, { body: { oldPassword: 'another password', password: oldPassword } })
  login = await stage.login('alice')
})

test('signing out deletes what this device holds, and only that of this account', async () => {
  const other = await openIndexedCache('somebody else')
  const page = await openPage(stage.network.origin, login, { cache: await openIndexedCache('alice') })
  await expect.poll(() => page.engine.lineState.value).toBe('connected')
  await page.engine.close({ forget: true })
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['hongyan somebody else'])
  other.close()
})
