import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import { createFileCache } from './file-cache.ts'

let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-cache-'))
  store = await openSqliteStore({ folder })
  for (const id of [1, 2, 3]) {
    await store.files.create({
      ownerId: 1,
      name: 'a',
      extension: '',
      contentType: '',
      size: 1,
      playTime: 0,
      blob: `b${id}`,
      thumbBlob: `t${id}`,
      createdAt: 1,
    })
  }
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The real store, and what it was asked. */
function countedStore() {
  const asked: unknown[] = []
  const files: Store['files'] = {
    ...store.files,
    find: id => (asked.push(id), store.files.find(id)),
    findMany: ids => (asked.push([...ids]), store.files.findMany(ids)),
    findByBlob: blob => (asked.push(blob), store.files.findByBlob(blob)),
  }
  return { asked, files }
}

test('a file is read once, whatever it is asked by', async () => {
  const { asked, files } = countedStore()
  const cache = createFileCache({ files, capacity: 10 })
  await cache.find(1)
  await cache.find(1)
  await cache.findByBlob('t1')
  expect([...(await cache.findMany([1, 2, 1, 200])).keys()]).toEqual([1, 2])
  await cache.findMany([2, 1])
  expect(asked).toEqual([1, [2, 200]])
})

test('what was not asked for the longest time is forgotten', async () => {
  const { asked, files } = countedStore()
  const cache = createFileCache({ files, capacity: 2 })
  for (const id of [1, 2, 1, 3, 1, 2]) await cache.find(id)
  expect(asked).toEqual([1, 2, 3, 2])
  await cache.findByBlob('b3')
  expect(asked.at(-1)).toBe('b3')
})
