import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderInUse, DataFolderUnusable, lockDataFolder } from './data-folder.ts'

let root = ''
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'hongyan-lock-')) })
afterEach(() => { rmSync(root, { recursive: true, force: true }) })

test('the folder is made for its owner alone', () => {
  lockDataFolder(join(root, 'a', 'data'))[Symbol.dispose]()
  expect(statSync(join(root, 'a', 'data')).mode & 0o777).toBe(0o700)
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
  const other = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
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
