import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Contact, DepartmentNode, FoundGroup } from '../../../contract/directory.ts'
import { limits } from '../../../contract/limits.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createRation } from '../../lib/ration.ts'
import { urlsOn } from '../../lib/route.ts'
import { befriend, createGroup } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { NewUser, User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import { createPeople, type People } from '../people/people.ts'
import type { ReachPolicy } from '../people/reach.ts'
import { createDirectory } from './directory.ts'
import { companyPeopleWire, contactWire, departmentsWire, foundGroupWire } from './wire.ts'

const url = urlsOn('https://im.example')
const bus = createInProcessBus()
const entry = (id: number, text: string) => ({ id, text, avatar: '', redirect: 'https://oa.example/', ticket: 0 })
let folder: string
let store: Store
let online: Set<number>
let root: number
let branch: number
let far: number
let cast: Record<'alice' | 'bob' | 'carol' | 'mallory', User>

async function person(username: string, more: Partial<NewUser>): Promise<User> {
  const id = await store.users.create({ username, trueName: username, passwordHash: 'none', createdAt: 1, ...more })
  const user = await store.users.find(id)
  if (!user) throw new Error('not created')
  return user
}

let people: People
let hour = 0

function setUp(reachPolicy?: ReachPolicy) {
  people = createPeople({ store, bus, reachPolicy })
  const entries = async () => ({ cards: [entry(1, '报销系统'), entry(2, '考勤')], nodes: [entry(3, '报表')] })
  const ration = createRation({ person: 1000, network: 1000, module: 1000 }, () => hour * 3_600_000)
  return createDirectory({ store, bus, people, entries, ration, isOnline: userId => online.has(userId) })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-directory-'))
  store = await openSqliteStore({ folder })
  online = new Set()
  root = await store.directory.createCompany({ name: '总公司' })
  branch = await store.directory.createCompany({ name: '分公司', parentId: root })
  far = await store.directory.createCompany({ name: '别的公司' })
  cast = {
    alice: await person('alice', { companyId: branch }),
    bob: await person('bob', { companyId: root, trueName: '张伟', phone: '13800000001' }),
    carol: await person('carol', { companyId: far, phone: '13900000001', email: 'carol@example.com' }),
    mallory: await person('mallory', { companyId: null }),
  }
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test("one's own company comes first, then those of other departments", async () => {
  const directory = setUp()
  const departmentId = await store.directory.createDepartment({ name: '顾问', companyId: root })
  await store.directory.placeInDepartment({ userId: cast.alice.id, departmentId, position: null, isMain: false })
  expect((await directory.ownCompanies(cast.alice)).map(company => company.name)).toEqual(['分公司', '总公司'])
  expect(await directory.ownCompanies(cast.mallory)).toEqual([])
})

test("companies of the tree are seen with their people, nobody else's", async () => {
  const directory = setUp()
  const listed = (await directory.companiesWithPeople(cast.alice)).map(each => companyPeopleWire(each, url))
  expect(
    listed.map(({ text, userCount, children }) => [text, userCount, children.map(child => child.trueName)]),
  ).toEqual([
    ['分公司', 1, ['alice']],
    ['总公司', 1, ['张伟']],
  ])
  expect(await directory.companiesWithPeople(cast.mallory)).toEqual([])
  expect((await directory.people(cast.alice, root)).map(({ id }) => id)).toEqual([cast.bob.id])
  await expect(directory.people(cast.alice, far)).rejects.toMatchObject({ failure: 'company.unknown', code: 404 })
  await expect(directory.departments(cast.mallory, root)).rejects.toMatchObject({ failure: 'company.unknown' })
  await expect(directory.people(cast.alice, 404)).rejects.toMatchObject({ failure: 'company.unknown', code: 404 })
})

test.each([
  ['company', ['分公司']],
  ['friends', []],
  ['everyone', ['分公司', '总公司', '别的公司']],
] as const)('with reach %s the companies seen are %j', async (policy, names) => {
  const directory = setUp(policy)
  expect((await directory.companiesWithPeople(cast.alice)).map(({ company }) => company.name)).toEqual(names)
  const asked = directory.people(cast.alice, root)
  if (policy === 'everyone') expect(await asked).toHaveLength(1)
  else await expect(asked).rejects.toMatchObject({ failure: 'company.unknown' })
})

test('a person is listed with every department; what changes is seen at once', async () => {
  const directory = setUp()
  const [first, second] = [
    await store.directory.createDepartment({ name: '研发', companyId: root }),
    await store.directory.createDepartment({ name: '质量', companyId: root }),
  ]
  await store.directory.placeInDepartment({ userId: cast.bob.id, departmentId: first, position: '顾问', isMain: false })
  await store.directory.placeInDepartment({ userId: cast.bob.id, departmentId: second, position: '主管', isMain: true })
  const [bob] = (await directory.people(cast.alice, root)).map(contact => Contact.parse(contactWire(contact, url)))
  expect(bob).toMatchObject({
    companyName: '总公司',
    deptName: '质量',
    position: '主管',
    pinyin: 'zhangwei',
    initials: 'zw',
    posts: [
      { deptId: second, deptName: '质量', position: '主管', main: 1 },
      { deptId: first, deptName: '研发', position: '顾问', main: 0 },
    ],
  })
  await store.users.change(cast.bob.id, { trueName: '李娜' })
  bus.toAll({ type: 'usersChanged', userIds: [cast.bob.id] })
  expect((await directory.people(cast.alice, root)).map(({ trueName }) => trueName)).toEqual(['李娜'])
  await store.users.change(cast.mallory.id, { companyId: root })
  bus.toAll({ type: 'reachChanged' })
  expect(await directory.people(cast.alice, root)).toHaveLength(2)
})

test('departments are a tree of any depth, and count each person once', async () => {
  const directory = setUp()
  const top = await store.directory.createDepartment({ name: '研发', companyId: root, ownerId: cast.bob.id })
  const [left, right] = [
    await store.directory.createDepartment({ name: '平台', companyId: root, parentId: top }),
    await store.directory.createDepartment({ name: '质量', companyId: root, parentId: top }),
  ]
  for (const departmentId of [left, right])
    await store.directory.placeInDepartment({
      userId: cast.bob.id,
      departmentId,
      position: null,
      isMain: departmentId === left,
    })
  await store.directory.placeInDepartment({ userId: cast.alice.id, departmentId: top, position: null, isMain: true })
  const tree = departmentsWire(await directory.departments(cast.alice, root))
  expect(DepartmentNode.array().parse(tree)).toMatchObject([
    {
      id: top,
      text: '研发',
      ownerName: '张伟',
      level: 1,
      leaf: 0,
      userCount: 1,
      userContainChild: 2,
      childDeptCount: 2,
      children: [
        {
          id: left,
          level: 2,
          userCount: 1,
          userContainChild: 1,
          childDeptCount: 0,
          leaf: 1,
          pid: String(top),
          children: [],
        },
        { id: right, userCount: 1 },
      ],
    },
  ])
  let parentId = right
  for (let depth = 0; depth < 300; depth++)
    parentId = await store.directory.createDepartment({ name: `${depth}`, companyId: root, parentId })
  const [deep] = departmentsWire(await directory.departments(cast.alice, root))
  let depth = 0
  for (let node = deep; node; node = node.children.at(-1)) depth++
  expect(depth).toBe(302)
})

test('colleagues are found by a part, strangers by the whole account only and without their numbers', async () => {
  const directory = setUp()
  const found = async (keyword: string) => (await directory.search(cast.alice, keyword, url)).contacts
  for (const keyword of [
    '伟',
    'ZhangWei',
    'zw',
    'bob',
    '1380000',
    '138 0000',
    '+86 138-0000-0001',
    '008613800000001',
    '１３８００００',
  ])
    expect(await found(keyword)).toMatchObject([{ id: cast.bob.id, phone: '13800000001' }])
  for (const keyword of ['carol', '13900000001', '+86 139 0000 0001', 'Carol@example.com'])
    expect(await found(keyword)).toMatchObject([{ id: cast.carol.id, phone: null, email: null }])
  for (const keyword of ['caro', '1390000', '', '   ', 'nobody']) expect(await found(keyword)).toEqual([])
  await befriend(store, cast.alice.id, cast.carol.id)
  expect(await found('caro')).toMatchObject([{ id: cast.carol.id, phone: '13900000001' }])
})

test('of a stranger who is found only name and picture are told, and then they may be asked to be a friend', async () => {
  const directory = setUp()
  const { alice, carol } = cast
  const departmentId = await store.directory.createDepartment({ name: '财务', companyId: far })
  await store.directory.placeInDepartment({ userId: carol.id, departmentId, position: '会计', isMain: true })
  expect(await people.sight(alice.id, carol.id)).toBeUndefined()
  const [found] = (await directory.search(alice, '13900000001', url)).contacts
  expect(found && contactWire(found, url)).toMatchObject({
    id: carol.id,
    trueName: 'carol',
    username: '',
    phone: null,
    email: null,
    companyId: null,
    companyName: null,
    deptName: null,
    position: null,
    posts: [],
  })
  expect(await people.sight(alice.id, carol.id)).toBe('face')
})

test('strangers are looked up so many an hour, whether somebody has the number or not; colleagues are found all the time', async () => {
  const directory = setUp()
  const { alice, bob, carol } = cast
  const search = (keyword: string) => directory.search(alice, keyword, url)
  // Who types on looks up one number.
  for (let length = 5; length <= 11; length++) await search('13700000000'.slice(0, length))
  for (let at = 1; at < limits.lookUpsAnHour; at++) await search(`1370000${1000 + at}`)
  for (const keyword of ['13800000009', '+86 139 0000 0001', 'carol@example.com'])
    await expect(search(keyword)).rejects.toMatchObject({ failure: 'request.tooMany', code: 429 })
  expect((await search('carol')).contacts).toEqual([])
  for (const keyword of ['13800000001', '1380000', 'zw', 'bob'])
    expect((await search(keyword)).contacts).toMatchObject([{ id: bob.id }])
  hour += 1
  expect((await search('carol@example.com')).contacts).toMatchObject([{ id: carol.id }])
})

test.each(["'", '’', "''", '%', '_', '\\', '\u200b', '"'])(
  "the sign %j is in nobody's name, and finds nobody",
  async keyword => {
    const directory = setUp()
    await createGroup(store, { name: '项目', ownerId: cast.bob.id, isPublic: true, userIds: [cast.alice.id] })
    expect(await directory.search(cast.alice, keyword, url)).toEqual({ cards: [], contacts: [], groups: [], nodes: [] })
  },
)

test('names are compared as messages are: accents, width and case make no difference, an apostrophe is found where one is', async () => {
  const directory = setUp()
  await store.users.change(cast.bob.id, { trueName: "José Ｗang O'Neil" })
  await createGroup(store, { name: 'Café Ｃlub', ownerId: cast.bob.id, isPublic: true })
  const found = async (keyword: string) => {
    const { contacts, groups } = await directory.search(cast.alice, keyword, url)
    return [...contacts.map(({ id }) => id === cast.bob.id), ...groups.map(({ group }) => group.name)]
  }
  for (const keyword of ['jose', 'JOSÉ', 'josé', 'wang', 'ｗＡＮＧ', "O'Neil", "o'n", "o'\u200bneil"])
    expect([keyword, await found(keyword)]).toEqual([keyword, [true]])
  for (const keyword of ['cafe', 'CAFÉ', 'ｃａｆｅ', 'club'])
    expect([keyword, await found(keyword)]).toEqual([keyword, ['Café Ｃlub']])
})

test.each([
  ['josé', ['jose', 'JOSÉ', 'josé', 'jos', 'ｊosé']],
  ['陳明', ['陳明', '陈明', '陈', '明']],
  ['Ｗang.é', ['wang.e', 'Ｗang.é', 'ng.é']],
])('the username %s is found however it is written', async (username, keywords) => {
  const directory = setUp()
  await store.users.change(cast.bob.id, { username })
  for (const keyword of keywords) {
    const { contacts } = await directory.search(cast.alice, keyword, url)
    expect([keyword, contacts.map(({ id }) => id)]).toEqual([keyword, [cast.bob.id]])
  }
})

test("groups are found by name and pinyin: own ones, and colleagues' that can be found", async () => {
  const directory = setUp()
  const group = (name: string, owner: User, isPublic: boolean, userIds: number[] = []) =>
    createGroup(store, { name, ownerId: owner.id, isPublic, userIds })
  const [own, open] = [
    await group('项目一组', cast.bob, false, [cast.alice.id]),
    await group('项目二组', cast.bob, true),
  ]
  await group('项目三组', cast.bob, false)
  await group('项目四组', cast.carol, true)
  for (const keyword of ['项目', 'xiangmu', 'xm']) {
    const { groups } = await directory.search(cast.alice, keyword, url)
    expect(groups.map(each => FoundGroup.parse(foundGroupWire(each, url)))).toMatchObject([
      { id: own, member: 1, count: 2, type: 0 },
      { id: open, groupId: open, text: '项目二组', member: 0, count: 1, type: 1 },
    ])
  }
  expect((await directory.search(cast.mallory, '项目', url)).groups).toEqual([])
})

test('entries are found by name and pinyin; nothing fits, nothing found', async () => {
  const directory = setUp()
  const ids = async (keyword: string) => {
    const { cards, nodes } = await directory.search(cast.alice, keyword, url)
    return [cards.map(({ id }) => id), nodes.map(({ id }) => id)]
  }
  expect(await ids('报')).toEqual([[1], [3]])
  expect(await ids('kaoqin')).toEqual([[2], []])
  expect(await ids('zzz')).toEqual([[], []])
})

test('who is connected is told to those who may see them', async () => {
  const directory = setUp()
  const { alice, bob, carol, mallory } = cast
  online = new Set([alice.id, bob.id, carol.id])
  const ids = [carol.id, bob.id, mallory.id, bob.id, alice.id, 404]
  expect(await directory.online(alice, ids)).toEqual([bob.id, alice.id])
  expect(await directory.online(mallory, ids)).toEqual([])
  await befriend(store, alice.id, carol.id)
  bus.toAll({ type: 'reachChanged', userIds: [alice.id, carol.id] })
  expect(await directory.online(alice, ids)).toEqual([carol.id, bob.id, alice.id])
})
