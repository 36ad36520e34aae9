import { afterAll, expect, test } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import { findReadList, recallGroup, sendGroup, updateReceipt } from '../contract/messages.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

const { folder, people, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob')
const carol = await login('carol')
afterAll(close)

const say = (by: Client, content: string) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content } })
/** What people said, without what the system says. */
const contents = async (client: Client) =>
  (await fullHistory(client, { groupId: people.groupId })).filter(row => !row.event).map(row => row.content)
const unread = async (client: Client) =>
  (await client.ask(listConversations, {})).find(row => row.receiverId === people.groupId && row.miniType === 1101)
    ?.count

test('who is removed keeps what they could read and gets nothing after; who comes back reads on from there', async () => {
  const line = await carol.line()
  await say(alice, 'one')
  await line.next(1101, frame => frame.data['content'] === 'one')

  await command(folder, 'group', 'remove', String(people.groupId), 'carol')
  const still = await bob.line()
  await say(alice, 'two')
  await still.next(1101, frame => frame.data['content'] === 'two')
  await line.settled()
  expect(line.count(1101, frame => frame.data['content'] === 'two')).toBe(0)
  expect(await contents(carol)).toEqual(['one'])
  expect(
    (await carol.try(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content: 'no' } })).code,
  ).toBe(403)

  await command(folder, 'group', 'add', String(people.groupId), 'carol')
  expect(await unread(carol)).toBe(0)
  await say(alice, 'three')
  await line.next(1101, frame => frame.data['content'] === 'three')
  expect(await contents(carol)).toEqual(['one', 'three'])
  expect(await contents(bob)).toEqual(['one', 'two', 'three'])
  expect(await unread(carol)).toBe(1)
})

test('unread is what a person would count, through reading, sending and recalling', async () => {
  await say(bob, 'before')
  expect(await unread(bob)).toBe(0)
  const first = await say(alice, 'a')
  const second = await say(alice, 'b')
  await say(carol, 'c')
  expect(await unread(bob)).toBe(3)
  await alice.ask(recallGroup, { body: { id: second.id, state: 6 } })
  expect(await unread(bob)).toBe(2)
  await bob.ask(updateReceipt, { body: { id: first.id, miniType: 1101, receiverId: people.groupId, state: 2 } })
  expect(await unread(bob)).toBe(1)
  const list = await alice.ask(findReadList, { query: { id: first.id } })
  expect(list).toMatchObject({ readCount: 2, unreadCount: 0 })
  await say(bob, 'd')
  expect(await unread(bob)).toBe(0)
})
