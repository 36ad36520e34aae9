import { afterAll, beforeAll, expect, test } from 'vitest'
import { recallDirect, sendDirect } from '../../contract/messages.ts'
import { newId } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import type { Messages } from '../src/state/messages.ts'
import type { Login } from '../src/state/viewer.ts'
import type { ConversationKey } from '../src/sync/conversation-key.ts'
import { createMemoryCache } from '../src/sync/memory-cache.ts'
import { openPage } from './page.ts'
import type { Page } from './page.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'

const written = 700
let stage: Stage
let login: Login
let bob: Client
let toBob: ConversationKey
const ids: string[] = []

beforeAll(async () => {
  stage = await setStage()
  login = await stage.login('alice')
  bob = await stage.client('bob')
  toBob = `d${bob.userId}`
  const line = await bob.line()
  for (let number = 1; number <= written; number++) {
    const id = newId()
    ids.push(id)
    line.send({ code: 1100, data: { id, receiverId: login.user.id, type: 1, content: `Message ${number}` } })
  }
  await line.next(2000, frame => frame.data['id'] === ids.at(-1))
  await line.drop()
})
afterAll(() => stage[Symbol.asyncDispose]())

async function listed(cache = createMemoryCache()): Promise<Page> {
  const page = await openPage(stage.network.origin, login, { cache })
  await expect
    .poll(() => page.engine.conversations.get(toBob)?.seq, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(written)
  return page
}
const seqs = (chat: Messages) => {
  chat.flush()
  return chat.items.value.map(item => item.row.seq)
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('opens at the newest, grows to the first message and back, and never holds more than it may', async () => {
  await using page = await listed()
  const chat = page.engine.openMessages(toBob, { size: 50, most: 200 })
  await chat.open()
  expect(seqs(chat)).toEqual(range(written - 49, written))
  expect([chat.firstUnreadSeq.value, chat.hasOlder.value, chat.hasNewer.value]).toEqual([1, true, false])
  let steps = 0
  for (; chat.hasOlder.value; steps++) {
    await chat.loadOlder()
    expect(seqs(chat).length).toBeLessThanOrEqual(200)
  }
  expect(steps).toBeLessThan(written / 50 + 2)
  expect(seqs(chat)).toEqual(range(1, 200))
  for (; chat.hasNewer.value;) await chat.loadNewer()
  expect(seqs(chat)).toEqual(range(written - 199, written))
  chat.close()
})

test('goes to any place and from there to both sides, and a message that comes meanwhile waits at the end', async () => {
  await using page = await listed()
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  await chat.loadAround(300)
  expect(seqs(chat)).toEqual(range(276, 325))
  await bob.ask(sendDirect, { body: { id: newId(), receiverId: login.user.id, type: 1, content: 'meanwhile' } })
  await expect
    .poll(() => {
      page.engine.conversations.flush()
      return page.engine.conversations.get(toBob)?.last?.content
    })
    .toBe('meanwhile')
  expect(seqs(chat)).toEqual(range(276, 325))
  await chat.loadOlder()
  await chat.loadNewer()
  expect(seqs(chat)).toEqual(range(226, 375))
  await chat.loadNewest()
  expect(seqs(chat).at(-1)).toBe(written + 1)
  expect(chat.hasNewer.value).toBe(false)
  chat.close()
})

test('what was read once is there without a line; what was not says that it cannot be read', async () => {
  const cache = createMemoryCache()
  const first = await listed(cache)
  const before = first.engine.openMessages(toBob)
  await before.open()
  await first.engine.close()
  stage.network.cut()
  await using page = await openPage(stage.network.origin, login, { cache })
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  expect(seqs(chat)).toHaveLength(50)
  expect(chat.failure.value).toBeUndefined()
  await chat.loadOlder()
  expect(chat.failure.value?.code).toBe(0)
  expect(seqs(chat)).toHaveLength(50)
  stage.network.mend()
  page.engine.wake()
  await expect.poll(() => chat.failure.value).toBeUndefined()
  await chat.loadOlder()
  expect(seqs(chat)).toHaveLength(100)
  chat.close()
})

test('a message that was recalled while its page was on the way does not stay', async () => {
  await using page = await listed()
  const chat = page.engine.openMessages(toBob)
  await chat.open()
  const [, recalled] = await Promise.all([
    chat.loadOlder(),
    bob.ask(recallDirect, { body: { id: ids[written - 60] ?? '', state: 6 } }),
  ])
  await expect
    .poll(() => {
      chat.flush()
      return chat.items.value.find(item => item.row.seq === recalled.seq)?.state
    })
    .toBe('recalled')
  chat.close()
})
