import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolderBlobs } from '../blobs/folder.ts'
import { createPasswords } from '../features/accounts/passwords.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Message } from '../store/messages.ts'
import type { Store } from '../store/store.ts'
import { seedDemo } from './seed.ts'

const { hash } = createPasswords()
/** Accounts that people look at. */
const tried = ['zhangwei', 'lina', 'wangfang', 'fangyuan']

/** All that people see of a demo made at this moment, but for the times. */
async function seenAt(now: number) {
  const folder = mkdtempSync(join(tmpdir(), 'hongyan-demo-test-'))
  try {
    await using store = await openSqliteStore({ folder })
    await seedDemo({ store, blobs: createFolderBlobs({ folder: join(folder, 'files') }), hash, now })
    const users = (await store.users.list(0, 100)).filter(({ username }) => tried.includes(username))
    return Promise.all(users.map(async ({ id, username }) => ({ username, ...(await seenBy(store, id, now)) })))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function seenBy(store: Store, userId: number, now: number) {
  const sessions = (await store.conversations.sessions(userId)).toSorted(
    (one, other) => (other.last?.sentAt ?? 0) - (one.last?.sentAt ?? 0),
  )
  const histories = await Promise.all(
    sessions.map(async ({ conversation, unread, peerId, group }) => {
      const found = await store.messages.inSpans(conversation.id, [{ from: 1, to: conversation.lastSeq }])
      const messages = found.toSorted((one, other) => one.seq - other.seq)
      const times = messages.map(message => message.sentAt)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(times.at(-1)).toBeLessThanOrEqual(now)
      return { with: group?.name ?? peerId, unread, said: messages.map(saidIn) }
    }),
  )
  const { rows } = await store.modules.notices(userId, { offset: 0, limit: 50 })
  return {
    histories,
    notices: rows.map(row => [row.actionText, row.content, row.isRead]),
    friends: (await store.friends.applications(userId, 10)).map(({ senderId, content, state }) => [
      senderId,
      content,
      state,
    ]),
    groups: (await store.groups.applications(userId, 10)).map(({ groupId, kind, state }) => [groupId, kind, state]),
  }
}

const saidIn = ({ seq, type, senderId, content, fileId, recalledBy }: Message) =>
  `${seq} ${type} ${senderId} ${content} ${fileId} ${recalledBy}`

test('the demo is the same in order, words and counts whenever it is made', { timeout: 240_000 }, async () => {
  const [first, ...others] = ['2026-05-20T15:00+08:00', '2026-11-28T23:30+08:00', '2028-02-29T09:02+08:00']
  const expected = await seenAt(Date.parse(first ?? ''))
  expect(expected.find(({ username }) => username === 'zhangwei')?.histories.length).toBeGreaterThan(12)
  for (const other of others) expect(await seenAt(Date.parse(other)), other).toEqual(expected)
})
