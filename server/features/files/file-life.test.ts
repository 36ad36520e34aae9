import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import { createScene } from '../messages/scene.testing.ts'

const hour = 60 * 60_000
let folder: string
let store: Store
let blobs: Blobs
let scene: Awaited<ReturnType<typeof createScene>>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-life-'))
  store = await openSqliteStore({ folder: join(folder, 'store') })
  blobs = createFolderBlobs({ folder: join(folder, 'files') })
  scene = await createScene({ store, bus: createInProcessBus(), blobs })
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const stored = { name: 'a.png', extension: 'png', contentType: 'image/png', size: 1, playTime: 0, thumbBlob: null }

/** A picture of alice's, with its bytes and thumbnail. */
async function upload() {
  const id = await store.files.create({
    ...stored,
    ownerId: scene.alice.user.id,
    blob: `blob${(count += 1)}`,
    thumbBlob: `small${count}`,
    createdAt: scene.clock.now,
  })
  const file = await store.files.find(id)
  if (!file) throw new Error('not created')
  for (const name of namesOf(file)) await blobs.write(name, Buffer.from('x'))
  return file
}
let count = 0
const namesOf = (file: { blob: string; thumbBlob: string | null }) => [file.blob, file.thumbBlob ?? '']
const opens = async (name: string) =>
  scene.files.open(name, { method: 'HEAD', headers: {} }).then(
    () => true,
    (reason: { failure: string }) => reason.failure,
  )
const kept = async () => (await Array.fromAsync(blobs.list())).sort()
/** Everything that the sweep does with what is old now. */
async function sweepAll() {
  await scene.files.sweep()
  scene.clock.now += hour
  await scene.files.sweep()
}

describe('a recalled file', () => {
  test('is gone at once under each of its names, and its bytes some minutes later', async () => {
    const file = await upload()
    const sent = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    for (const name of namesOf(file)) expect(await opens(name)).toBe(true)
    await scene.messages.recall(scene.alice, sent, 'direct', scene.url)
    for (const name of namesOf(file)) expect(await opens(name)).toBe('file.unknown')
    await sweepAll()
    expect(await kept()).toEqual([])
    expect(await store.files.findByBlob(file.blob)).toBeUndefined()
  })

  test('can be sent by nobody any more, also while its row is still there', async () => {
    const file = await upload()
    const sent = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    await scene.messages.recall(scene.alice, sent, 'direct', scene.url)
    await expect(scene.send(scene.alice, scene.carol, { type: 2, fileId: file.id, content: '' })).rejects.toMatchObject(
      { failure: 'file.unknown' },
    )
    // A repeat of what was sent before is what it was.
    expect(
      await scene
        .send(scene.alice, scene.bob, { id: sent.id, type: 2, fileId: file.id, content: '' })
        .catch((reason: { failure: string }) => reason),
    ).toBeDefined()
  })

  test('stays while another message has it', async () => {
    const file = await upload()
    const first = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    const second = await scene.send(scene.alice, 'group', { type: 2, fileId: file.id, content: '' })
    await scene.messages.recall(scene.alice, first, 'direct', scene.url)
    expect(await opens(file.blob)).toBe(true)
    await scene.messages.recall(scene.alice, second, 'group', scene.url)
    expect(await opens(file.blob)).toBe('file.unknown')
  })

  test('stays while messages that were bound together show it', async () => {
    const file = await upload()
    const first = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    const {
      sent: [bound],
    } = await scene.messages.forward(
      scene.alice,
      {
        id: 'bound',
        from: scene.with(scene.bob),
        seqs: [first.seq],
        targets: [scene.with(scene.carol)],
        merged: 1,
      },
      null,
    )
    if (!bound) throw new Error('not sent')
    await scene.messages.recall(scene.alice, first, 'direct', scene.url)
    expect(await opens(file.blob)).toBe(true)
    await scene.messages.recall(scene.alice, bound, 'direct', scene.url)
    expect(await opens(file.blob)).toBe('file.unknown')
  })

  test.each(['a person', 'a group', 'a notice'])('stays while it is the picture of %s', async of => {
    const file = await upload()
    const path = `/files/${file.thumbBlob}`
    const acting = { groupId: scene.groupId, by: scene.alice.user.id, at: 1, lineId: 'line', atLeast: 'owner' } as const
    if (of === 'a person') await store.users.change(scene.alice.user.id, { avatar: path })
    else if (of === 'a group') await store.groups.edit(acting, { avatar: path })
    else await store.groups.publishNotice(acting, { content: `see https://im.example${path}`, url: null })
    const sent = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    await scene.messages.recall(scene.alice, sent, 'direct', scene.url)
    scene.clock.now += 48 * hour
    await sweepAll()
    expect(await opens(file.blob)).toBe(true)
    if (of === 'a person') await store.users.change(scene.alice.user.id, { avatar: null })
    else if (of === 'a group') await store.groups.edit(acting, { avatar: null })
    else await store.groups.deleteNotice(acting, (await store.groups.notices(scene.groupId))[0]?.id ?? 0)
    await sweepAll()
    expect(await kept()).toEqual([])
  })

  test('is brought back by nothing that anybody writes about it', async () => {
    const file = await upload()
    const sent = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    await scene.messages.recall(scene.alice, sent, 'direct', scene.url)
    const text = namesOf(file)
      .map(name => `https://im.example/files/${name}`)
      .join(' ')
    const acting = { groupId: scene.groupId, by: scene.alice.user.id, at: 1, lineId: 'line', atLeast: 'owner' } as const
    await store.users.change(scene.bob.user.id, { sign: text })
    await store.groups.edit(acting, { note: text })
    await store.groups.publishNotice(acting, { content: text, url: null })
    for (const name of namesOf(file)) expect(await opens(name)).toBe('file.unknown')
  })

  test('that becomes a picture in the moment of its recall stays', async () => {
    const file = await upload()
    const sent = await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    await scene.messages.recall(scene.alice, sent, 'direct', scene.url)
    await store.users.change(scene.alice.user.id, { avatar: `/files/${file.thumbBlob}` })
    await sweepAll()
    expect(await kept()).toEqual(namesOf(file).sort())
    expect(await opens(file.thumbBlob ?? '')).toBe(true)
  })
})

