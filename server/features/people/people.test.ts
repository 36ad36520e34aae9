import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ContactCard, PersonCard } from '../../../contract/people.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { urlsOn } from '../../lib/route.ts'
import { befriend, createGroup, removeMembers, send } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import { createPeople } from './people.ts'
import { cardWire, contactCardWire, faceCardWire } from './wire.ts'

const url = urlsOn('https://im.example')
const bus = createInProcessBus()
let folder: string
let store: Store
let cast: Record<'alice' | 'bob' | 'carol' | 'mallory', User>

async function person(username: string, companyId: number | null): Promise<User> {
  const id = await store.users.create({ username, trueName: username, companyId, passwordHash: 'none', createdAt: 1 })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  return user
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-people-'))
  store = await openSqliteStore({ folder })
  const root = await store.directory.createCompany({ name: '总公司' })
  const branch = await store.directory.createCompany({ name: '分公司', parentId: root, level: 2 })
  cast = {
    alice: await person('alice', root),
    bob: await person('bob', branch),
    carol: await person('carol', null),
    mallory: await person('mallory', null),
  }
  await befriend(store, cast.alice.id, cast.carol.id)
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('colleagues of one company tree and friends may talk, nobody else', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol, mallory } = cast
  expect(people.knownMayTalk(alice.id, bob.id)).toBeUndefined()
  expect(await people.mayTalk(alice.id, bob.id)).toBe(true)
  expect(people.knownMayTalk(alice.id, bob.id)).toBe(true)
  expect(await people.mayTalk(carol.id, alice.id)).toBe(true)
  expect(await people.mayTalk(carol.id, bob.id)).toBe(false)
  expect(await people.mayTalk(mallory.id, alice.id)).toBe(false)
  expect(await people.mayTalk(alice.id, 404)).toBe(false)
})

test.each([
  ['tree', { branch: true, friend: true, stranger: false }, ['总公司', '分公司']],
  ['company', { branch: false, friend: true, stranger: false }, ['总公司']],
  ['friends', { branch: false, friend: true, stranger: false }, []],
  ['everyone', { branch: true, friend: true, stranger: true }, ['总公司', '分公司', '别的公司']],
] as const)('with reach %s, that is who may talk and whose companies are seen', async (reachPolicy, may, companies) => {
  await store.directory.createCompany({ name: '别的公司' })
  const people = createPeople({ store, bus, reachPolicy })
  const { alice, bob, carol, mallory } = cast
  const asked = {
    branch: await people.mayTalk(alice.id, bob.id),
    friend: await people.mayTalk(alice.id, carol.id),
    stranger: await people.mayTalk(mallory.id, alice.id),
  }
  expect(asked).toEqual(may)
  expect({
    branch: people.knownMayTalk(alice.id, bob.id),
    friend: people.knownMayTalk(alice.id, carol.id),
    stranger: people.knownMayTalk(mallory.id, alice.id),
  }).toEqual(may)
  expect(
    await Promise.all(
      (await people.visibleCompanies(alice.id)).map(async id => (await store.directory.company(id))?.name),
    ),
  ).toEqual(companies)
  expect(await people.sight(mallory.id, bob.id)).toBe(may.stranger ? 'card' : undefined)
})

test('colleagues of one company may talk where the reach is a company', async () => {
  const people = createPeople({ store, bus, reachPolicy: 'company' })
  const dave = await person('dave', cast.alice.companyId)
  expect(await people.mayTalk(dave.id, cast.alice.id)).toBe(true)
})

test('what the bus says of changes is seen at once', async () => {
  const people = createPeople({ store, bus })
  const { bob, carol } = cast
  expect(await people.mayTalk(bob.id, carol.id)).toBe(false)
  await befriend(store, bob.id, carol.id)
  bus.toAll({ type: 'reachChanged', userIds: [bob.id, carol.id] })
  expect(await people.mayTalk(bob.id, carol.id)).toBe(true)
  await store.users.change(carol.id, { isEnabled: false, trueName: 'Carol' })
  bus.toAll({ type: 'usersChanged', userIds: [carol.id] })
  expect(await people.mayTalk(bob.id, carol.id)).toBe(false)
  expect((await people.face(carol.id)).name).toBe('Carol')
})

test('users come in the order asked, from memory or not', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol } = cast
  await people.user(bob.id)
  const ids = [carol.id, 404, bob.id, alice.id]
  expect((await people.users(ids)).map(({ id }) => id)).toEqual([carol.id, bob.id, alice.id])
})

test('a card is what the contract says, with empty texts where there is nothing to say', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol, mallory } = cast
  const card = ({ user, placement }: Awaited<ReturnType<typeof people.card>>) =>
    placement ? cardWire(user, placement, url) : undefined
  const colleague = await people.card(alice, bob.id)
  expect(PersonCard.parse(card(colleague))).toMatchObject({
    company: { text: '分公司' },
    sex: { id: 56, text: '未知', code: '803' },
  })
  const own = await people.card(carol, carol.id)
  expect(PersonCard.parse(card(own))).toMatchObject({
    company: { text: '' },
    role: { text: '' },
    dept: null,
    license: null,
  })
  await expect(people.card(mallory, alice.id)).rejects.toMatchObject({ failure: 'user.unknown', code: 404 })
  await expect(people.card(mallory, 404)).rejects.toMatchObject({ failure: 'user.unknown', code: 404 })
})

