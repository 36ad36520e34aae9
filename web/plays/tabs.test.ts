import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendDirect } from '../../contract/messages.ts'
import { newId } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import type { Login } from '../src/state/viewer.ts'
import type { ConversationKey } from '../src/sync/conversation-key.ts'
import type { createLine } from '../src/sync/line.ts'
import { createMemoryCache } from '../src/sync/memory-cache.ts'
import { openPage, quickLine } from './page.ts'
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

const say = (content: string) =>
  bob.ask(sendDirect, { body: { id: newId(), receiverId: login.user.id, type: 1, content } })
const last = (page: Page) => {
  page.engine.conversations.flush()
  return page.engine.conversations.get(toBob)?.last?.content
}

test('tabs share one line, hear and send the same, and one takes over when the other goes', async () => {
  let lines = 0
  const counted: typeof createLine = needs => {
    lines += 1
    return quickLine(needs)
  }
  const cache = createMemoryCache()
  const first = await openPage(stage.network.origin, login, { cache, openLine: counted })
  await expect.poll(() => first.engine.lineState.value).toBe('connected')
  await using second = await openPage(stage.network.origin, login, { cache, openLine: counted })
  await expect.poll(() => second.engine.lineState.value).toBe('connected')
  expect([first.engine.isLeader(), second.engine.isLeader(), lines]).toEqual([true, false, 1])

  await say('to both')
  for (const page of [first, second]) await expect.poll(() => last(page)).toBe('to both')
  for (const page of [first, second]) expect(page.engine.conversations.get(toBob)?.count).toBe(1)

  const chats = [first, second].map(page => page.engine.openMessages(toBob))
  for (const chat of chats) await chat.open()
  const { id } = await second.engine.outbox.write(toBob, { type: 1, content: 'from the follower' })
  for (const chat of chats) {
    await expect
      .poll(() => {
        chat.flush()
        return chat.items.value.filter(item => item.row.id === id).map(item => item.state)
      })
      .toEqual(['sent'])
    chat.close()
  }
  for (const page of [first, second]) {
    page.engine.conversations.flush()
    expect(page.engine.conversations.get(toBob)?.count).toBe(0)
    expect(page.engine.outbox.entries()).toEqual([])
  }

  first.engine.drafts.set(toBob, { text: 'half a sent' })
  await expect
    .poll(() => {
      second.engine.conversations.flush()
      return second.engine.conversations.get(toBob)?.draft
    })
    .toBe('half a sent')

  await first.engine.close()
  await expect.poll(() => second.engine.isLeader()).toBe(true)
  await expect.poll(() => second.engine.lineState.value).toBe('connected')
  expect(lines).toBe(2)
  await say('after the first one')
  await expect.poll(() => last(second)).toBe('after the first one')
  expect(second.faults).toEqual([])
})

test('a tab that opens without a line shows what the others have kept', async () => {
  const cache = createMemoryCache()
  const first = await openPage(stage.network.origin, login, { cache })
  await expect.poll(() => last(first)).toBe('after the first one')
  await first.engine.close()
  stage.network.cut()
  await using second = await openPage(stage.network.origin, login, { cache })
  expect(last(second)).toBe('after the first one')
  expect(second.engine.conversations.get(toBob)?.count).toBe(1)
  stage.network.mend()
})
