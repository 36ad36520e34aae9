import { createPasswords } from '../server/features/accounts/passwords.ts'
import { hashToken } from '../server/lib/secret.ts'
import { openSqliteStore } from '../server/store/sqlite/open.ts'
import type { Store } from '../server/store/store.ts'
import { idOf, password, people, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { conversationOf, corpus, textOf } from './search-texts.ts'

// Straight through the Store: ten thousand logins would measure nothing but password hashing.

/** People, tokens, groups. */
export async function seedPeople(folder: string): Promise<Cast> {
  await using store = await openSqliteStore({ folder })
  const at = Date.now()
  const passwordHash = await createPasswords().hash(password)
  const companyId = await store.directory.createCompany({ name: 'Bench' })
  const ids = await store.users.createMany(
    Array.from({ length: people.count }, (_, index) => ({
      username: `bench${index}`,
      trueName: `Bench ${index}`,
      passwordHash,
      companyId,
      createdAt: at,
    })),
  )
  const firstId = ids[0] ?? 0
  if (ids.some((id, index) => id !== firstId + index)) throw new Error('The seed expects ids in a row')
  await inBatches(people.count, index =>
    store.tokens.create(
      {
        hash: hashToken(tokenOf(index)),
        userId: firstId + index,
        platform: 'web',
        kind: 'web',
        device: `bench${index}`,
        brand: 'bench',
        address: '127.0.0.1',
        createdAt: at,
        stage: 'full',
        usedAt:
          index >= people.returning && index < people.mixedReturning + people.mixedReturningCount
            ? at - 10 * 60 * 1000
            : at,
      },
      false,
      'password',
    ),
  )
  const group = async (name: string, size: number) =>
    (
      await store.groups.create({
        name,
        ownerId: firstId,
        userIds: ids.slice(0, size),
        avatar: null,
        note: null,
        isPublic: false,
        needsApproval: false,
        lineId: `group-${name}`,
        at,
      })
    ).group.id
  return {
    firstId,
    smallGroup: await group('Small', 500),
    bigGroup: await group('Big', 5000),
    hugeGroup: await group('Huge', 10_000),
  }
}

/** A conversation of a million messages, and a person with 300 conversations; how many appends a second it took. */
export async function seedHistory(folder: string, cast: Cast): Promise<number> {
  await using store = await openSqliteStore({ folder })
  const { historyReader, historyPeer, historyLength, busyReader, busyPeers } = people
  const append = (from: number, to: number, id: string, content: string) =>
    store.messages.append({
      id,
      senderId: idOf(cast, from),
      to: { peerId: idOf(cast, to) },
      type: 1,
      content,
      fileId: null,
      atIds: null,
      sentAt: Date.now(),
    })
  await inBatches(busyPeers * 3, index =>
    append(index % busyPeers, busyReader, `busy-${index}`, `Message ${index} of a busy day`),
  )
  const start = performance.now()
  await inBatches(historyLength, index =>
    index % 2 === 0
      ? append(
          historyReader,
          historyPeer,
          `history-${index}`,
          `Message ${index} of a long story, long enough to be a sentence`,
        )
      : append(
          historyPeer,
          historyReader,
          `history-${index}`,
          `Message ${index} of a long story, long enough to be a sentence`,
        ),
  )
  const rate = historyLength / ((performance.now() - start) / 1000)
  for (const reader of [historyReader, busyReader]) await settle(store, idOf(cast, reader))
  return rate
}

/** The messages of `search-texts.ts`; how many a second were indexed. */
export async function seedSearch(folder: string, cast: Cast): Promise<number> {
  await using store = await openSqliteStore({ folder, isIndexing: false })
  const at = Date.now()
  await inBatches(corpus.messages, index => {
    const conversation = conversationOf(index)
    const [from, to] =
      conversation < corpus.readable
        ? [people.searcher, 3000 + conversation]
        : [4000 + (conversation - corpus.readable) * 2, 4001 + (conversation - corpus.readable) * 2]
    const [senderId, peerId] = index % 2 === 0 ? [from, to] : [to, from]
    return store.messages.append({
      id: `search-${index}`,
      senderId: idOf(cast, senderId),
      to: { peerId: idOf(cast, peerId) },
      type: 1,
      content: textOf(index),
      fileId: null,
      atIds: null,
      sentAt: at + index,
    })
  })
  const start = performance.now()
  await settle(store, idOf(cast, people.searcher))
  return (corpus.messages * corpus.readable) / corpus.conversations / ((performance.now() - start) / 1000)
}

/** A question brings the index up to date: afterwards nothing is left to be done in the background for this person. */
async function settle(store: Store, userId: number): Promise<void> {
  const places = (await store.search.places(userId)).map(({ conversation }) => ({
    conversationId: conversation.id,
    spans: [],
    untilChange: null,
  }))
  await store.search.messages({
    askerId: 0,
    places,
    keyword: 'x',
    senderId: undefined,
    type: undefined,
    from: undefined,
    to: undefined,
    skip: 0,
    limit: 1,
  })
}

async function inBatches(count: number, make: (index: number) => Promise<unknown>) {
  for (let from = 0; from < count; from += 4096) {
    await Promise.all(Array.from({ length: Math.min(4096, count - from) }, (_, offset) => make(from + offset)))
  }
}
