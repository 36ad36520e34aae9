import { expect, test } from 'vitest'
import { listConversations, setConversation } from '../contract/conversations.ts'
import { findReadList, sendGroup, updateReceipt } from '../contract/messages.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'

test('what is unread again is so on all devices of one person alone, until they read on', async () => {
  const { people, login, close } = await openStage({ HONGYAN_LOGIN_POLICY: 'any' })
  const [alice, bob] = [await login('alice'), await login('bob', agents.windows)]
  const phone = await login('bob', agents.android)
  const old = await login('bob', agents.windows)
  old.isOurs = false
  const lines = { alice: await alice.line(), phone: await phone.line() }
  const group = { miniType: 1101 as const, targetId: people.groupId }
  const say = (by: Client, content: string, atIds: number[] = []) =>
    by.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content, atIds } })
  const row = async (by: Client) =>
    (await by.ask(listConversations, { query: {} })).find(
      ({ miniType, receiverId }) => miniType === 1101 && receiverId === people.groupId,
    )
  const first = await say(alice, 'one', [bob.userId])
  await say(bob, 'two')
  const last = await say(alice, 'three')
  await phone.ask(updateReceipt, { body: { id: last.id, state: 2 } })
  expect(await row(phone)).toMatchObject({ count: 0, unreadSeq: 0, readSeq: last.seq })
  await lines.alice.next(1006)

  const set = await phone.ask(setConversation, { query: { ...group, unreadSeq: first.seq } })
  expect(set).toMatchObject({ count: 2, atCount: 1, unreadSeq: first.seq, readSeq: last.seq })
  const isOfIt = (frame: { data: Record<string, unknown> }) => frame.data['unreadSeq'] === first.seq
  expect((await lines.phone.next(3003, isOfIt)).data).toMatchObject({ what: 'settings', readSeq: last.seq })
  expect((await row(phone))?.count).toBe(2)
  expect(await row(old)).toMatchObject({ count: 0, atCount: 0 })
  const readers = await alice.ask(findReadList, { query: { id: first.id, miniType: 1101 } })
  expect(readers.readUsers.map(({ id }) => id)).toEqual([bob.userId])

  await phone.ask(updateReceipt, { body: { id: first.id, state: 2 } })
  expect(await row(phone)).toMatchObject({ count: 1, atCount: 0, unreadSeq: first.seq + 1 })
  await phone.ask(updateReceipt, { body: { id: last.id, state: 2 } })
  const isOver = (frame: { data: Record<string, unknown> }) => frame.data['unreadSeq'] === 0
  await lines.phone.next(3003, isOver)
  expect(await row(phone)).toMatchObject({ count: 0, unreadSeq: 0 })
  await lines.alice.settled()
  // The first reading alone.
  expect(lines.alice.count(1006)).toBe(1)
  const refused = async (unreadSeq: number) =>
    (await phone.try(setConversation, { query: { ...group, unreadSeq } })).failure
  expect(await refused(last.seq + 5)).toBe('message.unknown')
  await close()
})
