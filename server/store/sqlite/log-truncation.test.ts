import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCast, send } from '../conformance/test-store.ts'
import { openSqliteStore } from './open.ts'

test('what was recalled or edited away is nowhere in the database’s files soon after', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-erased-'))
  const store = await openSqliteStore({ folder, isIndexing: false })
  try {
    const { alice, bob } = await createCast(store)
    const isThere = async (text: string) => {
      const names = (await readdir(folder)).filter(name => name.startsWith('hongyan.db'))
      const all = await Promise.all(names.map(name => readFile(join(folder, name))))
      return all.some(bytes => bytes.includes(text))
    }
    const first = await send(store, alice, { peerId: bob }, { content: 'the recalled zebra' })
    const fileId = await store.files.create({
      ownerId: alice,
      name: 'the ocelot.pdf',
      extension: 'pdf',
      contentType: 'application/pdf',
      size: 1,
      playTime: 0,
      blob: 'b1.pdf',
      thumbBlob: null,
      createdAt: 1,
    })
    const third = await send(store, alice, { peerId: bob }, { type: 3, content: '', fileId })
    const second = await send(store, alice, { peerId: bob }, { content: 'the edited walrus' })
    expect(await isThere('zebra')).toBe(true)
    expect(await isThere('walrus')).toBe(true)
    await store.messages.recall({ conversationId: first.conversationId, seq: first.seq, userId: alice, sentAfter: 0 })
    await store.messages.edit({
      conversationId: second.conversationId,
      seq: second.seq,
      userId: alice,
      content: 'short',
      atIds: null,
      at: 2,
      sentAfter: 0,
    })
    await expect.poll(() => isThere('zebra')).toBe(false)
    await expect.poll(() => isThere('walrus')).toBe(false)

    expect(await isThere('ocelot')).toBe(true)
    await store.messages.recall({
      conversationId: third.conversationId,
      seq: third.seq,
      userId: alice,
      sentAfter: 0,
      at: 1,
    })
    await store.files.removeReleased(2, 9)
    expect(await store.files.blobsToRemove(9)).toEqual(['b1.pdf'])
    await store.files.forgetBlobs(['b1.pdf'])
    await expect.poll(() => isThere('ocelot')).toBe(false)
  } finally {
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
})