test('a contact card says where the person works, and what the viewer and the person are to each other', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol, mallory } = cast
  const companyId = bob.companyId ?? 0
  const above = await store.directory.createDepartment({ name: '研发中心', companyId })
  const departmentId = await store.directory.createDepartment({ name: '后端组', companyId, parentId: above })
  await store.directory.placeInDepartment({ userId: bob.id, departmentId, position: '工程师', isMain: true })
  const card = async (id: number) => ContactCard.parse(contactCardWire(await people.contactCard(alice, id), url))
  expect(await card(bob.id)).toMatchObject({
    posts: [{ deptId: departmentId, path: ['研发中心', '后端组'], position: '工程师', main: 1 }],
    friend: 0,
    reachable: 1,
  })
  expect(await card(alice.id)).toMatchObject({ friend: 0, reachable: 1 })
  expect(await card(carol.id)).toMatchObject({ user: { username: 'carol' }, posts: [], friend: 1, reachable: 1 })
  await createGroup(store, { ownerId: alice.id, userIds: [mallory.id] })
  expect(await card(mallory.id)).toMatchObject({ user: { username: '' }, posts: [], friend: 0, reachable: 0 })
})

describe('when a friendship has ended', () => {
  test('name and picture are all there is to be seen, and nobody hears who is there', async () => {
    const people = createPeople({ store, bus, reachPolicy: 'friends' })
    const { alice, carol } = cast
    const details = {
      phone: '13900000001',
      email: 'carol@example.com',
      sign: '在路上',
      birthday: '1990-01-01',
      sex: 'female' as const,
      work: '会计',
      workState: 1,
    }
    await store.users.change(carol.id, details)
    const id = (await send(store, carol.id, { peerId: alice.id })).conversationId
    const seen = async () => {
      const { user, placement } = await people.card(alice, carol.id)
      return placement ? cardWire(user, placement, url) : faceCardWire(user, url)
    }
    expect(await seen()).toMatchObject({ user: { phone: '13900000001', sign: '在路上' }, work: '会计' })
    expect(await people.latestPeers(carol.id)).toEqual([alice.id])
    expect(await people.latestContacts(alice)).toMatchObject([{ user: { id: carol.id }, isFace: false }])

    await store.friends.unfriend(alice.id, carol.id)
    bus.toAll({ type: 'reachChanged', userIds: [alice.id, carol.id] })
    const face = await seen()
    expect(PersonCard.parse(face)).toEqual({
      user: {
        id: carol.id,
        trueName: 'carol',
        avatar: expect.any(String),
        username: '',
        birthday: null,
        email: null,
        phone: null,
        sign: null,
        sex: 56,
        workState: null,
        enable: 1,
      },
      work: null,
      sex: expect.objectContaining({ text: '未知' }),
      dept: null,
      company: { id: 0, text: '' },
      role: { id: 0, text: '' },
      license: null,
    })
    for (const value of Object.values(details)) expect(JSON.stringify(face)).not.toContain(`"${value}"`)
    expect(await people.latestPeers(carol.id)).toEqual([])
    expect(await people.latestContacts(alice)).toMatchObject([{ user: { id: carol.id }, isFace: true }])
    expect(await people.reaches(alice.id, carol.id)).toBe(false)
    expect((await store.conversations.find(id))?.lastSeq).toBe(1)
  })
})

test('whom one shares a group with, or was shown, one knows by name and picture; others are as good as not there', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol, mallory } = cast
  expect(await people.sight(mallory.id, alice.id)).toBeUndefined()
  expect(await people.sight(mallory.id, 404)).toBeUndefined()
  const groupId = await createGroup(store, { ownerId: alice.id, userIds: [mallory.id] })
  expect([
    await people.sight(mallory.id, alice.id),
    await people.sight(alice.id, mallory.id),
    await people.sight(mallory.id, bob.id),
  ]).toEqual(['face', 'face', undefined])
  await removeMembers(store, groupId, [mallory.id])
  expect(await people.sight(mallory.id, alice.id)).toBeUndefined()
  people.meet(mallory.id, [bob.id])
  people.meet(mallory.id, [404])
  expect([
    await people.sight(mallory.id, bob.id),
    await people.sight(bob.id, mallory.id),
    await people.sight(mallory.id, 404),
  ]).toEqual(['face', undefined, undefined])
  await store.friends.apply({ senderId: carol.id, receiverId: mallory.id, content: '', at: 1, since: 0, most: 9 })
  expect([await people.sight(mallory.id, carol.id), await people.sight(carol.id, mallory.id)]).toEqual([
    'card',
    undefined,
  ])
})

test('of many who were shown, the latest are remembered', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol } = cast
  people.meet(carol.id, [bob.id])
  people.meet(carol.id, [...Array.from({ length: 300 }, (_, at) => 10_000 + at), bob.id])
  people.meet(
    carol.id,
    Array.from({ length: 499 }, (_, at) => 20_000 + at),
  )
  expect(await people.sight(carol.id, bob.id)).toBe('face')
  people.meet(carol.id, [alice.id, 30_000])
  expect(await people.sight(carol.id, bob.id)).toBeUndefined()
})
