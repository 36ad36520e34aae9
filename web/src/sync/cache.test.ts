import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { messagesKept } from './cache.ts'
import { openIndexedCache } from './indexed-cache.ts'
import { createMemoryCache } from './memory-cache.ts'
import { ids, row, rows } from './rows.testing.ts'

let made = 0
const backends = [
  { name: 'in memory', open: async () => createMemoryCache() },
  { name: 'in IndexedDB', open: () => openIndexedCache(`test ${made++}`) },
]

describe.each(backends)('the cache $name', ({ open }) => {
  test('keeps readings in whatever order they come, and knows where nothing is missing', async () => {
    const cache = await open()
    await cache.keep('d2', { rows: rows(11, 20), span: [11, 20], change: 4 })
    const log = await cache.keep('d2', { rows: rows(3, 10), span: [3, 10], change: 7 })
    expect(log).toMatchObject({ spans: [[3, 20]], change: 4 })
    expect((await cache.rows('d2', [9, 12])).rows.map(({ seq }) => seq)).toEqual([9, 10, 11, 12])
    expect((await cache.findRow('d2', 'm5'))?.seq).toBe(5)
    expect(await cache.findRow('g2', 'm5')).toBeUndefined()
  })

  test('of two readings of a row keeps the one that knows more changes', async () => {
    const cache = await open()
    const recalled = row(1, { content: '', state: 6, change: 5 })
    await cache.keep('d2', { rows: [recalled], span: [1, 1], change: 5 })
    await cache.keep('d2', { rows: [row(1)], span: [1, 1], change: 2 })
    expect((await cache.rows('d2', [1, 1])).rows).toEqual([recalled])
  })

  test('asks again from the older number where rows of an older reading came later', async () => {
    const cache = await open()
    await cache.keep('d2', { rows: rows(1, 2), span: [1, 2], change: 9 })
    expect((await cache.keep('d2', { rows: rows(3, 4), span: [3, 4], change: 6 })).change).toBe(6)
    expect((await cache.change('d2', { rows: [], change: 12 })).change).toBe(12)
  })

  test('a change of what is not held is not kept, unless it lies ahead', async () => {
    const cache = await open()
    await cache.keep('d2', { rows: rows(5, 6), span: [5, 6], change: 0 })
    const log = await cache.change('d2', {
      rows: [
        row(2, { change: 1 }),
        row(6, { content: 'edited', change: 2 }),
        row(9, { content: '', state: 6, change: 3 }),
      ],
      change: 3,
    })
    expect(log.spans).toEqual([
      [5, 6],
      [9, 9],
    ])
    await cache.keep('d2', { rows: rows(7, 9), span: [7, 9], isLive: true })
    expect((await cache.rows('d2', [1, 9])).rows.map(({ seq, content }) => `${seq} ${content}`)).toEqual([
      '5 Message 5',
      '6 edited',
      '7 Message 7',
      '8 Message 8',
      '9 ',
    ])
  })

  test('a recalled message is gone from the answers to it too', async () => {
    const cache = await open()
    const reply = { seq: 1, id: 'm1', senderId: ids.bob, name: 'bob', type: 1, content: 'Message 1', state: 0 }
    await cache.keep('d2', { rows: [row(1), row(2, { reply })], span: [1, 2], change: 0 })
    await cache.change('d2', { rows: [row(1, { content: '', state: 6, change: 1 })], change: 1 })
    expect((await cache.rows('d2', [2, 2])).rows[0]?.reply).toEqual({ ...reply, content: '', state: 6 })
  })

  test('positions only move forward, and whoever writes has read', async () => {
    const cache = await open()
    await cache.keep('d2', { rows: [], positions: [{ userId: ids.bob, deliveredSeq: 5, readSeq: 3 }] })
    const log = await cache.keep('d2', {
      rows: [row(4)],
      span: [4, 4],
      positions: [{ userId: ids.bob, deliveredSeq: 2, readSeq: 2 }],
    })
    expect(log.positions[ids.bob]).toEqual({ deliveredSeq: 5, readSeq: 4 })
  })

  test('drops the oldest rows of a long log', async () => {
    const cache = await open()
    await cache.keep('d2', { rows: rows(1, 50), span: [1, 50], change: 0 })
    const log = await cache.keep('d2', { rows: [row(messagesKept + 30)], span: [51, messagesKept + 30], change: 0 })
    expect(log.spans).toEqual([[31, messagesKept + 30]])
    expect((await cache.rows('d2', [1, 50])).rows[0]?.seq).toBe(31)
  })

  test('keeps what is being written, what is on its way in its order, and people', async () => {
    const cache = await open()
    const entry = { key: 'd2', type: 1, content: '', writtenAt: 0, state: 'waiting' } as const
    await cache.keepEntry({ ...entry, id: 'later', order: 2 })
    await cache.keepEntry({ ...entry, id: 'first', order: 1 })
    await cache.keepEntry({ ...entry, id: 'sent', order: 3 })
    await cache.dropEntry('sent')
    expect((await cache.outbox()).map(({ id }) => id)).toEqual(['first', 'later'])
    await cache.keepDraft('d2', { text: 'half a', mentions: [{ id: 3, name: 'a', at: 1 }], changedAt: 5 })
    await cache.keepDraft('g3', { text: 'gone' })
    await cache.keepDraft('g3', { text: '' })
    expect(await cache.drafts()).toEqual([
      { key: 'd2', text: 'half a', mentions: [{ id: 3, name: 'a', at: 1 }], changedAt: 5 },
    ])
    await cache.keepFaces([{ id: ids.bob, name: 'bob', avatar: '/b' }])
    expect(await cache.faces()).toEqual([{ id: ids.bob, name: 'bob', avatar: '/b' }])
  })

  test('keeps the last answer of each name', async () => {
    const cache = await open()
    expect(await cache.answer('friends')).toBeUndefined()
    await cache.keepAnswer('friends', [{ id: ids.bob }])
    await cache.keepAnswer('groups', [])
    await cache.keepAnswer('friends', [{ id: ids.carol }])
    expect(await Promise.all(['friends', 'groups'].map(cache.answer))).toEqual([[{ id: ids.carol }], []])
  })

  test('deletes everything of an account, and nothing of another', async () => {
    const [cache, other] = [await open(), await open()]
    for (const each of [cache, other]) await each.keep('d2', { rows: rows(1, 2), span: [1, 2], change: 0 })
    await cache.destroy()
    expect(await other.logs()).toHaveLength(1)
  })
})

test('what IndexedDB holds is there when the page comes back, and gone after it was deleted', async () => {
  const first = await openIndexedCache('returning')
  await first.keep('d2', { rows: rows(1, 2), span: [1, 2], change: 3 })
  first.close()
  const second = await openIndexedCache('returning')
  expect(await second.logs()).toMatchObject([{ key: 'd2', spans: [[1, 2]], change: 3 }])
  await second.destroy()
  const third = await openIndexedCache('returning')
  expect(await third.logs()).toEqual([])
})
