import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../contract/limits.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestStore, removeMembers } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from './scene.testing.ts'

let store: Store
let scene: Scene
beforeEach(async () => {
  store = await createTestStore()
  scene = await createScene({ store, bus: createInProcessBus(), blobs: createFolderBlobs({ folder: '/nonexistent' }) })
})
afterEach(() => store[Symbol.asyncDispose]())

type Target = { miniType: 1100 | 1101; targetId: number }
const forward = (
  by: Scene['alice'],
  from: Target,
  seqs: number[],
  targets: Target[],
  merged: 0 | 1 = 0,
  id = 'forward',
) => scene.messages.forward(by, { id, from, seqs, targets, merged }, null)
const refused = (failure: string) => expect.objectContaining({ failure })

test('one by one: as they were, in the log’s order, without reply and mentions, once however often', async () => {
  const { alice, bob, carol } = scene
  const fileId = await scene.upload(alice)
  await scene.send(alice, bob, { content: 'one', atIds: [bob.user.id] })
  await scene.send(alice, bob, { type: 3, fileId, content: '', replySeq: 1 })
  const answer = await forward(bob, scene.with(alice), [2, 1, 2], [scene.with(carol), scene.group])
  expect(answer.refused).toEqual([])
  expect(
    answer.sent.map(({ id, miniType, seq, type, content, senderId }) => ({
      id,
      miniType,
      seq,
      type,
      content,
      senderId,
    })),
  ).toEqual([
    { id: 'forward-0-0', miniType: 1100, seq: 1, type: 1, content: 'one', senderId: bob.user.id },
    { id: 'forward-0-1', miniType: 1100, seq: 2, type: 3, content: '', senderId: bob.user.id },
    { id: 'forward-1-0', miniType: 1101, seq: 2, type: 1, content: 'one', senderId: bob.user.id },
    { id: 'forward-1-1', miniType: 1101, seq: 3, type: 3, content: '', senderId: bob.user.id },
  ])
  expect((await scene.read(carol, bob)).data).toMatchObject([{ file: { id: fileId }, reply: null }, { atIds: null }])
  expect(await forward(bob, scene.with(alice), [1, 2], [scene.with(carol), scene.group])).toEqual(answer)
  expect((await scene.read(carol, bob)).data).toHaveLength(2)
})

test('merged: one message that says who wrote what and when, with files, and as text for others', async () => {
  const { alice, bob, carol } = scene
  const fileId = await scene.upload(alice)
  const first = await scene.send(alice, bob, { content: '晚饭吃什么' })
  await scene.send(bob, alice, { content: '火锅' })
  await scene.send(alice, bob, { type: 3, fileId, content: '' })
  await forward(bob, scene.with(alice), [1, 2, 3], [scene.with(carol)], 1)
  const pushed = await scene
    .next('message')
    .then(() => scene.next('message'))
    .then(() => scene.next('message'))
    .then(() => scene.next('message'))
  expect(pushed.event.files).toMatchObject([{ id: fileId }])
  const [row] = (await scene.read(carol, bob)).data
  expect(row).toMatchObject({
    id: 'forward-0-0',
    type: 1,
    content: '[聊天记录] bob和alice的聊天记录\nalice：晚饭吃什么\nbob：火锅\nalice：[文件] plan.pdf',
    merged: {
      title: 'bob和alice的聊天记录',
      items: [
        { name: 'alice', content: '晚饭吃什么', sendTime: first.sendTime, file: null },
        { name: 'bob' },
        { type: 3, file: { id: fileId, text: 'plan.pdf' } },
      ],
    },
  })
  expect(row?.merged?.items[0]?.avatar).toMatch(/^https:/)

  await forward(carol, scene.with(bob), [1], [scene.group], 0, 'again')
  await forward(alice, scene.group, [2], [scene.with(bob)], 1, 'group')
  expect((await scene.read(alice, 'group')).data[0]?.merged).toEqual(row?.merged)
  expect((await scene.read(alice, bob)).data[0]?.merged?.title).toBe('群聊的聊天记录')
})

