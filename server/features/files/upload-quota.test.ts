import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BlobsUnavailable } from '../../blobs/blobs.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import { createUploadQuota } from './upload-quota.ts'

const megabyte = 1024 * 1024
let folder: string
let store: Store
let alice: number
let mallory: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-quota-'))
  store = await openSqliteStore({ folder, isIndexing: false })
  const [one, other] = await Promise.all(
    ['alice', 'mallory'].map(username =>
      store.users.create({ username, trueName: username, passwordHash: '-', createdAt: 1 }),
    ),
  )
  alice = one ?? 0
  mallory = other ?? 0
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A disk of which so many megabytes are free. */
const disk = (free: number) => ({ free: async () => free * megabyte })

/** A quota of 10 MB on a disk of which so much is free. */
const open = (free = 1000 * megabyte) =>
  createUploadQuota({ store, blobs: { free: async () => free }, unsentLimit: 10 * megabyte, keptLimit: Infinity })

/** Files of mallory's that were never sent. */
async function leave(count: number, size: number) {
  const file = {
    ownerId: mallory,
    name: 'a',
    extension: '',
    contentType: 'text/plain',
    playTime: 0,
    thumbBlob: null,
    createdAt: 1,
  }
  await Promise.all(
    Array.from({ length: count }, (_, at) => store.files.create({ ...file, size, blob: `${size}-${at}` })),
  )
}
const refusal = { failure: 'file.tooManyUnsent' }

test('one file goes over the bound at most, however many are begun at once', async () => {
  const enter = open()
  const begun = await Promise.allSettled(Array.from({ length: 64 }, () => enter(mallory, 4 * megabyte)))
  expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  await expect(enter(mallory, 1)).rejects.toMatchObject(refusal)
  await expect(enter(alice, 4 * megabyte)).resolves.toBeDefined()
})

test('what broke off counts no more, what lies there does', async () => {
  const enter = open()
  const breakOff = await enter(mallory, 20 * megabyte)
  await expect(enter(mallory, 1)).rejects.toMatchObject(refusal)
  breakOff()
  await expect(enter(mallory, 1)).resolves.toBeDefined()
  await leave(1, 10 * megabyte)
  await expect(enter(mallory, 1)).rejects.toMatchObject(refusal)
})

test('empty files count as what they take on the disk', async () => {
  await leave(2000, 0)
  await expect(open()(mallory, 0)).resolves.toBeDefined()
  await leave(600, 1)
  await expect(open()(mallory, 0)).rejects.toMatchObject(refusal)
})

test('nobody has more than a twentieth of what is free on the disk', async () => {
  await expect(open(400 * megabyte)(mallory, 1)).resolves.toBeDefined()
  await leave(3, 7 * megabyte)
  await expect(
    createUploadQuota({ store, blobs: disk(500), unsentLimit: 30 * megabyte, keptLimit: Infinity })(mallory, 1),
  ).resolves.toBeDefined()
  await expect(
    createUploadQuota({ store, blobs: disk(400), unsentLimit: 30 * megabyte, keptLimit: Infinity })(mallory, 1),
  ).rejects.toMatchObject(refusal)
})

test('a full disk is said to be full before messages have no room, and not that there is too much of one person', async () => {
  for (const free of [0, 100, 256])
    await expect(open(free * megabyte)(alice, 4000)).rejects.toBeInstanceOf(BlobsUnavailable)
  await expect(open(257 * megabyte)(alice, 4000)).resolves.toBeDefined()
  await expect(open(300 * megabyte)(alice, 50 * megabyte)).rejects.toBeInstanceOf(BlobsUnavailable)
})

test('nobody keeps more than is free on the disk, sent or not', async () => {
  const open = (free: number, keptLimit = Infinity) =>
    createUploadQuota({ store, blobs: disk(free), unsentLimit: Infinity, keptLimit })
  await leave(40, 5 * megabyte)
  using db = new DatabaseSync(join(folder, 'hongyan.db'))
  db.exec('UPDATE files SET is_unsent = 0')
  const enter = open(256 + 256)
  for (let sent = 0; sent < 5; sent += 1) {
    const leaveAgain = await enter(mallory, 10 * megabyte)
    leaveAgain()
  }
  const tooMuch = { failure: 'file.tooManyKept' }
  await expect(enter(mallory, 10 * megabyte)).rejects.toMatchObject(tooMuch)
  await expect(enter(alice, 10 * megabyte)).resolves.toBeDefined()
  await expect(open(9999, 200 * megabyte)(mallory, 1)).rejects.toMatchObject(tooMuch)
  await store.files.releaseUnused(0, { before: Date.now(), at: Date.now(), limit: 100 })
  await expect(open(9999, 200 * megabyte)(mallory, 1)).resolves.toBeDefined()
})
