import { afterAll, beforeEach, expect, test } from 'vitest'
import { hideConversation, listConversations, setConversation } from '../contract/conversations.ts'
import {
  editMessage,
  findGroup,
  forwardMessages,
  MessageRow,
  reactMessage,
  recallGroup,
  sendGroup,
} from '../contract/messages.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

const { folder, people, server, login, close } = await openStage()
const group = { miniType: 1101 as const, targetId: people.groupId }
const alice = await login('alice')
const bob = await login('bob', agents.windows)
const carol = await login('carol')
const mallory = await login('mallory')
let lines: Record<'alice' | 'phone' | 'bob' | 'old', Line>
beforeEach(async () => {
  const phone = await login('alice', agents.android)
  lines = {
    alice: await alice.line(),
    phone: await phone.line(),
    bob: await bob.line(),
    old: await bob.line({ isOurs: false }),
  }
})
afterAll(close)

const say = (by: Client, content: string, part: { replySeq?: number; atIds?: number[] } = {}) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content, ...part } })
const rowOf = async (by: Client, id: string) =>
  (await by.ask(findGroup, { body: { groupId: people.groupId } })).data.find(row => row.id === id)
const of = (id: string) => (frame: { data: Record<string, unknown> }) => frame.data['id'] === id

test('an edit, a reaction and a recall reach every device of everyone in the group, with the whole row', async () => {
  const { id, seq } = await say(alice, 'Hello')
  await alice.ask(editMessage, { body: { id, content: 'Hello @bob', atIds: [bob.userId] } })
  for (const line of Object.values(lines).slice(0, 3)) {
    const { data } = await line.next(3004, of(id))
    expect(data).toMatchObject({
      content: 'Hello @bob',
      atIds: String(bob.userId),
      miniType: 1101,
      otherName: 'Plan',
      editTime: expect.any(Number) as number,
    })
    expect(MessageRow.parse({ ...data, state: 0 })).toEqual({ ...(await rowOf(bob, id)), state: 0 })
  }
  await bob.ask(reactMessage, { body: { ...group, seq, emoji: '👍' } })
  for (const line of Object.values(lines).slice(0, 3))
    expect((await line.next(3004, of(id))).data['reactions']).toEqual([{ emoji: '👍', userIds: [bob.userId] }])
  await alice.ask(recallGroup, { body: { id, state: 6 } })
  for (const line of Object.values(lines).slice(0, 3))
    expect((await line.next(3004, of(id))).data).toMatchObject({ state: 6, content: '', reactions: [], atIds: null })
  await lines.old.settled()
  expect(lines.old.count(3004)).toBe(0)
})

test('a reply arrives with what it answers; the same wish again pushes nothing', async () => {
  const { seq, id } = await say(alice, 'Lunch?')
  const reply = await say(bob, 'Yes', { replySeq: seq })
  expect((await lines.alice.next(1101, of(reply.id))).data['reply']).toMatchObject({
    seq,
    id,
    name: 'alice',
    content: 'Lunch?',
  })
  for (let again = 0; again < 3; again++) {
    await bob.ask(reactMessage, { body: { ...group, seq, emoji: '🎉' } })
    await alice.ask(editMessage, { body: { id, content: 'Lunch at one?' } })
  }
  await say(bob, 'last')
  await lines.alice.next(1101, frame => frame.data['content'] === 'last')
  expect(lines.alice.count(3004, of(id))).toBe(2)
  expect((await rowOf(alice, reply.id))?.reply?.content).toBe('Lunch at one?')
})

test('who was removed hears of no change, and reads what stood', async () => {
  const carolsLine = await carol.line()
  const { id, seq } = await say(alice, 'Before')
  await carolsLine.next(1101, of(id))
  await bob.ask(reactMessage, { body: { ...group, seq, emoji: '👍' } })
  await carolsLine.next(3004, of(id))
  await command(folder, 'group', 'remove', String(people.groupId), 'carol')
  await alice.ask(editMessage, { body: { id, content: 'After' } })
  await alice.ask(reactMessage, { body: { ...group, seq, emoji: '👍' } })
  await lines.bob.next(3004, frame => frame.data['content'] === 'After')
  await carolsLine.settled()
  expect(carolsLine.count(3004, of(id))).toBe(1)
  expect(await rowOf(carol, id)).toMatchObject({
    content: 'Before',
    reactions: [{ emoji: '👍', userIds: [bob.userId] }],
  })
  await command(folder, 'group', 'add', String(people.groupId), 'carol')
})

