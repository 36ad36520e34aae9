import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGroup } from '../conformance/test-store.ts'
import type { Store } from '../store.ts'
import { openSqliteStore } from './open.ts'
import { askOf, tokensEnough } from './search-ask.ts'
import { searchPath } from './search-file.ts'

let folder: string
let groupId: number
let alice: number

const messages = 3000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-search-'))
  await using store = await openSqliteStore({ folder, isIndexing: false })
  alice = await store.users.create({ username: 'alice', trueName: 'alice', passwordHash: '-', createdAt: 1 })
  groupId = await createGroup(store, { name: 'Plan', ownerId: alice })
  await Promise.all(Array.from({ length: messages }, (_, index) => say(store, `第${index}份会议纪要`)))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

let made = 0
const say = (store: Store, content: string) =>
  store.messages.append({
    id: `m${++made}`,
    senderId: alice,
    to: { groupId },
    type: 1,
    content,
    fileId: null,
    atIds: null,
    sentAt: made,
  })
const count = async (store: Store, keyword: string, to = 1_000_000) =>
  (
    await store.search.messages({
      askerId: alice,
      places: [{ conversationId: groupId, spans: [{ from: 1, to }], untilChange: null }],
      keyword,
      senderId: undefined,
      type: undefined,
      from: undefined,
      to: undefined,
      skip: 0,
      limit: 10,
    })
  ).total

/** What the file of the index holds; undefined where it is not there yet. */
function indexed(): { upTo: number; entries: number } | undefined {
  try {
    using db = new DatabaseSync(searchPath(folder), { readOnly: true })
    const row = db
      .prepare(
        'SELECT coalesce(sum(seq), 0) AS upTo, (SELECT count(*) FROM message_index WHERE message_index MATCH \'"会议"\') AS entries FROM progress',
      )
      .get()
    return row as { upTo: number; entries: number }
  } catch {
    return undefined
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds())
    await new Promise(resolve => {
      setImmediate(resolve)
    })
}

test('a folder from before the index is indexed after the start, and found in before that', async () => {
  await using store = await openSqliteStore({ folder })
  expect(await count(store, '会议')).toBe(messages)
  await until(() => indexed()?.upTo === messages)
  expect(indexed()).toEqual({ upTo: messages, entries: messages })
})

test('the index is made in the background without anybody asking', async () => {
  await using store = await openSqliteStore({ folder })
  await until(() => indexed()?.upTo === messages)
  await say(store, '最后的会议')
  await until(() => indexed()?.upTo === messages + 1)
})

test('an index that was broken off has nothing twice and lacks nothing afterwards', async () => {
  for (let round = 0; round < 3; round++) {
    const before = indexed()?.upTo ?? 0
    const thread = new Worker(new URL('./search-thread.ts', import.meta.url), { workerData: { folder } })
    await once(thread, 'online')
    await until(() => (indexed()?.upTo ?? 0) > before)
    await thread.terminate()
    expect(indexed()?.entries).toBe(indexed()?.upTo)
  }
  await using store = await openSqliteStore({ folder })
  expect(await count(store, '会议')).toBe(messages)
  expect(await count(store, '第12份')).toBe(1)
  expect(indexed()).toEqual({ upTo: messages, entries: messages })
})

test.each([
  ['is no database', () => writeFile(searchPath(folder), 'x'.repeat(10_000))],
  ['is empty', () => writeFile(searchPath(folder), '')],
  [
    'is ahead of the log',
    async () => {
      using db = new DatabaseSync(searchPath(folder))
      db.exec('UPDATE progress SET seq = seq + 1000')
    },
  ],
])('an index that %s is made anew', async (_, spoil) => {
  {
    await using store = await openSqliteStore({ folder })
    expect(await count(store, '会议')).toBe(messages)
  }
  await spoil()
  await using store = await openSqliteStore({ folder })
  expect(await count(store, '会议')).toBe(messages)
  await until(() => indexed()?.entries === messages)
})

test('what many words cost is bounded: few of their tokens are asked for, and the others are found all the same', async () => {
  const signs = Array.from({ length: 50 }, (_, at) => String.fromCodePoint(0x4e00 + at))
  const questions = [
    signs.join(' '),
    signs.map(sign => sign + sign).join(' '),
    signs.join(''),
    `a ${signs.join(' ')} b`,
  ]
  for (const keyword of [...questions, signs.map((sign, at) => `${sign}${at}`).join(' ')])
    expect(askOf({ keyword, senderId: undefined, type: undefined }).tokens.size).toBeLessThanOrEqual(tokensEnough)
  await using store = await openSqliteStore({ folder, textsBudget: 10_000 })
  await say(store, signs.join(''))
  await say(store, signs.slice(0, -1).join(''))
  await say(store, `${signs.slice(0, 20).join('')} ${signs.slice(21).join('')}`)
  expect(await count(store, signs.join(' '))).toBe(1)
  expect(await count(store, signs.slice(0, 20).join(' '))).toBe(3)
})

test.each([
  ['a phrase takes in the texts', '份会议纪'],
  ['a word takes in the index', '议'],
])('the time that %s is bounded, and what was found by then is the answer', async (_, keyword) => {
  {
    await using store = await openSqliteStore({ folder, textsBudget: 10_000 })
    expect(await count(store, keyword)).toBe(messages)
  }
  await using store = await openSqliteStore({ folder, textsBudget: 0 })
  const found = await count(store, keyword, messages)
  expect(found).toBeGreaterThan(0)
  expect(found).toBeLessThan(messages / 2)
})
