import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFolderBlobs } from '../blobs/folder.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { createPasswords } from '../features/accounts/passwords.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Message } from '../store/messages.ts'
import type { Store } from '../store/store.ts'
import type { User } from '../store/people.ts'
import { people } from './people.ts'
import { demoPassword, seedDemo } from './seed.ts'

const passwords = createPasswords()
const now = Date.UTC(2026, 4, 20, 7)
let folder = ''
let store: Store
let blobs: Blobs
let took = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan-demo-test-'))
  store = await openSqliteStore({ folder })
  blobs = createFolderBlobs({ folder: join(folder, 'files') })
  const start = process.cpuUsage()
  await seedDemo({ store, blobs, hash: passwords.hash, now })
  const { user, system } = process.cpuUsage(start)
  took = (user + system) / 1000
}, 60_000)

afterAll(async () => {
  await store[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function user(username: string): Promise<User & { passwordHash: string }> {
  const found = await store.users.findAccount(username)
  if (!found) throw new Error(`no ${username}`)
  return found
}

async function everyMessage(): Promise<Message[]> {
  const everybody = await store.users.list(0, 100)
  const sessions = (await Promise.all(everybody.map(each => store.conversations.sessions(each.id)))).flat()
  const ends = new Map(sessions.map(({ conversation }) => [conversation.id, conversation.lastSeq]))
  return (await Promise.all([...ends].map(([id, last]) => store.messages.inSpans(id, [{ from: 1, to: last }])))).flat()
}

test('there are 60 people, and all of them log in with the demo password', async () => {
  expect(await store.users.count()).toBe(60)
  const hashes = new Set((await store.users.list(0, 100)).map(each => each.username))
  expect(hashes).toEqual(new Set(people.map(person => person.username)))
  for (const username of ['zhangwei', 'lina', 'wangfang', 'xuefeng'])
    expect(await passwords.verify((await user(username)).passwordHash, demoPassword)).toBe(true)
})

test('there are 3 companies, one below another and one alone, with departments 3 deep', async () => {
  const companies = await store.directory.companies()
  expect(companies.map(company => company.level).sort()).toEqual([1, 1, 2])
  for (const company of companies)
    expect(Math.max(...(await store.directory.departments(company.id)).map(department => department.level))).toBe(3)
})

test('zhangwei and lina are friends in one company with a long chat that ends unread for zhangwei', async () => {
  const [zhangwei, lina] = [await user('zhangwei'), await user('lina')]
  expect(zhangwei.companyId).toBe(lina.companyId)
  expect((await store.directory.reach(zhangwei.id)).friendIds).toContain(lina.id)
  const session = (await store.conversations.sessions(zhangwei.id)).find(each => each.peerId === lina.id)
  expect(session?.conversation.lastSeq).toBe(1500)
  expect(session?.unread).toBe(4)
  expect(
    (await store.conversations.sessions(zhangwei.id))
      .map(each => each.unread)
      .filter(Boolean)
      .toSorted((a, b) => a - b),
  ).toEqual([2, 4, 17])
  expect(session?.last?.senderId).toBe(lina.id)
  const [first] = await store.messages.inSpans(session?.conversation.id ?? 0, [{ from: 1, to: 1 }])
  expect(now - (first?.sentAt ?? now)).toBeGreaterThan(14 * 24 * 60 * 60 * 1000)
})

test('zhangwei owns a group with lina and wangfang, lina owns one with zhangwei, and one group has 50 members', async () => {
  const [zhangwei, lina, wangfang] = [await user('zhangwei'), await user('lina'), await user('wangfang')]
  const groups = await Promise.all(
    (await store.conversations.sessions(zhangwei.id))
      .flatMap(({ group }) => (group ? [group] : []))
      .map(async group => ({
        ownerId: group.ownerId,
        userIds: (await store.conversations.memberIds(group.id)).userIds,
      })),
  )
  expect(
    groups.some(
      group => group.ownerId === zhangwei.id && group.userIds.includes(lina.id) && group.userIds.includes(wangfang.id),
    ),
  ).toBe(true)
  expect(groups.some(group => group.ownerId === lina.id && group.userIds.includes(zhangwei.id))).toBe(true)
  expect(groups.some(group => group.userIds.length === 50)).toBe(true)
})

test('two people have asked zhangwei for friendship, and one asks to join the group of zhangwei', async () => {
  const zhangwei = await user('zhangwei')
  expect(await store.directory.openFriendApplications(zhangwei.id)).toHaveLength(2)
  expect(await store.groups.countOpen(zhangwei.id)).toBe(1)
})

test('business systems have told people things, some of them read, and there are entries to them', async () => {
  for (const [username, unread] of [
    ['zhangwei', 6],
    ['lina', 4],
    ['wangfang', 1],
    ['fangyuan', 1],
  ] as const) {
    const { id } = await user(username)
    const { unread: count, newest } = await store.modules.summary(id)
    expect([username, count]).toEqual([username, unread])
    expect(newest?.sentAt).toBeLessThan(now)
    const { rows } = await store.modules.notices(id, { offset: 0, limit: 50 })
    expect(rows.some(row => row.isRead)).toBe(true)
    expect(rows.map(row => row.sentAt)).toEqual(rows.map(row => row.sentAt).sort((one, other) => other - one))
  }
  const namesFor = async (username: string, kind: 'card' | 'node') =>
    (await store.modules.entries(kind, (await user(username)).id)).map(entry => entry.name)
  expect(await namesFor('zhangwei', 'card')).toEqual(['待我审批', '经营看板', '日程'])
  expect(await namesFor('fangyuan', 'card')).toContain('进口报关')
  expect(await namesFor('zhangwei', 'node')).toContain('代码仓库')
  expect(await namesFor('fangyuan', 'node')).not.toContain('代码仓库')
})

test('groups have managers and notices, one is muted, and zhangwei was brought into a new one', async () => {
  const zhangwei = await user('zhangwei')
  const found = await store.groups.list(zhangwei.id)
  const big = found.find(each => each.group.name === '鸿雁全员群')
  expect(big).toMatchObject({ role: 'manager', count: 50 })
  expect(await store.groups.notices(big?.group.id ?? 0)).toHaveLength(1)
  expect((await store.groups.list((await user('fangyuan')).id)).some(each => each.group.isMuted)).toBe(true)
  expect((await store.groups.applications(zhangwei.id, 10)).map(({ kind, state }) => [kind, state])).toEqual([
    ['invite', 4],
    ['apply', 0],
  ])
})

test('applications go both ways, and some people are in two departments', async () => {
  const zhangwei = await user('zhangwei')
  const open = (await store.friends.applications(zhangwei.id, 10)).filter(({ state }) => state === 0)
  expect(open.map(({ senderId }) => senderId === zhangwei.id)).toEqual([false, false, true])
  const colleagues = await store.contacts.ofCompany(zhangwei.companyId ?? 0)
  expect(
    colleagues.find(({ id }) => id === zhangwei.id)?.posts.map(post => [post.departmentName, post.isMain]),
  ).toEqual([
    ['后端组', true],
    ['测试组', false],
  ])
  expect(colleagues.filter(({ posts }) => posts.length > 1).length).toBeGreaterThan(3)
})

test('some thousand messages of all five types lie in the past, in order', async () => {
  const messages = await everyMessage()
  expect(messages.length).toBeGreaterThan(4000)
  expect(new Set(messages.map(message => message.type))).toEqual(new Set([1, 2, 3, 4, 5]))
  expect(Math.max(...messages.map(message => message.sentAt))).toBeLessThanOrEqual(now)
  expect(messages.some(message => message.recalledBy !== null)).toBe(true)
})

test('every file is there, and pictures are pictures', async () => {
  const messages = await everyMessage()
  const files = await store.files.findMany([...new Set(messages.flatMap(message => message.fileId ?? []))])
  expect(files.length).toBeGreaterThan(15)
  for (const file of files) {
    const bytes = await buffer(blobs.read(file.blob))
    expect(bytes.length).toBe(file.size)
    if (file.contentType.startsWith('image/')) expect((await sharp(bytes).metadata()).width).toBeGreaterThan(800)
    if (file.thumbBlob !== null)
      expect((await sharp(await buffer(blobs.read(file.thumbBlob))).metadata()).format).toBe('jpeg')
  }
})

// Of the processor, not by the clock: that also counts what else the machine does.
test('it is made fast enough for a demo', () => {
  expect(took).toBeLessThan(15_000)
})
