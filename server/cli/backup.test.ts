import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createInProcessBus } from '../bus/in-process.ts'
import { createTestCore } from '../core.testing.ts'
import { holdDataFolder } from '../data-folder.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Store } from '../store/store.ts'
import { restore } from './backup.ts'
import { createCommands } from './commands.ts'

let root = ''
let store: Store
let folder: DataFolder
let run: (line: string) => Promise<string>
const data = () => join(root, 'data')
const backupFolder = () => join(root, 'backup')
const hold = (path: string) => holdDataFolder(path, () => undefined)

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'hongyan-cli-'))
  folder = hold(data())
  store = await folder.openStore()
  const bus = createInProcessBus()
  const { blobs } = folder
  const core = createTestCore({ store, bus, blobs })
  const commands = createCommands({ core, store, blobs, dataFolder: data(), user: 'tester' })
  run = line => commands.run(line.split(' '))
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
  rmSync(root, { recursive: true, force: true })
})

test('a backup comes back whole in an empty folder, and nowhere else', async () => {
  await run('user add alice 爱丽丝')
  await folder.blobs.write('abcdef.txt', Buffer.from('bytes'))
  await run(`backup ${backupFolder()}`)
  await expect(run(`backup ${join(root, 'backup')}`)).rejects.toThrow('not empty')
  await expect(restore({ from: join(root, 'backup'), folder })).rejects.toThrow('nothing was restored')

  const fresh = join(root, 'fresh')
  using held = hold(fresh)
  await restore({ from: join(root, 'backup'), folder: held })
  await using restored = await held.openStore()
  expect(await restored.users.findAccount('alice')).toMatchObject({ trueName: '爱丽丝' })
  expect((await buffer(held.blobs.read('abcdef.txt'))).toString()).toBe('bytes')
})

test("a backup is its owner's alone, also in a folder that was there for everybody", async () => {
  mkdirSync(backupFolder(), { mode: 0o755 })
  chmodSync(backupFolder(), 0o755)
  await run(`backup ${backupFolder()}`)
  const modes = ['', 'files', 'hongyan.db', 'manifest.json'].map(name =>
    (statSync(join(backupFolder(), name)).mode & 0o777).toString(8),
  )
  expect(modes).toEqual(['700', '700', '600', '600'])
})

test('a backup is restored as it was, whatever an earlier database left in the folder', async () => {
  await run('user add alice 爱丽丝')
  await run(`backup ${join(root, 'backup')}`)
  await run('user add bob 鲍勃')
  const fresh = join(root, 'fresh')
  using held = hold(fresh)
  // Of a database that ended without tidying up only the main file was moved away.
  for (const name of ['hongyan.db-wal', 'hongyan.db-shm']) copyFileSync(join(data(), name), join(fresh, name))
  writeFileSync(join(fresh, 'search.db'), 'of other messages')
  await restore({ from: join(root, 'backup'), folder: held })
  expect(readdirSync(fresh).filter(name => name.startsWith('search') || name.startsWith('hongyan'))).toEqual([
    'hongyan.db',
  ])
  await using restored = await held.openStore()
  expect(await restored.users.findAccount('alice')).toMatchObject({ trueName: '爱丽丝' })
  expect(await restored.users.findAccount('bob')).toBeUndefined()
})

test('a folder without a manifest is no backup', async () => {
  await expect(restore({ from: root, folder })).rejects.toThrow('is no backup')
})

async function restoreInto(path: string): Promise<string> {
  using held = hold(path)
  return await restore({ from: backupFolder(), folder: held })
}

test('every hash of a backup can be checked with a common tool', async () => {
  await folder.blobs.write('abcdef.txt', Buffer.from('bytes'))
  await run(`backup ${backupFolder()}`)
  expect(execFileSync('sha256sum', ['--check', 'sha256.txt'], { cwd: backupFolder(), encoding: 'utf8' })).toBe(
    'hongyan.db: OK\nfiles/abcdef.txt: OK\n',
  )
})

/** Replaced, not written to: a file of the backup may be a link to the one in the data folder. */
const replace = (path: string, bytes: Buffer) => {
  unlinkSync(path)
  writeFileSync(path, bytes)
}
const flipped = (path: string) => {
  const bytes = readFileSync(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return bytes
}

test.each([
  ['one bit of the database', 'hongyan.db', flipped, 'hongyan.db was changed'],
  ['one bit of a file', 'files/abcdef.txt', flipped, 'files/abcdef.txt was changed'],
  [
    'the end of a file',
    'files/abcdef.txt',
    (path: string) => readFileSync(path).subarray(1),
    'files/abcdef.txt was changed',
  ],
  ['one bit of the hashes', 'sha256.txt', flipped, 'sha256.txt is missing or was changed'],
  ['the manifest', 'manifest.json', (path: string) => readFileSync(path).subarray(0, 20), 'not of a kind'],
])('a backup of which %s is wrong is refused before the data folder is touched', async (_, name, spoil, says) => {
  await run('user add alice 爱丽丝')
  await folder.blobs.write('abcdef.txt', Buffer.from('some bytes'))
  await run(`backup ${backupFolder()}`)
  replace(join(backupFolder(), name), spoil(join(backupFolder(), name)))
  const fresh = join(root, 'fresh')
  await expect(restoreInto(fresh)).rejects.toThrow(says)
  expect(existsSync(join(fresh, 'hongyan.db'))).toBe(false)
  using held = hold(fresh)
  expect(await Array.fromAsync(held.blobs.list())).toEqual([])
})

test('a backup of an earlier version, without hashes, is restored and says so', async () => {
  await run(`backup ${backupFolder()}`)
  unlinkSync(join(backupFolder(), 'sha256.txt'))
  const old = { product: 'hongyan', format: 1, madeAt: '2026-11-01T00:00:00.000Z', files: 0, bytes: 0 }
  writeFileSync(join(backupFolder(), 'manifest.json'), JSON.stringify(old))
  expect(await restoreInto(join(root, 'fresh'))).toMatch('kept no hashes')
})

test('a backup inside the data folder is refused, also through a link', async () => {
  await expect(run(`backup ${join(data(), 'backup')}`)).rejects.toThrow('inside the data folder')
  await expect(run(`backup ${data()}`)).rejects.toThrow('inside the data folder')
  symlinkSync(data(), join(root, 'elsewhere'))
  await expect(run(`backup ${join(root, 'elsewhere', 'new', 'backup')}`)).rejects.toThrow('inside the data folder')
  // Its name only begins like the data folder's.
  mkdirSync(join(root, 'data-backups'))
  expect(await run(`backup ${join(root, 'data-backups', 'first')}`)).toMatch('Backed up')
})
