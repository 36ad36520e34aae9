import { afterAll, expect, test } from 'vitest'
import { inviteToGroup, removeGroupUser, saveGroup } from '../contract/groups.ts'
import { findMentions } from '../contract/mentions.ts'
import { editMessage, recallGroup, sendDirect, sendGroup } from '../contract/messages.ts'
import { findSaved, saveMessage } from '../contract/saved.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'

const { people, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob', agents.windows)
const carol = await login('carol')
const mallory = await login('mallory')
afterAll(close)

const say = (by: Client, content: string, atIds: number[], receiverId = people.groupId) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId, type: 1, content, atIds } })
const mentions = async (by: Client, query: { to?: number; size?: number } = {}) =>
  (await by.ask(findMentions, { query })).data.map(({ content }) => content)

test('mentions of all conversations are listed newest first, with where they stand', async () => {
  const { groupId } = await alice.ask(saveGroup, { body: { text: 'Lunch', targets: String(bob.userId) } })
  await say(alice, 'one', [bob.userId])
  await say(carol, 'two', [0])
  await say(alice, 'three', [bob.userId], groupId)
  const last = await alice.ask(sendDirect, {
    body: { id: newId(), receiverId: bob.userId, type: 1, content: 'four', atIds: [bob.userId] },
  })
  await say(bob, 'by bob', [0])
  await say(alice, 'for carol', [carol.userId])
  const { data } = await bob.ask(findMentions, { query: {} })
  expect(data).toMatchObject([
    { content: 'four', miniType: 1100, targetId: alice.userId, otherName: 'alice', seq: last.seq },
    { content: 'three', miniType: 1101, targetId: groupId, otherName: 'Lunch' },
    { content: 'two', miniType: 1101, targetId: people.groupId, name: 'carol' },
    { content: 'one' },
  ])
  expect(await mentions(bob, { to: data[2]?.sendTime, size: 1 })).toEqual(['two'])
  expect(await mentions(carol)).toEqual(['for carol', 'by bob'])
  expect(await mallory.ask(findMentions, { query: {} })).toEqual({ data: [], hasOlder: false })
  expect((await bob.ask(findMentions, { query: { size: 2 } })).hasOlder).toBe(true)
})

test('recalled and edited ones are gone, and who left sees nothing of after, nor of an edit', async () => {
  const recalled = await say(alice, 'recalled', [carol.userId])
  const edited = await say(alice, 'edited', [carol.userId])
  const later = await say(alice, 'not for carol yet', [bob.userId])
  expect((await mentions(carol)).slice(0, 2)).toEqual(['edited', 'recalled'])
  await alice.ask(recallGroup, { body: { id: recalled.id, state: 6 } })
  await alice.ask(editMessage, { body: { id: edited.id, content: 'for nobody', atIds: [] } })
  const before = await mentions(carol)
  expect(before[0]).toBe('for carol')
  await alice.ask(removeGroupUser, { body: { groupId: people.groupId, remark: String(carol.userId) } })
  await say(alice, 'behind her back', [0])
  await alice.ask(editMessage, { body: { id: later.id, content: 'for carol now', atIds: [carol.userId] } })
  expect(await mentions(carol)).toEqual(before)
  await alice.ask(inviteToGroup, { body: { groupId: people.groupId, targets: String(carol.userId) } })
  expect(await mentions(carol)).not.toContain('behind her back')
})

const save = (by: Client, seq: number, state: 0 | 1 = 1, targetId = people.groupId) =>
  by.try(saveMessage, { body: { miniType: 1101, targetId, seq, state } })
const saved = async (by: Client) => (await by.ask(findSaved, { query: {} })).data

test('what one saves is listed for oneself alone, and goes when it is taken out or recalled', async () => {
  const [first, second] = [await say(alice, 'A recipe', []), await say(bob, 'An address', [])]
  expect(await save(bob, first.seq)).toMatchObject({ code: 200, data: null })
  expect(await save(bob, second.seq)).toMatchObject({ code: 200 })
  expect(await save(bob, first.seq)).toMatchObject({ code: 200 })
  expect(await saved(bob)).toMatchObject([
    { content: 'An address', targetId: people.groupId, otherName: 'Plan', savedTime: expect.any(Number) as number },
    { content: 'A recipe' },
  ])
  expect(await saved(alice)).toEqual([])
  await save(bob, second.seq, 0)
  expect(await saved(bob)).toMatchObject([{ content: 'A recipe' }])
  await alice.ask(editMessage, { body: { id: first.id, content: 'A better recipe' } })
  expect(await saved(bob)).toMatchObject([{ content: 'A better recipe' }])
  await alice.ask(recallGroup, { body: { id: first.id, state: 6 } })
  expect(await saved(bob)).toEqual([])
  expect(await save(bob, first.seq)).toMatchObject({ code: 409, failure: 'message.recalled' })
})

test('nobody saves what they may not read, or sees by it what became of it since they left', async () => {
  const { groupId } = await alice.ask(saveGroup, { body: { text: 'Trip', targets: String(carol.userId) } })
  const before = await say(alice, 'Tickets', [], groupId)
  await save(carol, before.seq, 1, groupId)
  await alice.ask(removeGroupUser, { body: { groupId, remark: String(carol.userId) } })
  await alice.ask(editMessage, { body: { id: before.id, content: 'Secret tickets' } })
  const after = await say(alice, 'Without her', [], groupId)
  expect(await saved(carol)).toMatchObject([{ content: 'Tickets', editTime: null }])
  const unknown = { code: 404, failure: 'message.unknown' }
  expect(await save(carol, after.seq, 1, groupId)).toMatchObject(unknown)
  expect(await save(carol, 1, 1, groupId)).toMatchObject(unknown)
  expect(await save(mallory, before.seq, 1, groupId)).toMatchObject({ failure: 'group.unknown' })
  await save(carol, before.seq, 0, groupId)
  expect(await saved(carol)).toEqual([])
})
