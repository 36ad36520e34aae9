import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../sqlite/open.ts'
import type { Draft, Message } from '../messages.ts'
import type { Store } from '../store.ts'

/** An empty store in a folder of its own; closing it removes the folder. */
export async function createTestStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-store-'))
  const store = await openSqliteStore({ folder })
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let casts = 0

/** The cast: alice owns the groups, bob is a member, carol a guest, mallory an outsider. New people with every call. */
export async function createCast(store: Store) {
  casts += 1
  const create = (name: string) => store.users.create({ username: `${name}-${casts}`, trueName: name, passwordHash: '-', createdAt: 1 })
  return { alice: await create('alice'), bob: await create('bob'), carol: await create('carol'), mallory: await create('mallory') }
}

let made = 0

/** Sends a text, or what `draft` says; fails where it is not stored. */
export async function send(store: Store, senderId: number, to: Draft['to'], draft: Partial<Draft> = {}): Promise<Message> {
  made += 1
  const appended = await store.messages.append({
    id: `message-${made}`, senderId, to, type: 1, content: `text ${made}`, fileId: null, atIds: null, sentAt: made, ...draft,
  })
  if (appended.outcome !== 'stored') throw new Error(`Not stored: ${appended.outcome}`)
  return appended.message
}
