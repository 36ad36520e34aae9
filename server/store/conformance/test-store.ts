import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../sqlite/open.ts'
import type { Actor } from '../audit.ts'
import type { Acting, NewGroup } from '../groups.ts'
import type { Draft, Message } from '../messages.ts'
import type { Store } from '../store.ts'

/** An empty store in a folder of its own; closing it removes the folder. */
export async function createTestStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-store-'))
  // Answers are whole, however slow the machine is.
  const store = await openSqliteStore({ folder, textsBudget: 10_000 })
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Who asks for what administrators do. */
export const tester: Actor = { kind: 'commandLine', name: 'tester' }

let casts = 0

/** The cast: alice owns the groups, bob is a member, carol a guest, mallory an outsider. New people with every call. */
export async function createCast(store: Store) {
  casts += 1
  const create = (name: string) =>
    store.users.create({ username: `${name}-${casts}`, trueName: name, passwordHash: '-', createdAt: 1 })
  return {
    alice: await create('alice'),
    bob: await create('bob'),
    carol: await create('carol'),
    mallory: await create('mallory'),
  }
}

let made = 0

/** Sends a text, or what `draft` says; fails where it is not stored. */
export async function send(
  store: Store,
  senderId: number,
  to: Draft['to'],
  draft: Partial<Draft> = {},
): Promise<Message> {
  made += 1
  const appended = await store.messages.append({
    id: `message-${made}`,
    senderId,
    to,
    type: 1,
    content: `text ${made}`,
    fileId: null,
    atIds: null,
    sentAt: made,
    ...draft,
  })
  if (appended.outcome !== 'stored') throw new Error(`Not stored: ${appended.outcome}`)
  return appended.message
}

type GroupStore = Pick<Store, 'groups' | 'conversations'>

/** A group as people make it: where others are in it, a line in its log names them. */
export async function createGroup(
  store: Pick<Store, 'groups'>,
  group: Partial<NewGroup> & Pick<NewGroup, 'ownerId'>,
  at = 1,
): Promise<number> {
  const created = await store.groups.create({
    name: 'g',
    userIds: [],
    avatar: null,
    note: null,
    isPublic: false,
    needsApproval: false,
    ...group,
    lineId: `group-${++made}`,
    at,
  })
  return created.group.id
}

/** Brought in by the owner; a line in the log names those who came, whom it returns. */
export async function addMembers(store: GroupStore, groupId: number, userIds: readonly number[]): Promise<number[]> {
  const joining = { userIds, limit: 10_000, freeFrom: 'manager', isOwn: false } as const
  const added = await store.groups.add(await byOwner(store, groupId), joining)
  if (added.outcome !== 'done') throw new Error(`Not added: ${added.outcome}`)
  return added.parts.map(part => part.userId)
}

/** Taken out by the owner; a line in the log names those who left, whom it returns. */
export async function removeMembers(store: GroupStore, groupId: number, userIds: readonly number[]): Promise<number[]> {
  const removed = await store.groups.remove(await byOwner(store, groupId), userIds)
  if (removed.outcome !== 'done') throw new Error(`Not removed: ${removed.outcome}`)
  return removed.userIds
}

async function byOwner(store: Pick<Store, 'conversations'>, groupId: number): Promise<Acting> {
  const group = await store.conversations.group(groupId)
  return { groupId, by: group?.ownerId ?? 0, atLeast: 'owner', lineId: `group-${++made}`, at: 1 }
}

/** One asks, the other agrees. */
export async function befriend(store: Pick<Store, 'friends'>, userId: number, friendId: number): Promise<void> {
  await store.friends.apply({ senderId: userId, receiverId: friendId, content: '', at: 1, since: 0, most: 1000 })
  if (!(await store.friends.agree(friendId, userId, 1))) throw new Error('Not agreed')
}
