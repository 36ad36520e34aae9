import { afterAll, beforeEach, expect, test } from 'vitest'
import { deleteGroupNotice, inviteToGroup, removeGroupUser, saveGroupNotice } from '../contract/groups.ts'
import { findGroup, MessageRow, recallGroup, sendDirect, sendGroup } from '../contract/messages.ts'
import { findPinned, hideNotice, pinMessage } from '../contract/pins.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { openStage } from './stage.ts'

const { people, login, close } = await openStage()
const { groupId } = people
const group = { miniType: 1101 as const, targetId: groupId }
const alice = await login('alice')
const bob = await login('bob', agents.windows)
const carol = await login('carol')
const mallory = await login('mallory')
let lines: Record<'bob' | 'phone' | 'old', Line>
beforeEach(async () => {
  const phone = await login('bob', agents.android)
  lines = { bob: await bob.line(), phone: await phone.line(), old: await bob.line({ isOurs: false }) }
})
afterAll(close)

const say = (by: Client, content: string) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content } })
const pin = (by: Client, seq: number, state: 0 | 1 = 1) => by.try(pinMessage, { body: { ...group, seq, state } })
const atop = (by: Client) => by.ask(findPinned, { query: group })
const texts = async (by: Client) => (await atop(by)).data.map(({ content }) => content)
const of = (id: string) => (frame: { data: Record<string, unknown> }) => frame.data['id'] === id

test('a pinned message reaches every device as a changed row, stands atop for everybody, and goes with its recall', async () => {
  const { id, seq } = await say(bob, 'The address')
  expect(await pin(bob, seq)).toMatchObject({ code: 403, failure: 'group.notAllowed' })
  expect(await pin(alice, seq)).toMatchObject({ code: 200, data: { pin: { userId: alice.userId, name: 'alice' } } })
  for (const line of [lines.bob, lines.phone]) {
    const { data } = await line.next(3004, of(id))
    expect(MessageRow.parse(data).pin).toMatchObject({ userId: alice.userId, name: 'alice' })
  }
  expect(await texts(bob)).toEqual(['The address'])
  const { change } = await bob.ask(findGroup, { body: { groupId } })
  expect(await pin(alice, seq)).toMatchObject({ code: 200 })
  expect((await bob.ask(findGroup, { body: { groupId } })).change).toBe(change)
  await pin(alice, seq, 0)
  const caughtUp = await bob.ask(findGroup, { body: { groupId, afterChange: change } })
  expect(caughtUp.data.map(row => [row.id, row.pin])).toEqual([[id, null]])
  expect((await lines.bob.next(3004, of(id))).data['pin']).toBeNull()
  expect(await texts(bob)).toEqual([])
  await pin(alice, seq)
  await alice.ask(recallGroup, { body: { id, state: 6 } })
  expect(await texts(bob)).toEqual([])
  expect(await pin(alice, seq)).toMatchObject({ code: 409, failure: 'message.recalled' })
  await lines.old.settled()
  expect([lines.old.count(3004), lines.old.count(3003)]).toEqual([0, 0])
})

test('who came later, left, or never was in it sees nothing that they may not read', async () => {
  const before = await say(alice, 'Before carol')
  await pin(alice, before.seq)
  await alice.ask(removeGroupUser, { body: { groupId, remark: String(carol.userId) } })
  const between = await say(alice, 'Without carol')
  await pin(alice, between.seq)
  expect(await atop(carol)).toEqual({ data: [], notice: null })
  expect(await carol.try(pinMessage, { body: { ...group, seq: between.seq } })).toMatchObject({
    failure: 'message.unknown',
  })
  const left = await carol.ask(findGroup, { body: { groupId } })
  expect(left.data.every(row => row.pin === null)).toBe(true)
  await alice.ask(inviteToGroup, { body: { groupId, targets: String(carol.userId) } })
  expect(await texts(carol)).toEqual(['Before carol'])
  expect(await texts(bob)).toEqual(['Without carol', 'Before carol'])
  expect(await mallory.try(findPinned, { query: group })).toMatchObject({ code: 404, failure: 'group.unknown' })
  expect(await pin(mallory, before.seq)).toMatchObject({ code: 404, failure: 'group.unknown' })
  for (const { seq } of [before, between]) await pin(alice, seq, 0)
})

test('both may pin in a talk of two', async () => {
  const target = (other: Client) => ({ miniType: 1100 as const, targetId: other.userId })
  const { seq } = await alice.ask(sendDirect, {
    body: { id: newId(), receiverId: bob.userId, type: 1, content: 'Hello' },
  })
  await bob.ask(pinMessage, { body: { ...target(alice), seq } })
  expect((await alice.ask(findPinned, { query: target(bob) })).data).toMatchObject([{ seq, content: 'Hello' }])
  await alice.ask(pinMessage, { body: { ...target(bob), seq, state: 0 } })
  expect(await bob.ask(findPinned, { query: target(alice) })).toEqual({ data: [], notice: null })
  expect(await mallory.ask(findPinned, { query: target(mallory) })).toEqual({ data: [], notice: null })
})

test('the newest notice stands atop until this person hides it, on all of their devices', async () => {
  const post = (content: string) => alice.ask(saveGroupNotice, { body: { groupId, content } })
  const [first, second] = [await post('First'), await post('Second')]
  expect((await atop(bob)).notice).toMatchObject({ id: second.id, content: 'Second', name: 'alice' })
  await bob.ask(hideNotice, { query: { groupId, id: first.id } })
  expect((await atop(bob)).notice).toMatchObject({ id: second.id })
  await bob.ask(hideNotice, { query: { groupId, id: second.id + 1000 } })
  const isHidden = (frame: { data: Record<string, unknown> }) => frame.data['noticeId'] === second.id
  for (const line of [lines.bob, lines.phone])
    expect((await line.next(3003, isHidden)).data).toEqual({
      miniType: 1101,
      groupId,
      what: 'noticeHidden',
      noticeId: second.id,
    })
  expect((await atop(bob)).notice).toBeNull()
  expect((await atop(alice)).notice).toMatchObject({ id: second.id })
  const third = await post('Third')
  expect((await atop(bob)).notice).toMatchObject({ id: third.id })
  await alice.ask(deleteGroupNotice, { query: { groupId, id: third.id } })
  expect((await atop(bob)).notice).toBeNull()
  expect(await mallory.try(hideNotice, { query: { groupId, id: 1 } })).toMatchObject({ failure: 'group.unknown' })
})