test('forwarded messages arrive as any message, and strangers get nothing and give nothing', async () => {
  const { seq } = await say(alice, 'Forward me')
  const body = {
    id: newId(),
    from: group,
    seqs: [seq],
    targets: [
      { miniType: 1100 as const, targetId: alice.userId },
      { miniType: 1100 as const, targetId: mallory.userId },
    ],
  }
  const { sent, refused } = await bob.ask(forwardMessages, { body })
  expect(refused).toMatchObject([{ targetId: mallory.userId, code: 403 }])
  expect((await lines.alice.next(1100, of(`${body.id}-0-0`))).data).toMatchObject({
    content: 'Forward me',
    seq: sent[0]?.seq,
    senderId: bob.userId,
  })
  expect((await bob.ask(forwardMessages, { body: { ...body, id: newId(), merged: 1 } })).sent).toHaveLength(1)
  const merged = await lines.alice.next(1100, frame => frame.data['merged'] !== null)
  expect(merged.data).toMatchObject({
    content: '[聊天记录] 群聊的聊天记录\nalice：Forward me',
    merged: { title: '群聊的聊天记录', items: [{ name: 'alice', content: 'Forward me' }] },
  })
  expect((await mallory.try(forwardMessages, { body })).code).toBe(404)
})

test.for([
  ['an emoji that is none', reactMessage, { miniType: 1101, targetId: 1, seq: 1, emoji: 'x' }],
  ['no target', reactMessage, { seq: 1, emoji: '👍' }],
  [
    'no message',
    forwardMessages,
    { id: 'a', from: { miniType: 1101, targetId: 1 }, seqs: [], targets: [{ miniType: 1101, targetId: 1 }] },
  ],
  [
    'an id that is too long',
    forwardMessages,
    {
      id: 'a'.repeat(49),
      from: { miniType: 1101, targetId: 1 },
      seqs: [1],
      targets: [{ miniType: 1101, targetId: 1 }],
    },
  ],
  ['no text', editMessage, { id: 'a', content: 7 }],
  ['a wrong kind', setConversation, { miniType: 7, targetId: 1 }],
  ['a switch that is none', setConversation, { miniType: 1101, targetId: 1, top: 5 }],
  ['nothing', hideConversation, {}],
] as const)('%s is a bad parameter', async ([, call, given]) => {
  const search = new URLSearchParams(Object.entries(given).map(([name, value]) => [name, String(value)]))
  const response = await fetch(`${server.origin}${call.path}?${search}`, {
    method: call.method,
    headers: { 'Content-Type': 'application/json', Authorization: alice.token },
    body: JSON.stringify(given),
  })
  expect(await response.json()).toMatchObject({ code: 400, data: null, msg: expect.stringMatching(/参数/) as string })
})

test('a message that mentions counts through mute, and no more when it was read on the other device', async () => {
  await bob.ask(setConversation, { query: { ...group, mute: 1 } })
  const { seq } = await say(alice, '@all', { atIds: [0] })
  const session = async () =>
    (await bob.ask(listConversations)).find(row => row.miniType === 1101 && row.receiverId === people.groupId)
  expect(await session()).toMatchObject({ mute: 1, atCount: 1, seq })
  await bob.ask(hideConversation, { query: group })
  expect(await session()).toBeUndefined()
  expect((await lines.bob.next(3003, frame => frame.data['hidden'] === 1)).data).toMatchObject({
    what: 'settings',
    targetId: people.groupId,
    readSeq: seq,
    mute: 1,
  })
  await say(alice, 'Next')
  expect(await session()).toMatchObject({ atCount: 0, count: 1 })
})
