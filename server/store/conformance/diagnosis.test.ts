import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { createCast, createTestStore, send } from './test-store.ts'

let store: Store
beforeAll(async () => {
  store = await createTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

test('of a sound store all is counted, nothing is wrong, and the blobs of every file are named', async () => {
  const { alice, bob } = await createCast(store)
  for (let count = 0; count < 3; count += 1) await send(store, alice, { peerId: bob })
  const fileId = await store.files.create({
    ownerId: alice,
    name: 'a.png',
    extension: 'png',
    contentType: 'image/png',
    size: 1,
    playTime: 0,
    blob: 'blob',
    thumbBlob: 'thumb',
    createdAt: 1,
  })
  const { blobs, ...diagnosis } = await store.diagnose()
  expect(diagnosis).toEqual({
    damage: [],
    gaps: [],
    audit: [],
    auditHead: { id: 0, hash: '0'.repeat(64) },
    phones: [],
    counts: { users: 4, conversations: 1, messages: 3, files: 1 },
  })
  expect(blobs).toEqual(
    expect.arrayContaining([
      { fileId, blob: 'blob' },
      { fileId, blob: 'thumb' },
    ]),
  )
})