describe('the sweep', () => {
  test('removes what was never sent after a day, not before', async () => {
    const file = await upload()
    scene.clock.now += 23 * hour
    await scene.files.sweep()
    expect(await opens(file.blob)).toBe(true)
    scene.clock.now += 2 * hour
    await sweepAll()
    expect(await kept()).toEqual([])
  })

  test('removes all that was never sent, however much it is and wherever it stands among what stays', async () => {
    for (let at = 0; at < 450; at += 1)
      await store.files.create({
        ...stored,
        ownerId: scene.alice.user.id,
        blob: `many${at}`,
        createdAt: scene.clock.now,
      })
    await blobs.write('many0', Buffer.from('x'))
    await blobs.write('many449', Buffer.from('x'))
    const file = await upload()
    await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
    scene.clock.now += 25 * hour
    await sweepAll()
    expect(await store.files.unsent(scene.alice.user.id)).toEqual({ bytes: 0, count: 0 })
    expect(await kept()).toEqual(namesOf(file).sort())
    expect(await store.files.find(file.id)).toBeDefined()
  })

  test('goes on after a crash between any two of its steps', async () => {
    const file = await upload()
    const other = await upload()
    await scene.send(scene.alice, scene.bob, { type: 2, fileId: other.id, content: '' })
    // The row is gone, and a crash came before the bytes were.
    await store.files.releaseUnused(0, { before: scene.clock.now + 1, at: scene.clock.now, limit: 10 })
    await store.files.removeReleased(scene.clock.now + 1, 10)
    expect(await store.files.blobsToRemove(10)).toHaveLength(2)
    // Another one came when one of them was gone.
    await blobs.remove(file.blob)
    await scene.files.sweep()
    expect(await store.files.blobsToRemove(10)).toEqual([])
    expect(await kept()).toEqual(namesOf(other).sort())
  })

  test('removes bytes that no row names, and what is left of uploads, once they are old', async () => {
    const file = await upload()
    await blobs.write('orphan', Buffer.from('x'))
    await writeFile(join(folder, 'files', 'tmp', 'half'), 'half')
    // Written by this clock, whatever that of the file system says.
    const date = async (time: number) => {
      for (const name of ['or/orphan', 'tmp/half']) await utimes(join(folder, 'files', name), time / 1000, time / 1000)
    }
    await date(Date.now())
    scene.clock.now = Date.now() + hour
    await scene.files.sweep()
    expect(await kept()).toContain('orphan')
    await date(Date.now() - 30 * hour)
    await store.users.change(scene.alice.user.id, { avatar: `/files/${file.thumbBlob}` })
    scene.clock.now += 2 * hour
    await scene.files.sweep()
    expect(await kept()).toEqual(namesOf(file).sort())
    expect(await readdir(join(folder, 'files', 'tmp'))).toEqual([])
  })

  test('waits with bytes while they are copied', async () => {
    const file = await upload()
    scene.clock.now += 48 * hour
    await scene.files.whileKept(async () => {
      await sweepAll()
      expect(await kept()).toEqual(namesOf(file).sort())
    })
    await sweepAll()
    expect(await kept()).toEqual([])
  })
})

test('what somebody has uploaded counts as unsent until it is sent', async () => {
  const { user } = scene.alice
  const file = await upload()
  await upload()
  expect(await store.files.unsent(user.id)).toEqual({ bytes: 2, count: 2 })
  await scene.send(scene.alice, scene.bob, { type: 2, fileId: file.id, content: '' })
  expect(await store.files.unsent(user.id)).toEqual({ bytes: 1, count: 1 })
})
