import { hashToken } from '../server/lib/secret.ts'
import { openSqliteStore } from '../server/store/sqlite/open.ts'
import { idOf, people, tokenOf } from './people.ts'
import type { Cast } from './people.ts'

// Straight through the Store: ten thousand logins would measure nothing but password hashing.

/** People, tokens, groups. */
export async function seedPeople(folder: string): Promise<Cast> {
  await using store = await openSqliteStore({ folder })
  const at = Date.now()
  const companyId = await store.directory.createCompany({ name: 'Bench' })
  const ids = await store.users.createMany(Array.from({ length: people.count }, (_, index) => ({
    username: `bench${index}`, trueName: `Bench ${index}`, passwordHash: '!', companyId, createdAt: at,
  })))
  const firstId = ids[0] ?? 0
  if (ids.some((id, index) => id !== firstId + index)) throw new Error('The seed expects ids in a row')
  await inBatches(people.count, index => store.tokens.create({
    hash: hashToken(tokenOf(index)), userId: firstId + index, platform: 'web', kind: 'web',
    device: `bench${index}`, brand: 'bench', address: '127.0.0.1', createdAt: at, usedAt: at,
  }, false))
  const group = (name: string, size: number) => store.conversations.createGroup({ name, ownerId: firstId, userIds: ids.slice(0, size), at })
  return { firstId, smallGroup: await group('Small', 500), bigGroup: await group('Big', 5000) }
}

/** A conversation of a million messages, and a person with 300 conversations; how many appends a second it took. */
export async function seedHistory(folder: string, cast: Cast): Promise<number> {
  await using store = await openSqliteStore({ folder })
  const { historyReader, historyPeer, historyLength, busyReader, busyPeers } = people
  const append = (from: number, to: number, id: string, content: string) => store.messages.append({
    id, senderId: idOf(cast, from), to: { peerId: idOf(cast, to) }, type: 1, content, fileId: null, atIds: null, sentAt: Date.now(),
  })
  await inBatches(busyPeers * 3, index => append(index % busyPeers, busyReader, `busy-${index}`, `Message ${index} of a busy day`))
  const start = performance.now()
  await inBatches(historyLength, index => index % 2 === 0
    ? append(historyReader, historyPeer, `history-${index}`, `Message ${index} of a long story, long enough to be a sentence`)
    : append(historyPeer, historyReader, `history-${index}`, `Message ${index} of a long story, long enough to be a sentence`))
  const rate = historyLength / ((performance.now() - start) / 1000)
  return rate
}

async function inBatches(count: number, make: (index: number) => Promise<unknown>) {
  for (let from = 0; from < count; from += 4096) {
    await Promise.all(Array.from({ length: Math.min(4096, count - from) }, (_, offset) => make(from + offset)))
  }
}
