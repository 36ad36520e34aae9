import { afterAll, expect, test } from 'vitest'
import { listConversations, setConversation } from '../contract/conversations.ts'
import {
  editMessage,
  findDirect,
  findReadList,
  forwardMessages,
  recallDirect,
  sendDirect,
  updateReceipt,
} from '../contract/messages.ts'
import { searchMsg } from '../contract/search.ts'
import { agents, newId } from './client.ts'
import { openStage } from './stage.ts'

const { login, close } = await openStage({ HONGYAN_LOGIN_POLICY: 'any' })
const [alice, phone, bob] = [await login('alice'), await login('alice', agents.android), await login('bob')]
// A login of its own: of several sockets of one, only one may be told.
const other = await login('alice')
const lines = {
  desk: await alice.line(),
  phone: await phone.line(),
  existing: await other.line({ isOurs: false }),
  bob: await bob.line(),
}
afterAll(close)

const withSelf = { miniType: 1100 as const, targetId: alice.userId }
const note = (content: string) => ({ id: newId(), senderId: alice.userId, receiverId: alice.userId, type: 1, content })
const listed = async () =>
  (await phone.ask(listConversations, { query: {} })).find(
    ({ miniType, senderId }) => miniType === 1100 && senderId === alice.userId,
  )
const history = () => phone.ask(findDirect, { body: { senderId: alice.userId, receiverId: alice.userId } })

test("what one writes to oneself is on all of one's devices, once, read, and nobody else's", async () => {
  const draft = note('下午三点交报销单')
  const sent = await alice.ask(sendDirect, { body: draft })
  expect(await alice.ask(sendDirect, { body: draft })).toEqual(sent)
  expect((await lines.phone.next(1100)).data).toMatchObject({
    id: draft.id,
    senderId: alice.userId,
    receiverId: alice.userId,
    seq: 1,
  })
  for (const line of Object.values(lines)) await line.settled()
  expect(
    [lines.phone, lines.existing, lines.bob].map(line => line.count(1100, frame => frame.data['id'] === draft.id)),
  ).toEqual([1, 0, 0])
  expect(await listed()).toMatchObject({
    senderId: alice.userId,
    receiverId: alice.userId,
    count: 0,
    readSeq: 1,
    seq: 1,
    state: 2,
    content: draft.content,
  })
  expect(await history()).toMatchObject({
    totalElements: 1,
    data: [{ state: 2, seq: 1, content: draft.content }],
    positions: [{ userId: alice.userId, deliveredSeq: 1, readSeq: 1 }],
  })
  expect(await phone.ask(findReadList, { query: { id: draft.id } })).toMatchObject({ readCount: 0, unreadCount: 0 })
  await expect
    .poll(async () =>
      (await phone.ask(searchMsg, { query: { keyword: '报销' } })).data.map(({ miniType, targetId }) => [
        miniType,
        targetId,
      ]),
    )
    .toEqual([[1100, alice.userId]])
})

test('a receipt, a recall, an edit, a pin and a forwarding go there as anywhere', async () => {
  const [first, second] = [
    await alice.ask(sendDirect, { body: note('one') }),
    await alice.ask(sendDirect, { body: note('two') }),
  ]
  await phone.ask(updateReceipt, {
    body: { id: second.id, senderId: alice.userId, receiverId: alice.userId, state: 2, miniType: 1100 },
  })
  await alice.ask(recallDirect, { body: { id: first.id, state: 6 } })
  await alice.ask(editMessage, { body: { id: second.id, content: 'two, mended' } })
  await alice.ask(setConversation, { query: { ...withSelf, top: 1 } })
  const fromBob = await bob.ask(sendDirect, {
    body: { id: newId(), receiverId: alice.userId, type: 1, content: 'keep this' },
  })
  await alice.ask(forwardMessages, {
    body: { id: newId(), from: { miniType: 1100, targetId: bob.userId }, seqs: [fromBob.seq], targets: [withSelf] },
  })
  for (const line of Object.values(lines)) await line.settled()
  expect((await history()).data.slice(0, 3).map(({ content, state }) => [content, state])).toEqual([
    ['keep this', 2],
    ['two, mended', 2],
    ['', 6],
  ])
  expect(await listed()).toMatchObject({ top: 1, count: 0, content: 'keep this' })
  const heard = (line: typeof lines.desk, content: string, senderId: number) =>
    line.count(1100, ({ data }) => data['content'] === content && data['senderId'] === senderId)
  expect(
    [lines.phone, lines.existing].map(line => [
      heard(line, 'keep this', bob.userId),
      heard(line, 'keep this', alice.userId),
    ]),
  ).toEqual([
    [1, 1],
    [1, 0],
  ])
  const ids = new Set([first.id, second.id])
  for (const [line, changes] of [
    [lines.phone, 2],
    [lines.desk, 2],
    [lines.existing, 0],
  ] as const) {
    expect(line.count(3004, frame => ids.has(String(frame.data['id'])))).toBe(changes)
    expect(line.count(1006)).toBe(0)
  }
})
