import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../contract/limits.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { urlsOn } from '../../lib/route.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import { createGroups, type Groups } from './groups.ts'

const url = urlsOn('https://im.example')
const now = 1_000_000
let folder: string
let store: Store
let groups: Groups
let alice: User, bob: User, carol: User, mallory: User
let groupId: number
let people = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-groups-'))
  store = await openSqliteStore({ folder })
  const bus = createInProcessBus()
  const clock = () => now
  const core = createTestCore({ store, bus, blobs: createFolderBlobs({ folder: join(folder, 'files') }), clock })
  groups = createGroups({ ...core, store, bus, fanOut: core.messages.fanOut, clock, memberLimit: 3 })
})
afterAll(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function person(name: string, companyId: number | null): Promise<User> {
  const id = await store.users.create({
    username: `${name}-${++people}`,
    trueName: name,
    companyId,
    passwordHash: '-',
    createdAt: 1,
  })
  return (await store.users.find(id)) as User
}
const plain = { avatar: '', note: null, isPublic: false, needsApproval: false }

/** alice, bob and carol are colleagues, mallory is nobody's; a group of alice with bob. */
beforeEach(async () => {
  const companyId = await store.directory.createCompany({ name: 'c' })
  ;[alice, bob, carol, mallory] = [
    await person('alice', companyId),
    await person('bob', companyId),
    await person('carol', companyId),
    await person('mallory', null),
  ]
  groupId = (await groups.create(alice, { ...plain, name: 'g', userIds: [bob.id] }, url)).group.id
})

const fails = (attempt: Promise<unknown>, failure: string) => expect(attempt).rejects.toMatchObject({ failure })
const file = (ownerId: number, contentType: string, blob: string) =>
  store.files.create({
    ownerId,
    name: 'f',
    extension: '',
    contentType,
    size: 1,
    playTime: 0,
    blob,
    thumbBlob: contentType.startsWith('image/') ? `small-${blob}` : null,
    createdAt: 1,
  })

describe('coming in', () => {
  test('one may bring colleagues and friends, nobody else, and no more than there is room for', async () => {
    await fails(groups.create(alice, { ...plain, name: 'x', userIds: [mallory.id] }, url), 'group.cannotInvite')
    await fails(groups.create(alice, { ...plain, name: 'x', userIds: [999_999] }, url), 'user.unknown')
    await fails(groups.invite(bob, groupId, [mallory.id]), 'group.cannotInvite')
    await fails(groups.invite(bob, groupId, [999_999]), 'user.unknown')
    await fails(groups.invite(carol, groupId, [carol.id]), 'group.unknown')
    await fails(groups.invite(carol, 999_999, [carol.id]), 'group.unknown')
    expect(await groups.invite(bob, groupId, [carol.id, alice.id])).toEqual({ joined: [carol.id], waiting: [] })
    const dave = await person('dave', alice.companyId)
    await fails(groups.invite(bob, groupId, [dave.id]), 'group.full')
    await fails(groups.create(alice, { ...plain, name: 'x', userIds: [bob.id, carol.id, dave.id] }, url), 'group.full')
  })

  test('where the group asks for approval, members ask and leaders need not', async () => {
    await groups.edit(alice, groupId, { needsApproval: true }, url)
    expect(await groups.invite(bob, groupId, [carol.id])).toEqual({ joined: [], waiting: [carol.id] })
    expect(await groups.applications.list(alice)).toMatchObject([
      { isMine: true, sender: { name: 'carol' }, content: 'bob 邀请 carol 加入 g' },
    ])
    expect(await groups.applications.list(carol)).toEqual([])
    expect(await groups.invite(alice, groupId, [carol.id])).toEqual({ joined: [carol.id], waiting: [] })
  })

  test('one asks to join where one reaches the owner', async () => {
    await groups.edit(alice, groupId, { isPublic: true }, url)
    await fails(groups.applications.apply(mallory, groupId, ''), 'group.unknown')
    await fails(groups.applications.apply(bob, groupId, ''), 'group.alreadyMember')
    await fails(groups.applications.apply(carol, 999_999, ''), 'group.unknown')
    await groups.applications.apply(carol, groupId, '我是 carol')
    await groups.applications.apply(carol, groupId, 'again')
    expect(await groups.applications.list(alice)).toMatchObject([{ content: '我是 carol', application: { state: 0 } }])
    expect(await groups.applications.assistant(alice.id)).toMatchObject({ count: 1, newest: { content: '我是 carol' } })
  })

  test('owner and managers let in whose application is open', async () => {
    await groups.edit(alice, groupId, { isPublic: true }, url)
    await fails(groups.applications.admit(alice, groupId, carol.id), 'group.noApplication')
    await groups.applications.apply(carol, groupId, '')
    const code = String((await groups.applications.list(alice))[0]?.application.id)
    for (const other of [bob, carol]) await fails(groups.applications.decide(other, code, 4), 'application.notYours')
    await fails(groups.applications.decide(mallory, code, 4), 'application.unknown')
    await fails(groups.applications.admit(bob, groupId, carol.id), 'viewer.mismatch')
    await fails(groups.applications.decide(alice, 'nonsense', 4), 'application.unknown')
    await groups.applications.admit(alice, groupId, carol.id)
    await groups.applications.admit(alice, groupId, carol.id)
    await groups.applications.decide(alice, code, 4)
    await fails(groups.applications.decide(alice, code, 3), 'application.closed')
    expect((await groups.info(carol, groupId)).count).toBe(3)
  })
})

describe('private groups', () => {
  test('are as good as none to who never was in them, whoever the owner is', async () => {
    await fails(groups.applications.apply(carol, groupId, ''), 'group.unknown')
    await fails(groups.applications.apply(mallory, groupId, ''), 'group.unknown')
    await fails(groups.applications.apply(carol, 999_999, ''), 'group.unknown')
    // Whether there is such a group is not told by letting somebody else in either.
    await fails(groups.applications.admit(carol, groupId, bob.id), 'viewer.mismatch')
    await fails(groups.applications.admit(carol, 999_999, bob.id), 'viewer.mismatch')
    expect(await groups.applications.list(alice)).toEqual([])
  })

  test('tell their name to nobody who was refused, or who is not in them any more', async () => {
    await groups.edit(alice, groupId, { isPublic: true }, url)
    await groups.applications.apply(carol, groupId, '')
    const code = String((await groups.applications.list(alice))[0]?.application.id)
    await groups.applications.decide(alice, code, 3)
    expect(await groups.applications.list(carol)).toMatchObject([{ group: { name: 'g' }, content: 'carol 申请加入 g' }])
    await groups.edit(alice, groupId, { isPublic: false, name: '裁员名单' }, url)
    expect(await groups.applications.list(carol)).toMatchObject([
      { group: { name: '群聊', avatar: null }, content: 'carol 申请加入 群聊' },
    ])
    await groups.invite(alice, groupId, [carol.id])
    expect((await groups.applications.list(carol))[0]).toMatchObject({ group: { name: '裁员名单' } })
    await groups.remove(alice, groupId, [carol.id])
    expect((await groups.applications.list(carol)).map(({ group }) => group.name)).toEqual(['群聊', '群聊'])
  })
})

describe('asking again and again', () => {
  test('who was refused waits', async () => {
    await groups.edit(alice, groupId, { isPublic: true }, url)
    await groups.applications.apply(carol, groupId, '')
    await groups.applications.decide(alice, String((await groups.applications.list(alice))[0]?.application.id), 3)
    await expect(groups.applications.apply(carol, groupId, '')).rejects.toMatchObject({
      failure: 'group.refusedLately',
      code: 429,
      retryAfter: 24 * 60 * 60,
    })
    expect(await groups.applications.list(alice)).toHaveLength(1)
  })

  test('a person asks so many groups a day', async () => {
    for (let index = 0; index <= limits.groupApplicationsADay; index++) {
      const { group } = await groups.create(alice, { ...plain, isPublic: true, name: `g${index}`, userIds: [] }, url)
      const asked = groups.applications.apply(carol, group.id, '')
      if (index < limits.groupApplicationsADay) await asked
      else await expect(asked).rejects.toMatchObject({ failure: 'group.tooManyApplications', code: 429 })
    }
  })
})

describe('going out', () => {
  test('managers remove members, and neither the owner nor each other', async () => {
    await groups.invite(bob, groupId, [carol.id])
    await fails(groups.remove(bob, groupId, [carol.id]), 'group.notAllowed')
    await groups.setManagers(alice, groupId, [bob.id, carol.id], true)
    await fails(groups.remove(bob, groupId, [alice.id]), 'group.ownerOnly')
    await fails(groups.remove(bob, groupId, [carol.id]), 'group.ownerOnly')
    await fails(groups.remove(bob, groupId, [bob.id]), 'request.invalid')
    await groups.remove(alice, groupId, [bob.id, mallory.id])
    await fails(groups.edit(bob, groupId, { name: 'mine' }, url), 'group.notMember')
  })

  test('the owner stays until somebody else owns it', async () => {
    await fails(groups.quit(alice, groupId), 'group.ownerStays')
    await fails(groups.quit(carol, groupId), 'group.unknown')
    await fails(groups.handOver(bob, groupId, bob.id), 'group.ownerOnly')
    await fails(groups.handOver(alice, groupId, carol.id), 'group.targetNotMember')
    await groups.handOver(alice, groupId, bob.id)
    await groups.quit(alice, groupId)
    await groups.quit(alice, groupId)
    await fails(groups.dissolve(alice, groupId), 'group.notMember')
    await groups.dissolve(bob, groupId)
    await fails(groups.edit(bob, groupId, { name: 'x' }, url), 'group.dissolved')
    expect(await groups.list(bob)).toEqual([])
    expect((await groups.info(bob, groupId)).group.isDissolved).toBe(true)
  })
})

describe('what a group is', () => {
  test('its picture is the small copy of an image of one’s own, without its place and camera, or the default', async () => {
    await file(alice.id, 'image/png', 'own.png')
    await file(bob.id, 'image/png', 'bobs.png')
    await file(alice.id, 'text/html', 'page.html')
    const picture = async (avatar: string) => (await groups.edit(alice, groupId, { avatar }, url)).group.avatar
    expect(await picture('/files/own.png')).toBe('/files/small-own.png')
    expect(await picture('https://im.example/files/small-own.png')).toBe('/files/small-own.png')
    await groups.setManagers(alice, groupId, [bob.id], true)
    expect(
      (await groups.edit(bob, groupId, { avatar: 'https://im.example/files/small-own.png' }, url)).group.avatar,
    ).toBe('/files/small-own.png')
    for (const bad of [
      'https://evil.example/x.png',
      '/files/bobs.png',
      '/files/page.html',
      '/files/none.png',
      'javascript:alert(1)',
      '//evil.example/x.png',
    ]) {
      await fails(groups.edit(alice, groupId, { avatar: bad }, url), 'request.invalid')
    }
    expect(await picture('https://im.example/avatars/G-12.svg')).toBeNull()
    expect(await picture('')).toBeNull()
  })

  test('mutes are for those below: the owner by nobody, a manager by the owner', async () => {
    await groups.invite(bob, groupId, [carol.id])
    await groups.setManagers(alice, groupId, [bob.id], true)
    await fails(groups.mute(carol, groupId, [bob.id], true, 0), 'group.notAllowed')
    await fails(groups.muteAll(carol, groupId, true), 'group.notAllowed')
    await fails(groups.mute(bob, groupId, [alice.id], true, 0), 'group.ownerOnly')
    await fails(groups.mute(bob, groupId, [mallory.id], true, 0), 'group.targetNotMember')
    await groups.mute(bob, groupId, [carol.id], true, 10)
    await groups.mute(alice, groupId, [bob.id], true, 0)
    expect(
      (await groups.info(alice, groupId)).members.map(({ name, role, silencedUntil }) => [name, role, silencedUntil]),
    ).toEqual([
      ['alice', 'owner', 0],
      ['bob', 'manager', 8_640_000_000_000_000],
      ['carol', 'member', now + 10 * 60_000],
    ])
  })

  test('notices are the leaders’ to write and delete, and the members’ to read', async () => {
    await fails(groups.notices.publish(bob, groupId, { content: 'x', url: null }), 'group.notAllowed')
    const notice = await groups.notices.publish(alice, groupId, { content: 'x', url: null })
    expect(await groups.notices.list(bob, groupId)).toEqual([notice])
    await fails(groups.notices.list(carol, groupId), 'group.unknown')
    await fails(groups.notices.remove(bob, groupId, notice.id), 'group.notAllowed')
    await groups.notices.remove(alice, groupId, notice.id)
    await fails(groups.notices.remove(alice, groupId, notice.id), 'notice.unknown')
  })

  test('only the owner makes managers, of members', async () => {
    await fails(groups.setManagers(bob, groupId, [bob.id], true), 'group.ownerOnly')
    await fails(groups.setManagers(alice, groupId, [carol.id], true), 'group.targetNotMember')
    await fails(groups.info(carol, groupId), 'group.unknown')
    await fails(groups.info(carol, 999_999), 'group.unknown')
  })

  test('who left finds the files of their time, who was never in it finds none', async () => {
    const fileId = await file(alice.id, 'image/png', 'sent.png')
    const send = (id: string) =>
      store.messages.append({
        id: `${id}-${groupId}`,
        senderId: alice.id,
        to: { groupId },
        type: 2,
        content: '',
        fileId,
        atIds: null,
        sentAt: now,
      })
    await send('one')
    await groups.quit(bob, groupId)
    await send('two')
    const seen = async (user: User) =>
      (await groups.media(user, groupId, 'image', { page: 1, size: 10 })).found.map(({ message }) => message.seq)
    expect(await seen(bob)).toEqual([2])
    expect(await seen(alice)).toEqual([4, 2])
    await fails(seen(carol), 'group.unknown')
    expect((await groups.media(alice, groupId, 'file', { page: 1, size: 10 })).total).toBe(0)
  })
})
