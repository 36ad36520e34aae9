import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../blobs/folder.ts'
import { createInProcessBus } from '../bus/in-process.ts'
import { createTestCore } from '../core.testing.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Store } from '../store/store.ts'
import { createCommands } from './commands.ts'

let root = ''
let store: Store
let run: (line: string) => Promise<string>

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'hongyan-company-'))
  store = await openSqliteStore({ folder: root })
  const [bus, blobs] = [createInProcessBus(), createFolderBlobs({ folder: join(root, 'files') })]
  const commands = createCommands({
    core: createTestCore({ store, bus, blobs }),
    store,
    blobs,
    dataFolder: root,
    user: 'tester',
  })
  run = line => commands.run(line.split(' '))
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

const importing = (text: string) => {
  writeFileSync(join(root, 'people.csv'), text)
  return run(`user import ${join(root, 'people.csv')}`)
}

test('a company has the seats of its licence, and so have those below it', async () => {
  await run('license add 标准版 --seats 2')
  await run('company add 集团 --license 标准版')
  await run('company add 分公司 --parent 集团')
  await run('user add alice 爱丽丝 --company 集团')
  await run('user add bob 鲍勃 --company 分公司')
  await expect(run('user add carol 卡罗尔 --company 分公司')).rejects.toThrow(
    'Refused: the licence "标准版" allows 2 enabled people, not more.',
  )
  await run('user disable bob')
  await run('user add carol 卡罗尔 --company 分公司')
  await expect(run('user enable bob')).rejects.toThrow('allows 2 enabled people')
  await expect(importing('username,trueName,company\ndave,戴夫,集团\n')).rejects.toThrow('allows 2 enabled people')
  expect(await store.users.count()).toBe(3)
  await run('license add 旗舰版 --seats 100 --levels 5')
  await run('company license 分公司 旗舰版')
  await run('user enable bob')
  await expect(run('user add erin 艾琳 --company 集团')).resolves.toContain('erin was added')
})

test('departments are not made deeper than the licence says', async () => {
  await run('license add 平 --seats 9 --levels 1')
  await run('company add 集团 --license 平')
  await expect(importing('username,trueName,company,department\nalice,爱丽丝,集团,研发/平台\n')).rejects.toThrow(
    'the licence "平" allows 1 levels',
  )
  expect(await store.users.count()).toBe(0)
})

test('an import puts people into several departments, the main one first', async () => {
  await importing(
    'username,trueName,company,department,position\nalice,爱丽丝,集团,研发/平台; 质量 ;研发/平台,工程师\n',
  )
  const company = (await store.directory.companies())[0]?.id ?? 0
  const [alice] = await store.contacts.ofCompany(company)
  expect(alice?.posts).toMatchObject([
    { departmentName: '平台', position: '工程师', isMain: true },
    { departmentName: '质量', isMain: false },
  ])
})

test('what is missing, unknown or there already is refused with the reason', async () => {
  await run('license add 标准版 --seats 2')
  await run('company add 集团')
  const refused = [
    ['company add', 'is expected'],
    ['company add 集团', 'There is a company "集团" already'],
    ['company add 新 --parent 没有', 'no company "没有"'],
    ['company add 新 --license 没有', 'no licence "没有"'],
    ['company license 集团', 'is expected'],
    ['company license 集团 没有', 'no licence "没有"'],
    ['license add 新', '--seats is expected'],
    ['license add 新 --seats 0', 'from 1'],
    ['license add 标准版 --seats 3', 'a licence "标准版" already'],
    ['license add 新 --seats 3 --levels x', '--levels is expected'],
  ] as const
  for (const [line, reason] of refused) await expect(run(line)).rejects.toThrow(reason)
})
