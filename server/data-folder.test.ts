import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeToOthers, DataFolderInUse, DataFolderUnusable, lockDataFolder } from './data-folder.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hongyan-lock-'))
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

test('the folder is made for its owner alone', () => {
  lockDataFolder(join(root, 'a', 'data'))[Symbol.dispose]()
  expect(statSync(join(root, 'a', 'data')).mode & 0o777).toBe(0o700)
})

const modeOf = (...path: string[]) => (statSync(join(root, ...path)).mode & 0o777).toString(8)

test('a folder that others could enter is closed to them, with all that it holds, and it is said', () => {
  chmodSync(root, 0o755)
  mkdirSync(join(root, 'files'))
  chmodSync(join(root, 'files'), 0o755)
  const files = ['hongyan.db', 'hongyan.db-wal', 'hongyan.db-shm', 'search.db', 'search.db-wal', 'lock.db']
  for (const name of files) writeFileSync(join(root, name), '', { mode: 0o644 })
  expect(closeToOthers(root)).toHaveLength(files.length + 2)
  expect([modeOf(), modeOf('files'), ...files.map(name => modeOf(name))]).toEqual([
    '700',
    '700',
    ...files.map(() => '600'),
  ])
  expect(closeToOthers(root)).toEqual([])
})

test('a folder that holds other things stays as it is, but for what is ours', () => {
  chmodSync(root, 0o755)
  writeFileSync(join(root, 'notes.txt'), '')
  chmodSync(join(root, 'notes.txt'), 0o644)
  writeFileSync(join(root, 'hongyan.db'), '')
  chmodSync(join(root, 'hongyan.db'), 0o644)
  expect(closeToOthers(root)).toEqual([expect.stringMatching(/hongyan\.db was open to other users .*mode 644/)])
  expect([modeOf(), modeOf('notes.txt'), modeOf('hongyan.db')]).toEqual(['755', '644', '600'])
})

test('a second claim is refused until the first is given back', () => {
  const first = lockDataFolder(root)
  expect(() => lockDataFolder(root)).toThrow(DataFolderInUse)
  first[Symbol.dispose]()
  lockDataFolder(root)[Symbol.dispose]()
})

test('another process is refused, and its sudden death frees the folder', async () => {
  const program = `import { lockDataFolder } from ${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)}
    globalThis.lock = lockDataFolder(${JSON.stringify(root)})
    console.log('locked')
    setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(other.stdout, 'data')
  expect(String(said).trim()).toBe('locked')
  expect(() => lockDataFolder(root)).toThrow(/in use by another Hongyan process/)

  other.kill('SIGKILL')
  await once(other, 'exit')
  lockDataFolder(root)[Symbol.dispose]()
})

test('a path that cannot be a folder is named with the reason', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => lockDataFolder(join(root, 'file', 'data'))).toThrow(DataFolderUnusable)
})
