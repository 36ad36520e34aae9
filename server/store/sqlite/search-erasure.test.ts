import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCast, send } from '../conformance/test-store.ts'
import type { Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { openSqliteStore } from './open.ts'
import { createSearchErasure } from './search-erasure.ts'
import { searchPath } from './search-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-words-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Bytes of every file of the folder, one a string. */
async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  // One that goes away meanwhile holds nothing.
  return Promise.all(names.map(name => readFile(name, 'latin1').catch(() => '')))
}

/**
 * Whether a word is in any file: as itself, or as the index has it. Its beginnings are tokens, z ze zeb …, and of each
 * only what differs from the one before is written: the length of what is the same, with a byte before it, and of the
 * rest.
 */
async function isAnywhere(word: string): Promise<boolean> {
  const [first = '', ...others] = word
  const beginnings = new RegExp(
    [first, ...others.map((letter, at) => `\\x0${at + 2}\\x01${letter}`)].join('[^]{0,20}?'),
  )
  const bytes = Buffer.from(word).toString('latin1')
  return (await files()).some(file => file.includes(bytes) || (/^[a-z]{2,8}$/.test(word) && beginnings.test(file)))
}

const recall = (store: Store, { conversationId, seq, senderId }: Message) =>
  store.messages.recall({ conversationId, seq, userId: senderId, sentAfter: 0 })
const edit = (store: Store, { conversationId, seq, senderId }: Message, content: string) =>
  store.messages.edit({ conversationId, seq, userId: senderId, content, atIds: null, at: 2, sentAfter: 0 })
const hits = async (store: Store, askerId: number, conversationId: number, keyword: string) =>
  (
    await store.search.messages({
      askerId,
      places: [{ conversationId, spans: [{ from: 1, to: 1_000_000 }], untilChange: null }],
      keyword,
      senderId: undefined,
      type: undefined,
      from: undefined,
      to: undefined,
      skip: 0,
      limit: 10,
    })
  ).total

test('the words of what was recalled or edited away are in no file of the folder soon after, and the others are still found', async () => {
  await using store = await openSqliteStore({ folder })
  const { alice, bob } = await createCast(store)
  const recalled = await send(store, alice, { peerId: bob }, { content: 'zebra 🦓 xylofon' })
  const edited = await send(store, alice, { peerId: bob }, { content: 'walrus' })
  for (let at = 0; at < 300; at++) await send(store, alice, { peerId: bob }, { content: `会议 ${at}` })
  const found = (keyword: string) => hits(store, alice, recalled.conversationId, keyword)
  expect(await found('walrus')).toBe(1)
  await recall(store, recalled)
  await edit(store, edited, 'whale')
  for (const word of ['zebra', '🦓', 'walrus', 'xylofon']) await expect.poll(() => isAnywhere(word)).toBe(false)
  expect([await found('zebra'), await found('whale'), await found('会议')]).toEqual([0, 1, 300])
  // Again, with an index that is one part by now.
  const later = await send(store, alice, { peerId: bob }, { content: 'quokka' })
  expect(await found('quokka')).toBe(1)
  await recall(store, later)
  await expect.poll(() => isAnywhere('quokka')).toBe(false)
})

test('words that a crash left in the index go after the next start', async () => {
  let message: Message
  {
    await using store = await openSqliteStore({ folder })
    const { alice, bob } = await createCast(store)
    message = await send(store, alice, { peerId: bob }, { content: 'zebra' })
    expect(await hits(store, alice, message.conversationId, 'zebra')).toBe(1)
    await recall(store, message)
  }
  {
    // The thread takes the entry out of the index and dies before its words are out of the file.
    const thread = new Worker(new URL('./search-thread.ts', import.meta.url), { workerData: { folder } })
    await once(thread, 'online')
    await expect.poll(() => noted(), { interval: 5 }).toBe(1)
    await thread.terminate()
  }
  expect(await isAnywhere('zebra')).toBe(true)
  await using store = await openSqliteStore({ folder })
  await expect.poll(() => isAnywhere('zebra')).toBe(false)
  expect(await hits(store, message.senderId, message.conversationId, 'zebra')).toBe(0)
})

test('a reaction takes no words out of the index and writes nothing anew', async () => {
  await using store = await openSqliteStore({ folder })
  const { alice, bob } = await createCast(store)
  const { conversationId, seq } = await send(store, alice, { peerId: bob }, { content: 'zebra' })
  await store.messages.react({ conversationId, seq, userId: bob, emoji: '👍', isOn: true, at: 1, limit: 9 })
  expect(await hits(store, alice, conversationId, 'zebra')).toBe(1)
  expect(noted()).toBe(0)
})

test('a large index is written anew in steps between which others have their turn, and the last note is kept', async () => {
  {
    await using store = await openSqliteStore({ folder })
    const { alice, bob } = await createCast(store)
    const words = (at: number) => Array.from({ length: 120 }, (_, index) => `w${at}x${index}`).join(' ')
    const first = await send(store, alice, { peerId: bob })
    await Promise.all(
      Array.from({ length: 2000 }, (_, at) => send(store, alice, { peerId: bob }, { content: words(at) })),
    )
    expect(await hits(store, alice, first.conversationId, 'w1999x1')).toBe(1)
  }
  using db = new DatabaseSync(searchPath(folder))
  db.exec('UPDATE erasures SET noted = 7')
  const erasure = createSearchErasure(db)
  expect(erasure.isDue()).toBe(true)
  let steps = 1
  while (!erasure.step()) {
    if (steps === 1) erasure.note()
    steps += 1
  }
  expect(steps).toBeGreaterThan(3)
  expect(erasure.isDue()).toBe(true)
  expect(db.prepare('SELECT noted, done FROM erasures').get()).toEqual({ noted: 8, done: 7 })
  while (erasure.isDue()) erasure.step()
  expect(db.prepare('SELECT noted, done FROM erasures').get()).toEqual({ noted: 8, done: 8 })
})

function noted(): number {
  using db = new DatabaseSync(searchPath(folder), { readOnly: true })
  return Number(db.prepare('SELECT noted FROM erasures').get()?.['noted'])
}
