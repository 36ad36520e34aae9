import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../../blobs/folder.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { NewUser, User } from '../../store/people.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import type { People } from './people.ts'
import type { Profile } from './profile.ts'

let folder: string
let store: Store
let people: People
let profile: Profile
let cast: Record<'alice' | 'mallory', User>

async function person(username: string, more: Partial<NewUser> = {}): Promise<User> {
  const id = await store.users.create({ username, trueName: username, passwordHash: 'none', createdAt: 1, ...more })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  return user
}

let blobs = 0
const file = (owner: User, more: Partial<StoredFile> = {}) =>
  store.files.create({
    ownerId: owner.id,
    name: 'me.png',
    extension: 'png',
    contentType: 'image/png',
    size: 1,
    playTime: 0,
    blob: `blob${++blobs}.png`,
    thumbBlob: `thumb${blobs}.webp`,
    createdAt: 1,
    ...more,
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-profile-'))
  store = await openSqliteStore({ folder })
  const bus = createInProcessBus()
  const blobs = createFolderBlobs({ folder: join(folder, 'files') })
  ;({ people, profile } = createTestCore({ store, bus, blobs }))
  cast = {
    alice: await person('alice'),
    mallory: await person('mallory', { email: 'mallory@example.com', phone: '13900000001' }),
  }
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('only what is given changes, null and an empty text clear, and everyone sees it at once', async () => {
  const { alice } = cast
  await people.user(alice.id)
  const changed = await profile.edit(alice, {
    sign: '你好',
    sex: 'female',
    birthday: '1990-02-03',
    phone: '+86 138-0000-0001',
    email: 'Alice@example.com',
  })
  expect(changed).toEqual({
    ...alice,
    sign: '你好',
    sex: 'female',
    birthday: '1990-02-03',
    phone: '13800000001',
    email: 'alice@example.com',
  })
  expect(await people.user(alice.id)).toEqual(changed)
  expect(await profile.edit(alice, { sign: '', birthday: null, phone: '' })).toEqual({
    ...changed,
    sign: null,
    birthday: null,
    phone: null,
  })
  expect(await profile.edit(alice, {})).toMatchObject({ email: 'alice@example.com', sex: 'female' })
})

test("one's own picture becomes the avatar, and goes again", async () => {
  const { alice } = cast
  expect(await profile.edit(alice, { avatarFileId: await file(alice) })).toMatchObject({
    avatar: `/files/thumb${blobs}.webp`,
  })
  expect(await profile.edit(alice, { sign: 'x' })).toMatchObject({ avatar: `/files/thumb${blobs}.webp` })
  expect(await profile.edit(alice, { avatarFileId: null })).toMatchObject({ avatar: null })
})

test("somebody else's file, none, and what is no picture are refused, and nothing changes", async () => {
  const { alice, mallory } = cast
  const edit = async (avatarFileId: number) => profile.edit(alice, { avatarFileId, sign: 'changed' })
  await expect(edit(404)).rejects.toMatchObject({ failure: 'file.unknown', code: 404 })
  await expect(edit(await file(mallory))).rejects.toMatchObject({ failure: 'file.notYours', code: 403 })
  await expect(edit(await file(alice, { contentType: 'text/html', thumbBlob: null }))).rejects.toMatchObject({
    failure: 'file.typeRefused',
    code: 415,
  })
  await expect(edit(await file(alice, { contentType: 'video/mp4' }))).rejects.toMatchObject({
    failure: 'file.typeRefused',
  })
  expect(await store.users.find(alice.id)).toEqual(alice)
})

test("what belongs to somebody else is taken, and no number is refused with the parameter's name", async () => {
  const { alice } = cast
  await expect(profile.edit(alice, { email: 'MALLORY@example.com' })).rejects.toMatchObject({
    failure: 'user.emailTaken',
    code: 409,
  })
  for (const phone of ['139 0000 0001', '+86 139-0000-0001', '008613900000001', '１３９０００００００１']) {
    await expect(profile.edit(alice, { phone })).rejects.toMatchObject({ failure: 'user.phoneTaken', code: 409 })
  }
  await expect(profile.edit(alice, { phone: '- - - -' })).rejects.toMatchObject({
    failure: 'request.invalid',
    message: '参数 phone 不正确：应为电话号码',
  })
  expect(await store.users.find(alice.id)).toEqual(alice)
})
