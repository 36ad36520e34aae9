import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from './temp-folder.ts'

const root = join(import.meta.dirname, '..')

test('packages are never installed through a link, into the folder of another checkout', () => {
  using folder = tempFolder()
  const [other, clone] = [join(folder.path, 'other'), join(folder.path, 'clone')]
  for (const path of [other, clone, join(clone, 'bin')]) mkdirSync(path)
  writeFileSync(join(other, 'kept'), '')
  symlinkSync(other, join(clone, 'node_modules'), 'junction')
  for (const name of ['package.json', 'package-lock.json', 'bin/run.js'])
    copyFileSync(join(root, name), join(clone, name))
  const { status, stderr } = spawnSync(process.execPath, ['bin/run.js', 'types'], { cwd: clone, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('node_modules is a link')
  expect(existsSync(join(other, 'kept'))).toBe(true)
})
