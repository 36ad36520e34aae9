import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NodeEvent } from '../bus/bus.ts'
import { createInProcessBus } from '../bus/in-process.ts'
import type { Core } from '../core.ts'
import { createTestCore } from '../core.testing.ts'
import { holdDataFolder } from '../data-folder.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Store } from '../store/store.ts'
import { adminSocketPath, askServer, serveAdmin } from './admin-socket.ts'
import { createCommands } from './commands.ts'

let root = ''
let store: Store
let folder: DataFolder
let told: NodeEvent[] = []
let run: (line: string) => Promise<string>
let core: Core
const data = () => join(root, 'data')
const hold = (path: string) => holdDataFolder(path, () => undefined)

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'hongyan-cli-'))
  folder = hold(data())
  store = await folder.openStore()
  told = []
  const bus = createInProcessBus()
  bus.onAll(event => {
    told.push(event)
  })
  const { blobs } = folder
  core = createTestCore({ store, bus, blobs })
  const commands = createCommands({ core, store, blobs, dataFolder: data(), user: 'tester' })
  run = line => commands.run(line.split(' '))
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
  rmSync(root, { recursive: true, force: true })
})

const csv = (text: string) => {
  writeFileSync(join(root, 'people.csv'), text)
  return `user import ${join(root, 'people.csv')}`
}
const mayLogIn = async (username: string, password: string) =>
  core.passwords.verify((await store.users.findAccount(username))?.passwordHash, password)
const logIn = async (userId: number) => {
  await store.tokens.create(
    {
      hash: 'a'.repeat(64),
      userId,
      platform: 'web',
      kind: 'web',
      device: 'd',
      brand: 'b',
      address: '::1',
      createdAt: 1,
      usedAt: 1,
      stage: 'full',
    },
    false,
    'password',
  )
}

test('an added person logs in with the password that was shown, and must change it', async () => {
  const said = await run('user add Alice 爱丽丝 --phone 13800000001 --email Alice@example.com --admin')
  const password = said.split(' ').at(-1) ?? ''
  expect(await mayLogIn('alice', password)).toBe(true)
  expect(await mayLogIn('13800000001', password)).toBe(true)
  expect(await store.users.findAccount('alice')).toMatchObject({
    trueName: '爱丽丝',
    email: 'alice@example.com',
    isAdmin: true,
    mustChangePassword: true,
  })
})

test('a taken name, a bad number and an unknown company are refused with the reason', async () => {
  await run('user add alice 爱丽丝')
  await expect(run('user add alice 别人')).rejects.toThrow('"alice" is taken')
  await expect(run('user add bob 鲍勃 --phone 12x')).rejects.toThrow('no phone number')
  await expect(run('user add bob 鲍勃 --company 没有')).rejects.toThrow('no company "没有"')
  expect(await store.users.count()).toBe(1)
})

test('an import makes people, companies and departments', async () => {
  const said = await run(
    csv(
      'username,trueName,phone,email,company,department,position\nalice,爱丽丝,,,鸿雁,研发/平台,工程师\nbob,鲍勃,,,鸿雁,研发,经理\n',
    ),
  )
  const alice = await store.users.findAccount('alice')
  const password = /^alice,(.+)$/m.exec(said)?.[1] ?? ''
  expect(await mayLogIn('alice', password)).toBe(true)
  expect(await store.directory.placement(alice?.id ?? 0)).toMatchObject({
    company: { name: '鸿雁' },
    department: { name: '平台', level: 2 },
  })
  expect((await store.directory.companies()).map(company => company.name)).toEqual(['鸿雁'])
})

test('a table in GBK, with semicolons and Chinese columns, makes the people that it names', async () => {
  // Written by Excel on a Chinese Windows: 用户名;姓名;公司;部门 / alice;王芳;鸿雁;研发
  const gbk = 'd3c3bba7c3fb3bd0d5c3fb3bb9abcbbe3bb2bfc3c50d0a616c6963653bcdf5b7bc3bbae8d1e33bd1d0b7a20d0a'
  writeFileSync(join(root, 'people.csv'), Buffer.from(gbk, 'hex'))
  await run(`user import ${join(root, 'people.csv')}`)
  const alice = await store.users.findAccount('alice')
  expect(alice).toMatchObject({ trueName: '王芳', pinyin: 'wangfang' })
  expect(await store.directory.placement(alice?.id ?? 0)).toMatchObject({
    company: { name: '鸿雁' },
    department: { name: '研发' },
  })
})

