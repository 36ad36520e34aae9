import 'fake-indexeddb/auto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendDirect, updateReceipt } from '../../contract/messages.ts'
import { newId } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import { fullHistory } from '../../e2e/full-history.ts'
import { openIndexedCache } from '../src/sync/indexed-cache.ts'
import type { Login } from '../src/state/viewer.ts'
import type { ConversationKey } from '../src/sync/conversation-key.ts'
import type { createLine } from '../src/sync/line.ts'
import { openPage, quickLine } from './page.ts'
import type { Page } from './page.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'
import { dot } from '../../e2e/dot.ts'

let stage: Stage
let login: Login
let bob: Client
let toBob: ConversationKey

beforeAll(async () => {
  stage = await setStage({ HONGYAN_FILE_MB: '1' })
  login = await stage.login('alice')
  bob = await stage.client('bob')
  toBob = `d${bob.userId}`
})
afterAll(() => stage[Symbol.asyncDispose]())

const received = async (prefix: string) =>
  (await fullHistory(bob, { peerId: login.user.id }))
    .map(row => row.content)
    .filter(content => content.startsWith(prefix))
const connected = (page: Page) => expect.poll(() => page.engine.lineState.value, { timeout: 10_000 }).toBe('connected')
const sentAll = (page: Page) => expect.poll(() => page.engine.outbox.entries().length, { timeout: 20_000 }).toBe(0)

test('a message goes from sending to sent, delivered and read', async () => {
  await using page = await openPage(stage.network.origin, login)
  await connected(page)
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  const { id } = await page.engine.outbox.write(toBob, { type: 1, content: 'states' })
  const state = () => {
    chat.flush()
    return chat.items.value.find(item => item.row.id === id)?.state
  }
  expect(state()).toBe('sending')
  await expect.poll(state).toBe('sent')
  const tell = (reached: number) =>
    bob.ask(updateReceipt, {
      body: { id, miniType: 1100, senderId: login.user.id, receiverId: bob.userId, state: reached },
    })
  await tell(1)
  await expect.poll(state).toBe('delivered')
  await tell(2)
  await expect.poll(state).toBe('read')
  chat.close()
})

test('what is written offline survives a reload, and arrives once and in order when the line is back', async () => {
  const first = await openPage(stage.network.origin, login, { cache: await openIndexedCache('offline') })
  await connected(first)
  stage.network.cut()
  await expect.poll(() => first.engine.lineState.value).toBe('offline')
  for (const number of [1, 2, 3]) await first.engine.outbox.write(toBob, { type: 1, content: `offline ${number}` })
  await first.engine.close()

  await using page = await openPage(stage.network.origin, login, { cache: await openIndexedCache('offline') })
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  chat.flush()
  expect(chat.items.value.filter(item => item.row.content.startsWith('offline')).map(item => item.state)).toEqual([
    'sending',
    'sending',
    'sending',
  ])
  await page.engine.outbox.write(toBob, { type: 1, content: 'offline 4' })
  stage.network.mend()
  page.engine.wake()
  await sentAll(page)
  expect(await received('offline')).toEqual(['offline 1', 'offline 2', 'offline 3', 'offline 4'])
  chat.close()
})

const never = () => new Promise<never>(() => undefined)

test('a device that never gets to keeping a message holds none up', async () => {
  const cache = await openIndexedCache('stuck')
  await using page = await openPage(stage.network.origin, login, {
    cache: { ...cache, keepEntry: never, dropEntry: never },
  })
  await connected(page)
  await Promise.all([1, 2].map(number => page.engine.outbox.write(toBob, { type: 1, content: `unkept ${number}` })))
  await sentAll(page)
  expect(await received('unkept')).toEqual(['unkept 1', 'unkept 2'])
})

test('what is written offline is shown also where this device never read the newest messages', async () => {
  await bob.ask(sendDirect, { body: { id: newId(), receiverId: login.user.id, type: 1, content: 'of before' } })
  const cache = await openIndexedCache('unread')
  await using page = await openPage(stage.network.origin, login, { cache: { ...cache, keep: key => cache.log(key) } })
  await connected(page)
  await expect
    .poll(async () => (await cache.sessions()).some(row => row.senderId === bob.userId && row.miniType === 1100))
    .toBe(true)
  stage.network.cut()
  await expect.poll(() => page.engine.lineState.value).toBe('offline')
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  await page.engine.outbox.write(toBob, { type: 1, content: 'unread' })
  chat.flush()
  expect(chat.failure.value?.code).toBe(0)
  expect(chat.items.value.map(({ row, state }) => [row.content, state])).toEqual([['unread', 'sending']])
  stage.network.mend()
  page.engine.wake()
  await sentAll(page)
  chat.close()
})

