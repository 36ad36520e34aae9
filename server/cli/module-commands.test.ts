import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderBlobs } from '../blobs/folder.ts'
import { createInProcessBus } from '../bus/in-process.ts'
import { createTestCore } from '../core.testing.ts'
import { createKeys } from '../features/modules/keys.ts'
import { createTestStore } from '../store/conformance/test-store.ts'
import type { Store } from '../store/store.ts'
import { createCommands } from './commands.ts'

let store: Store
let run: (line: string) => Promise<string>

beforeEach(async () => {
  store = await createTestStore()
  const [bus, blobs] = [createInProcessBus(), createFolderBlobs({ folder: '/nonexistent' })]
  const commands = createCommands({
    core: createTestCore({ store, bus, blobs }),
    store,
    blobs,
    dataFolder: '',
    user: 'tester',
  })
  run = line => commands.run(line.split(' '))
})
afterEach(() => store[Symbol.asyncDispose]())

const keyOf = (said: string) => said.split(' ').at(-1) ?? ''
const isKey = (key: string, moduleId: number) =>
  createKeys({ store, clock: Date.now })
    .moduleOf(moduleId, key, '::1')
    .then(
      () => true,
      () => false,
    )

test('a module is added with a key that is shown once, gets a new one, is disabled and enabled', async () => {
  await store.directory.createCompany({ name: '鸿雁' })
  const said = await run('module add 审批 --avatar https://oa.example/a.png --company 鸿雁')
  const id = Number(/id (\d+)/.exec(said)?.[1])
  expect(await isKey(keyOf(said), id)).toBe(true)
  expect(await store.modules.find(id)).toMatchObject({
    name: '审批',
    avatar: 'https://oa.example/a.png',
    companyId: 1,
    isEnabled: true,
  })

  const renewed = await run(`module key ${id}`)
  expect([await isKey(keyOf(said), id), await isKey(keyOf(renewed), id)]).toEqual([false, true])

  await run(`module disable ${id}`)
  expect(await isKey(keyOf(renewed), id)).toBe(false)
  expect(await run('module list')).toBe(`${id}  审批  (鸿雁 only)  disabled`)
  await run(`module enable ${id}`)
  expect(await isKey(keyOf(renewed), id)).toBe(true)
})

test('what cannot be done with a module is refused with the reason', async () => {
  await expect(run('module add')).rejects.toThrow('module add <name>')
  await expect(run('module add a b')).rejects.toThrow('in quotes')
  await expect(run('module add 审批 --avatar javascript:alert(1)')).rejects.toThrow('no http or https address')
  await expect(run('module add 审批 --company 没有')).rejects.toThrow('no company "没有"')
  await expect(run('module key 99')).rejects.toThrow('no module with the id "99"')
  await expect(run('module key 1')).rejects.toThrow('stands for all')
  await expect(run('module forget 2')).rejects.toThrow('no command "module forget"')
  expect(await run('module list')).toBe('There is no module.')
})

test('entries are added, listed and removed', async () => {
  await store.directory.createCompany({ name: '鸿雁' })
  expect(await run('entry list')).toBe('There is no entry.')
  await run('entry add card 报销 https://oa.example/expenses')
  await run('entry add node 考勤 https://hr.example/ --company 鸿雁')
  expect(await run('entry list')).toBe(
    '1  card  报销  https://oa.example/expenses\n2  node  考勤  https://hr.example/  (鸿雁 only)',
  )
  await run('entry remove 1')
  expect(await run('entry list')).not.toContain('报销')
  await expect(run('entry remove 1')).rejects.toThrow('no entry with the id "1"')
  await expect(run('entry add page 报销 https://oa.example/')).rejects.toThrow('entry add card|node')
  await expect(run('entry add card 报销')).rejects.toThrow('missing')
  await expect(run('entry add card 报销 file:///etc/passwd')).rejects.toThrow('no http or https address')
})