test('each department has its own position, or all have the one that is given', async () => {
  const header = 'username,trueName,company,department,position\n'
  await run(
    csv(
      `${header}alice,爱丽丝,鸿雁,研发/平台;产品,工程师;顾问\nbob,鲍勃,鸿雁,研发;产品,经理\ncarol,卡罗尔,鸿雁,研发;产品,;顾问\n`,
    ),
  )
  const company = (await store.directory.companies())[0]
  const members = await store.contacts.ofCompany(company?.id ?? 0)
  const places = members.flatMap(member =>
    member.posts.map(post => `${member.username} ${post.departmentName} ${post.position ?? '-'}`),
  )
  expect(places.sort()).toEqual([
    'alice 产品 顾问',
    'alice 平台 工程师',
    'bob 产品 经理',
    'bob 研发 经理',
    'carol 产品 顾问',
    'carol 研发 -',
  ])
  await expect(run(csv(`${header}dave,戴夫,鸿雁,研发;产品,一;二;三\n`))).rejects.toThrow(
    'line 2: 3 positions for 2 departments',
  )
  await expect(
    run(csv(`${header}dave,戴夫,鸿雁,研发,"经\n理"\nerin,艾琳,,,\u200b\nfrank,弗兰克,,,\u202e理经\n`)),
  ).rejects.toThrow(/line 2: .*line ends or other controls.*\nline 4: .*nothing that can be seen.*\nline 5: .*controls/)
})

test('an import that the licence refuses makes no company and no department either', async () => {
  await run('license add small --seats 1')
  await run('company add 鸿雁 --license small')
  const table = csv(
    'username,trueName,company,department\nalice,爱丽丝,鸿雁,研发\nbob,鲍勃,鸿雁,市场\ncarol,卡罗尔,别家,财务\n',
  )
  await expect(run(table)).rejects.toThrow('the licence "small" allows 1')
  expect(await store.users.count()).toBe(0)
  expect((await store.directory.companies()).map(company => company.name)).toEqual(['鸿雁'])
  expect(await store.directory.departments((await store.directory.companies())[0]?.id ?? 0)).toEqual([])
})

test('an import with mistakes keeps nothing and names every line', async () => {
  await run('user add carol 卡罗尔')
  await expect(
    run(csv('username,trueName,email\nalice,爱丽丝,a@example.com\nbob,,nonsense\nalice,又一个,\n')),
  ).rejects.toThrow(/line 3: the true name[^]*line 3: "nonsense"[^]*line 4: username "alice" is on line 2/)
  await expect(run(csv('username,trueName\nalice,爱丽丝\ncarol,卡罗尔\n'))).rejects.toThrow('line 3: "carol" is taken')
  await expect(run(csv('username,naem\n'))).rejects.toThrow(/no such column "naem"[^]*trueName is missing/)
  expect(await store.users.count()).toBe(1)
})

test.each([
  ['a workbook', Buffer.from('PK\x03\x04…'), 'Save it as "CSV UTF-8" first.'],
  [
    'an encoding that is not clear',
    Buffer.from('username,trueName\nm,M\xfcller\n', 'latin1'),
    'The file is not UTF-8 (see line 2), and its encoding is not clear.',
  ],
  [
    'signs that were destroyed',
    Buffer.from('username,trueName\na,\ufffd\n'),
    'line 2: there are signs that an earlier conversion has destroyed.',
  ],
  ['a quote that is open', Buffer.from('username,trueName\na,"b\n'), 'line 2: a quote is not closed'],
])('a table with %s is refused with what to do', async (_, bytes, says) => {
  writeFileSync(join(root, 'people.csv'), bytes)
  await expect(run(`user import ${join(root, 'people.csv')}`)).rejects.toThrow(says)
})

test('a new password and disabling end every login, and every node hears of it', async () => {
  const before = (await run('user add alice 爱丽丝')).split(' ').at(-1) ?? ''
  const id = (await store.users.findAccount('alice'))?.id ?? 0
  await logIn(id)
  told = []
  const after = (await run('user password alice')).split(' ').at(-1) ?? ''
  expect([await mayLogIn('alice', before), await mayLogIn('alice', after)]).toEqual([false, true])
  expect(told).toContainEqual({ type: 'tokensEnded', hashes: ['a'.repeat(64)], reason: 'over' })
  expect(told).toContainEqual({ type: 'usersChanged', userIds: [id] })

  await logIn(id)
  await run('user disable alice')
  expect(await store.tokens.find('a'.repeat(64))).toBeUndefined()
  expect((await store.users.find(id))?.isEnabled).toBe(false)
  await run('user enable alice')
  expect((await store.users.find(id))?.isEnabled).toBe(true)
})

