import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../contract/limits.ts'
import { messageWeight } from '../../../contract/messages.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { readConfig } from '../../config.ts'
import { createRation, type Ration } from '../../lib/ration.ts'
import { createGroup, createTestStore } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'
import { createScene, type Scene } from './scene.testing.ts'

let store: Store
let ration: Ration
let scene: Scene
/** A group of as many as there may be. */
let groupId: number
/** How often who is in a group was read. */
let reads = 0
/** ms; it stands while a test lasts. */
let time = 0
beforeAll(async () => {
  store = await createTestStore()
  // What a server gives by default.
  ration = createRation(readConfig({}, '').rates, () => time)
  const { memberIds } = store.conversations
  const conversations = {
    ...store.conversations,
    memberIds(id: number) {
      reads += 1
      return memberIds(id)
    },
  }
  const blobs = createFolderBlobs({ folder: '/nonexistent' })
  scene = await createScene({ store: { ...store, conversations }, bus: createInProcessBus(), blobs, ration })
  groupId = await crowd(limits.groupMembers)
}, 60_000)
beforeEach(() => {
  time += 1_000_000
})
afterAll(() => store[Symbol.asyncDispose]())

/** A group of so many, alice's; bob and carol are in it. */
async function crowd(size: number): Promise<number> {
  const others = await Promise.all(
    Array.from({ length: size - 3 }, (_, at) =>
      store.users.create({ username: `crowd-${size}-${at}`, trueName: 'x', passwordHash: '-', createdAt: 1 }),
    ),
  )
  const userIds = [scene.bob.user.id, scene.carol.user.id, ...others]
  return createGroup(store, { ownerId: scene.alice.user.id, userIds })
}

let made = 0
const say = (by: Scene['alice'], groupId: number, content = 'Hello') =>
  scene.messages.sendGroup(by, { id: `charge-${++made}`, receiverId: groupId, type: 1, content }, null)
const tooMany = expect.objectContaining({ failure: 'request.tooMany' })

/** How often this is done before it is too much, up to `most`. What the edge takes for each is taken too. */
async function untilTooMany(by: Scene['alice'], most: number, act: (time: number) => Promise<unknown>) {
  for (let time = 0; time < most; time += 1) {
    if (ration.person(by.user.id, messageWeight) > 0) return time
    try {
      await act(time)
    } catch (error) {
      expect(error).toEqual(tooMany)
      return time
    }
  }
  return most
}

describe('a group of ten thousand', () => {
  test('takes fifty messages at once, and no flood', async () => {
    const { alice, bob } = scene
    const sent = await untilTooMany(alice, 1000, () => say(alice, groupId))
    expect(sent).toBeGreaterThanOrEqual(50)
    expect(sent).toBeLessThan(100)
    // Others are in it too.
    await say(bob, groupId)
  })

  test('who is in it is not read for each thing that is said there', async () => {
    const { alice } = scene
    await say(alice, groupId)
    const before = reads
    await untilTooMany(alice, 20, () => say(alice, groupId))
    expect(reads).toBe(before)
  })

  test('who is in it is read once for all who begin to write at the same time', async () => {
    const { alice, bob, carol } = scene
    const fresh = await crowd(30)
    const before = reads
    await Promise.all([alice, bob, carol, alice, bob, carol].map(by => say(by, fresh)))
    expect(reads).toBe(before + 1)
  })

  test('takes few texts as long as they may be, edits of them and answers to them', async () => {
    const { alice, bob, carol, url } = scene
    const long = 'x'.repeat(limits.messageLength)
    const sent = await say(alice, groupId, long)
    expect(await untilTooMany(alice, 100, () => say(alice, groupId, long))).toBeLessThan(5)
    const react = (time: number) =>
      scene.messages.react(
        bob,
        { miniType: 1101, targetId: groupId, seq: sent.seq, emoji: '👍', state: time % 2 === 0 ? 1 : 0 },
        url,
      )
    expect(await untilTooMany(bob, 100, react)).toBeLessThan(6)
    const own = await say(carol, groupId)
    const edit = (time: number) => scene.messages.edit(carol, { id: own.id, content: `${time}${long.slice(9)}` }, url)
    expect(await untilTooMany(carol, 100, edit)).toBeLessThan(6)
  })

  test('takes as few lists of who has read', async () => {
    const { alice, bob, url } = scene
    const { id } = await say(alice, groupId)
    expect(await untilTooMany(bob, 1000, () => scene.messages.history.readList(bob, id, url))).toBeLessThan(100)
  })

  test('is told to nobody by what it costs to knock at it', async () => {
    const { mallory } = scene
    expect(await untilTooMany(mallory, 400, () => say(mallory, groupId).catch(notTooMany))).toBe(400)
  })

  test('shows nobody who is typing', async () => {
    const { alice, bob, carol } = scene
    expect(await scene.messages.mayReach(alice, { receiverId: groupId, miniType: 1101 })).toEqual([])
    expect(await scene.messages.mayReach(alice, { receiverId: scene.groupId, miniType: 1101 })).toEqual([
      bob.user.id,
      carol.user.id,
    ])
    const before = reads
    await scene.messages.mayReach(alice, { receiverId: groupId, miniType: 1101 })
    expect(reads).toBe(before)
  })

  test('what is forwarded to it is taken or refused as a whole', async () => {
    const { alice, bob } = scene
    const said: number[] = []
    for (let at = 0; at < 40; at += 1) said.push((await scene.send(alice, bob, { content: `${at}` })).seq)
    const forward = (time: number) =>
      scene.messages.forward(
        bob,
        {
          id: `forward-${time}`,
          from: scene.with(alice),
          seqs: said,
          targets: [{ miniType: 1101, targetId: groupId }],
          merged: 0,
        },
        null,
      )
    const { sent, refused } = await forward(0)
    expect([sent.length, refused]).toEqual([40, []])
    expect(await untilTooMany(bob, 100, time => forward(1 + time))).toBeLessThan(4)
  })
})

const notTooMany = (error: unknown) => {
  if ((error as { failure?: string }).failure === 'request.tooMany') throw error
}

test('a talk of two, and a group of some, take hundreds of messages at once', async () => {
  const { alice, bob } = scene
  const some = await crowd(50)
  expect(await untilTooMany(alice, 600, () => say(alice, some))).toBe(600)
  expect(await untilTooMany(bob, 600, () => scene.send(bob, alice))).toBe(600)
})
