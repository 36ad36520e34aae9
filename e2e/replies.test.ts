import { afterAll, expect, test } from 'vitest'
import { inviteToGroup, removeGroupUser } from '../contract/groups.ts'
import { limits } from '../contract/limits.ts'
import { recallGroup, sendDirect, sendGroup } from '../contract/messages.ts'
import { countReplies, findReplies } from '../contract/replies.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'

const { people, login, close } = await openStage()
const { groupId } = people
const group = { miniType: 1101 as const, targetId: groupId }
const alice = await login('alice')
const bob = await login('bob', agents.windows)
const carol = await login('carol')
const mallory = await login('mallory')
afterAll(close)

const say = (by: Client, content: string, replySeq?: number) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content, ...(replySeq && { replySeq }) } })
const counts = async (by: Client, ...seqs: number[]) =>
  (await by.ask(countReplies, { body: { ...group, seqs } })).data.map(({ seq, count }) => [seq, count])
const replies = (by: Client, seq: number, part: { beforeSeq?: number; size?: number } = {}) =>
  by.ask(findReplies, { body: { ...group, seq, ...part } })
const textsOf = ({ data }: { data: { content: string }[] }) => data.map(({ content }) => content)

test('what was answered says how often, and its answers are read by position, newest first', async () => {
  const question = await say(alice, 'Lunch?')
  for (const text of ['one', 'two', 'three']) {
    await say(bob, text, question.seq)
    await say(carol, 'by the way')
  }
  expect(await counts(carol, question.seq, question.seq + 1)).toEqual([[question.seq, 3]])
  const newest = await replies(bob, question.seq, { size: 2 })
  expect(newest).toMatchObject({ message: { content: 'Lunch?' }, hasOlder: true })
  expect(textsOf(newest)).toEqual(['three', 'two'])
  const older = await replies(bob, question.seq, { size: 2, beforeSeq: newest.data.at(-1)?.seq })
  expect([textsOf(older), older.hasOlder]).toEqual([['one'], false])
  expect(older.data[0]?.reply).toMatchObject({ seq: question.seq, content: 'Lunch?' })
})

test('a recalled answer is gone, and a recalled question is empty with its answers below it', async () => {
  const question = await say(alice, 'Secret?')
  const [first] = [await say(bob, 'Oops', question.seq), await say(bob, 'Yes', question.seq)]
  await alice.ask(recallGroup, { body: { id: first.id, state: 6 } })
  expect(await counts(bob, question.seq)).toEqual([[question.seq, 1]])
  await alice.ask(recallGroup, { body: { id: question.id, state: 6 } })
  const after = await replies(bob, question.seq)
  expect(after).toMatchObject({
    message: { content: '', state: 6 },
    data: [{ content: 'Yes', reply: { content: '' } }],
  })
  expect(JSON.stringify(after)).not.toContain('Secret')
})

test('nobody counts or reads answers that they may not read', async () => {
  const question = await say(alice, 'Who comes?')
  await say(bob, 'Me', question.seq)
  await alice.ask(removeGroupUser, { body: { groupId, remark: String(carol.userId) } })
  await say(bob, 'And my sister', question.seq)
  const between = await say(alice, 'Between us')
  await say(bob, 'Fine', between.seq)
  expect(await counts(carol, question.seq, between.seq)).toEqual([[question.seq, 1]])
  expect(textsOf(await replies(carol, question.seq))).toEqual(['Me'])
  const refused = { failure: 'message.unknown' }
  expect(await carol.try(findReplies, { body: { ...group, seq: between.seq } })).toMatchObject(refused)
  await alice.ask(inviteToGroup, { body: { groupId, targets: String(carol.userId) } })
  await say(carol, 'Me too', question.seq)
  expect(await counts(carol, question.seq, between.seq)).toEqual([[question.seq, 2]])
  expect(textsOf(await replies(carol, question.seq))).toEqual(['Me too', 'Me'])
  expect(await counts(bob, question.seq)).toEqual([[question.seq, 3]])
  for (const call of [countReplies, findReplies])
    expect(await mallory.try(call, { body: { ...group, seqs: [1], seq: 1 } })).toMatchObject({
      failure: 'group.unknown',
    })
  expect(await alice.try(findReplies, { body: { ...group, seq: 1 } })).toMatchObject(refused)
})

test('a call asks for a bounded number of messages, also of a talk that does not exist yet', async () => {
  const many = Array.from({ length: limits.repliesAsked + 1 }, (_, index) => index + 1)
  expect(await alice.try(countReplies, { body: { ...group, seqs: many } })).toMatchObject({ code: 400 })
  const withBob = { miniType: 1100 as const, targetId: bob.userId }
  expect(await alice.ask(countReplies, { body: { ...withBob, seqs: [1] } })).toEqual({ data: [] })
  const { seq } = await alice.ask(sendDirect, { body: { id: newId(), receiverId: bob.userId, type: 1, content: 'Hi' } })
  await bob.ask(sendDirect, {
    body: { id: newId(), receiverId: alice.userId, type: 1, content: 'Hello', replySeq: seq },
  })
  expect(await alice.ask(countReplies, { body: { ...withBob, seqs: [seq] } })).toEqual({ data: [{ seq, count: 1 }] })
})