test('groups are made and changed by usernames', async () => {
  await run(csv('username,trueName\nalice,爱丽丝\nbob,鲍勃\ncarol,卡罗尔\n'))
  const said = await run('group create 项目组 --owner alice --members bob')
  const id = Number(/id (\d+)/.exec(said)?.[1])
  const size = async () => (await store.conversations.memberIds(id)).userIds.length
  expect(await size()).toBe(2)
  await run(`group add ${id} bob,carol`)
  expect(await size()).toBe(3)
  await run(`group remove ${id} bob`)
  expect(await size()).toBe(2)
  const lines = await store.messages.inSpans(id, [{ from: 1, to: 9 }])
  expect(lines.map(line => line.content)).toEqual([
    '爱丽丝 将 鲍勃 移出了群聊',
    '爱丽丝 邀请 卡罗尔 加入了群聊',
    '爱丽丝 邀请 鲍勃 加入了群聊',
  ])
  await expect(run(`group remove ${id} alice`)).rejects.toThrow('owner cannot be removed')
  await expect(run(`group add ${id} mallory`)).rejects.toThrow('no user "mallory"')
})

describe('the group of somebody who was disabled', () => {
  let id = 0
  const owner = async () => {
    const group = await store.conversations.group(id)
    return (await store.users.find(group?.ownerId ?? 0))?.username
  }
  const lines = async () => (await store.messages.inSpans(id, [{ from: 1, to: 99 }])).map(line => line.content)

  beforeEach(async () => {
    await run(csv('username,trueName\nalice,爱丽丝\nbob,鲍勃\ncarol,卡罗尔\n'))
    id = Number(/id (\d+)/.exec(await run('group create 项目组 --owner alice --members bob'))?.[1])
    await run(`group add ${id} carol`)
  })

  test('is owned by who has been there longest, and stays so when they are enabled again', async () => {
    await run('user disable alice')
    expect(await owner()).toBe('bob')
    expect((await lines())[0]).toBe('鲍勃 成为了群主')
    await run('user enable alice')
    expect(await owner()).toBe('bob')
    expect((await store.groups.parts(id)).map(part => part.role).sort()).toEqual(['member', 'member', 'owner'])
  })

  test('where all are disabled, is owned by the first who is enabled or comes', async () => {
    for (const name of ['bob', 'carol', 'alice']) await run(`user disable ${name}`)
    expect(await owner()).toBe('alice')
    await run('user enable carol')
    expect(await owner()).toBe('carol')
    await run('user disable carol')
    await run('user add dave 戴夫')
    await run(`group add ${id} dave`)
    expect(await owner()).toBe('dave')
  })

  test('is not of somebody who could not log in to begin with', async () => {
    await run('user disable carol')
    await expect(run('group create 别的 --owner carol')).rejects.toThrow('carol is disabled')
    await expect(run(`group owner ${id} carol`)).rejects.toThrow('carol is disabled')
  })

  test('and every other group is handed to a member by command', async () => {
    await run('user add mallory 马洛里')
    expect(await run(`group owner ${id} carol`)).toBe('carol owns "项目组".')
    expect([await owner(), (await lines())[0]]).toEqual(['carol', '卡罗尔 成为了群主'])
    await expect(run(`group owner ${id} mallory`)).rejects.toThrow(`group add ${id} mallory`)
    await expect(run(`group owner ${id} nobody`)).rejects.toThrow('no user "nobody"')
    await expect(run('group owner 999 bob')).rejects.toThrow('no group with the id "999"')
    await expect(run(`group owner ${id}`)).rejects.toThrow('group owner <group id> <username> is expected')
  })
})

test('the doctor is content with a sound folder and names a file whose bytes are gone', async () => {
  expect(await run('doctor')).toMatch(/ok {6}lock[^]*ok {6}database file[^]*ok {6}files/)
  await store.files.create({
    ownerId: 1,
    name: 'a.txt',
    extension: 'txt',
    contentType: 'text/plain',
    size: 1,
    playTime: 0,
    blob: 'gone42.txt',
    thumbBlob: null,
    createdAt: 1,
  })
  expect(await run('doctor')).toMatch(/FAILED {2}files: the bytes of file 1 \(gone42\.txt\) are missing/)
})

test('a running server does commands over its socket, and says why it refuses', async () => {
  expect(await askServer(data(), ['doctor'], 'tester')).toBeUndefined()
  const server = await serveAdmin({ folder: data(), run: argv => run(argv.join(' ')) })
  expect(statSync(adminSocketPath(data())).mode & 0o777).toBe(0o600)
  expect(await askServer(data(), ['user', 'add', 'alice', '爱丽丝'], 'tester')).toMatch('alice was added')
  await expect(askServer(data(), ['user', 'enable', 'mallory'], 'tester')).rejects.toThrow('no user "mallory"')
  await server[Symbol.asyncDispose]()
  expect(existsSync(adminSocketPath(data()))).toBe(false)
})