test('merged: the text is bounded, what does not fit in all is refused', async () => {
  const { alice, bob } = scene
  for (let index = 0; index < 11; index++) await scene.send(alice, bob, { content: '长'.repeat(limits.messageLength) })
  const seqs = Array.from({ length: 11 }, (_, index) => index + 1)
  const { sent } = await forward(alice, scene.with(bob), seqs.slice(0, 10), [scene.group], 1)
  expect(sent[0]?.content.length).toBeLessThanOrEqual(limits.messageLength)
  await expect(forward(alice, scene.with(bob), seqs, [scene.group], 1, 'more')).rejects.toEqual(
    refused('message.tooLong'),
  )
})

test('each target has its own rules: who refuses is listed, the others get theirs', async () => {
  const { alice, bob, carol, mallory } = scene
  await scene.send(alice, bob)
  await removeMembers(store, scene.groupId, [bob.user.id])
  const { sent, refused: no } = await forward(
    bob,
    scene.with(alice),
    [1],
    [
      scene.with(mallory),
      scene.group,
      scene.with(bob),
      { miniType: 1100, targetId: 999_999 },
      { miniType: 1101, targetId: 999_999 },
      scene.with(carol),
    ],
  )
  expect(sent).toMatchObject([
    { id: 'forward-2-0', receiverId: bob.user.id },
    { id: 'forward-5-0', receiverId: carol.user.id },
  ])
  expect(no.map(({ targetId, code }) => [targetId, code])).toEqual([
    [mallory.user.id, 403],
    [scene.groupId, 403],
    [999_999, 404],
    [999_999, 404],
  ])
  expect(no[0]?.msg).toMatch(/好友/)
})

test('the same id again is the same answer, also when the original was recalled since', async () => {
  const { alice, bob, carol } = scene
  const original = await scene.send(alice, bob, { content: 'one' })
  await scene.send(alice, bob, { content: 'two' })
  const targets = [scene.with(carol), scene.group]
  const first = await forward(bob, scene.with(alice), [1, 2], targets)
  const merged = await forward(bob, scene.with(alice), [1, 2], targets, 1, 'merged')
  await scene.messages.recall(alice, original, 'direct', scene.url)
  expect(await forward(bob, scene.with(alice), [1, 2], targets)).toEqual(first)
  expect(await forward(bob, scene.with(alice), [1, 2], targets, 1, 'merged')).toEqual(merged)
  await expect(forward(bob, scene.with(alice), [1, 2], targets, 0, 'new')).rejects.toEqual(refused('message.unknown'))
  await expect(forward(alice, scene.with(bob), [1, 2], targets)).rejects.toEqual(refused('message.unknown'))
})

test('nobody forwards what they cannot read, what was recalled, or what is not there', async () => {
  const { alice, bob, carol, mallory } = scene
  const before = await scene.send(alice, 'group', { content: 'before' })
  await removeMembers(store, scene.groupId, [carol.user.id])
  const { id, seq } = await scene.send(alice, 'group', { content: 'after' })
  expect((await forward(carol, scene.group, [before.seq], [scene.with(bob)])).sent).toHaveLength(1)
  await expect(forward(carol, scene.group, [before.seq, seq], [scene.with(bob)], 0, 'b')).rejects.toEqual(
    refused('message.unknown'),
  )
  await expect(forward(mallory, scene.group, [before.seq], [scene.with(bob)])).rejects.toEqual(refused('group.unknown'))
  await expect(forward(bob, { miniType: 1101, targetId: 999_999 }, [1], [scene.with(carol)], 0, 'c')).rejects.toEqual(
    refused('group.unknown'),
  )
  await expect(forward(bob, { miniType: 1100, targetId: 999_999 }, [1], [scene.with(carol)], 0, 'd')).rejects.toEqual(
    refused('user.unknown'),
  )
  await expect(forward(bob, scene.with(alice), [1], [scene.with(carol)], 0, 'e')).rejects.toEqual(
    refused('message.unknown'),
  )
  await scene.messages.recall(alice, { id }, 'group', scene.url)
  await expect(forward(bob, scene.group, [seq], [scene.with(carol)], 0, 'f')).rejects.toEqual(
    refused('message.unknown'),
  )
})

