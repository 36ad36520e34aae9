import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PersonCard } from '../../../contract/people.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { urlsOn } from '../../lib/route.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import { createPeople } from './people.ts'
import { cardWire } from './wire.ts'

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
  cast = { alice: await person('alice', root), bob: await person('bob', branch), carol: await person('carol', null), mallory: await person('mallory', null) }
  await store.directory.befriend(cast.alice.id, cast.carol.id, 1)
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
  const asked = { branch: await people.mayTalk(alice.id, bob.id), friend: await people.mayTalk(alice.id, carol.id), stranger: await people.mayTalk(mallory.id, alice.id) }
  expect(asked).toEqual(may)
  expect({ branch: people.knownMayTalk(alice.id, bob.id), friend: people.knownMayTalk(alice.id, carol.id), stranger: people.knownMayTalk(mallory.id, alice.id) }).toEqual(may)
  expect(await Promise.all((await people.visibleCompanies(alice.id)).map(async id => (await store.directory.company(id))?.name))).toEqual(companies)
  expect(await people.maySee(mallory.id, bob.id)).toBe(may.stranger)
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
  await store.directory.befriend(bob.id, carol.id, 2)
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
  expect(people.knownUser(alice.id)?.username).toBe('alice')
})

test('a card is what the contract says, with empty texts where there is nothing to say', async () => {
  const people = createPeople({ store, bus })
  const { alice, bob, carol, mallory } = cast
  const colleague = await people.card(alice, bob.id)
  expect(PersonCard.parse(cardWire(colleague.user, colleague.placement, url))).toMatchObject({ company: { text: '分公司' }, sex: { id: 56, text: '未知', code: '803' } })
  const own = await people.card(carol, carol.id)
  expect(PersonCard.parse(cardWire(own.user, own.placement, url))).toMatchObject({ company: { text: '' }, role: { text: '' }, dept: null, license: null })
  await expect(people.card(mallory, alice.id)).rejects.toMatchObject({ failure: 'user.notVisible', code: 403 })
  await expect(people.card(mallory, 404)).rejects.toMatchObject({ failure: 'user.unknown', code: 404 })
})