test('a message whose answer is lost is sent again under its id, and is there once', async () => {
  let lost = 0
  const deaf: typeof createLine = needs =>
    quickLine({
      ...needs,
      onFrame: frame => {
        if (frame.code === 2000) {
          lost += 1
          stage.network.cut()
          stage.network.mend()
        } else {
          needs.onFrame(frame)
        }
      },
    })
  await using page = await openPage(stage.network.origin, login, { openLine: deaf })
  await connected(page)
  for (const number of [1, 2]) await page.engine.outbox.write(toBob, { type: 1, content: `lost answer ${number}` })
  await sentAll(page)
  expect(lost).toBeGreaterThan(0)
  expect(await received('lost answer')).toEqual(['lost answer 1', 'lost answer 2'])
})

test('where WebSockets do not pass, messages go by calls, and those of others come by reading the list', async () => {
  const none: typeof createLine = () => ({
    state: () => 'offline',
    device: () => undefined,
    send: () => false,
    wake: () => undefined,
    close: () => undefined,
  })
  await using page = await openPage(stage.network.origin, login, { openLine: none })
  await page.engine.outbox.write(toBob, { type: 1, content: 'by call' })
  await sentAll(page)
  expect(await received('by call')).toEqual(['by call'])
  await expect.poll(() => page.engine.conversations.get(toBob)?.name, { timeout: 10_000 }).toBe('bob')
})

test('a text that is too long for a frame goes by a call', async () => {
  await using page = await openPage(stage.network.origin, login)
  await connected(page)
  await page.engine.outbox.write(toBob, { type: 1, content: `long ${'鸿'.repeat(19_990)}` })
  await sentAll(page)
  expect((await received('long '))[0]).toHaveLength(19_995)
})

test('a refusal is final and says why; it can be given up, and tried again under the same id', async () => {
  await using page = await openPage(stage.network.origin, login)
  await connected(page)
  const mallory = await stage.client('mallory')
  const { id } = await page.engine.outbox.write(`d${mallory.userId}`, { type: 1, content: 'hello' })
  const state = () => page.engine.outbox.entries().find(entry => entry.id === id)
  await expect.poll(() => state()?.state).toBe('failed')
  expect(state()?.failure).toMatchObject({ code: 403, message: '你们还不是好友或同事，不能发送消息' })
  page.engine.conversations.flush()
  expect(page.engine.conversations.get(`d${mallory.userId}`)?.sending?.state).toBe('failed')
  await page.engine.outbox.retry(id)
  await expect.poll(() => state()?.failure?.code).toBe(403)
  await page.engine.outbox.cancel(id)
  expect(page.engine.outbox.entries()).toEqual([])
})

test('a picture is uploaded first, does not hold up what is written after it, and survives losing the line', async () => {
  await using page = await openPage(stage.network.origin, login)
  await connected(page)
  stage.network.cut()
  await page.engine.outbox.write(toBob, {
    type: 2,
    content: '',
    file: { blob: new Blob([dot], { type: 'image/png' }), name: 'dot.png' },
  })
  await page.engine.outbox.write(toBob, { type: 1, content: 'after the picture' })
  stage.network.mend()
  page.engine.wake()
  await sentAll(page)
  const history = await fullHistory(bob, { peerId: login.user.id })
  expect(history.filter(row => row.type === 2)).toMatchObject([{ file: { text: 'dot.png', category: 'png' } }])
  expect(await received('after the picture')).toHaveLength(1)
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  await expect
    .poll(() => {
      chat.flush()
      return chat.items.value.find(item => item.row.type === 2)?.row.file?.text
    })
    .toBe('dot.png')
  chat.close()
})

test('a file that the server does not take fails with its reason', async () => {
  await using page = await openPage(stage.network.origin, login)
  await connected(page)
  const { id } = await page.engine.outbox.write(toBob, {
    type: 3,
    content: '',
    file: { blob: new Blob([new Uint8Array(1_100_000)]), name: 'large.bin' },
  })
  await expect
    .poll(() => page.engine.outbox.entries().find(entry => entry.id === id)?.state, { timeout: 10_000 })
    .toBe('failed')
  expect(page.engine.outbox.entries()[0]?.failure?.code).toBe(413)
  await page.engine.outbox.cancel(id)
})

test('files that were chosen together arrive in that order, and one that the server refuses holds up none', async () => {
  const beforeUpload = async (name: string) => {
    if (name === 'chosen 0.bin') await pause(500)
  }
  await using page = await openPage(stage.network.origin, login, { beforeUpload })
  await connected(page)
  const sizes = [10, 1_100_000, 10, 10]
  for (const [at, size] of sizes.entries()) {
    const file = { blob: new Blob([new Uint8Array(size)]), name: `chosen ${at}.bin` }
    await page.engine.outbox.write(toBob, { type: 3, content: file.name, file, together: 'chosen' })
  }
  await expect
    .poll(() => page.engine.outbox.entries().map(({ content, state }) => [content, state]), { timeout: 20_000 })
    .toEqual([['chosen 1.bin', 'failed']])
  expect(await received('chosen')).toEqual(['chosen 0.bin', 'chosen 2.bin', 'chosen 3.bin'])
  await page.engine.outbox.cancel(page.engine.outbox.entries()[0]?.id ?? '')
})