test('a target counts once however often it is named', async () => {
  const { alice, bob, carol } = scene
  await scene.send(alice, bob, { content: 'once' })
  const { sent } = await forward(
    bob,
    scene.with(alice),
    [1, 1],
    [...Array.from({ length: 49 }, () => scene.with(carol)), scene.group],
  )
  expect(sent.map(({ id }) => id)).toEqual(['forward-0-0', 'forward-1-0'])
  expect((await scene.read(carol, bob)).data).toHaveLength(1)
})

test('messages times targets are bounded, and nothing is sent beyond; as one message they are one each', async () => {
  const { alice, bob, carol } = scene
  for (let index = 0; index < 67; index++) await scene.send(alice, bob, { content: `line ${index}` })
  const seqs = Array.from({ length: 67 }, (_, index) => index + 1)
  const targets = [scene.with(alice), scene.with(carol), scene.group]
  await expect(forward(bob, scene.with(alice), seqs, targets)).rejects.toEqual(refused('message.tooManyCopies'))
  expect((await scene.read(bob, 'group')).data).toEqual([])
  expect((await forward(bob, scene.with(alice), seqs.slice(0, 66), targets)).sent).toHaveLength(198)
  expect((await forward(bob, scene.with(alice), seqs, targets, 1, 'merged')).sent).toHaveLength(3)
})

test('characters times targets are bounded, one by one and merged, merged in merged too', async () => {
  const { alice, bob, carol } = scene
  for (let index = 0; index < 10; index++) await scene.send(alice, bob, { content: 'x'.repeat(limits.messageLength) })
  const seqs = Array.from({ length: 10 }, (_, index) => index + 1)
  const all = [
    scene.with(alice),
    scene.with(bob),
    scene.with(carol),
    scene.group,
    { miniType: 1101 as const, targetId: 999_999 },
    { miniType: 1100 as const, targetId: 999_999 },
  ]
  const tooLong = refused('message.forwardTooLong')
  await expect(forward(bob, scene.with(alice), seqs, all)).rejects.toEqual(tooLong)
  await expect(forward(bob, scene.with(alice), seqs, all, 1)).rejects.toEqual(tooLong)
  expect((await scene.read(bob, 'group')).data).toEqual([])
  expect((await forward(bob, scene.with(alice), seqs.slice(0, 8), all)).refused).toHaveLength(2)
  await forward(bob, scene.with(alice), seqs, [scene.with(carol)], 1, 'merged')
  const [merged] = (await scene.read(carol, bob)).data
  await expect(forward(carol, scene.with(bob), [merged?.seq ?? 0], all, 0, 'again')).rejects.toEqual(tooLong)
})

test('other people’s messages pass between the copies of a large forward', async () => {
  const { alice, bob, carol } = scene
  for (let index = 0; index < 20; index++) await scene.send(alice, bob, { content: 'x'.repeat(limits.messageLength) })
  const under = forward(
    bob,
    scene.with(alice),
    Array.from({ length: 20 }, (_, index) => index + 1),
    [scene.group],
  )
  while ((await scene.read(carol, 'group')).data.length === 0) await nextTurn()
  const lunch = await scene.send(carol, 'group', { content: 'lunch?' })
  const { sent } = await under
  expect(sent).toHaveLength(20)
  expect(lunch.seq).toBeLessThan(sent.at(-1)?.seq ?? 0)
})
