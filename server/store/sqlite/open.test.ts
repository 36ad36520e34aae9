import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databasePath } from './connection.ts'
import { openSqliteStore } from './open.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan-open-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A data folder as the first version left it, with these people. */
function olderFolder(names: readonly string[]): void {
  const db = new DatabaseSync(databasePath(folder))
  db.exec(readFileSync(new URL('../migrations/0001-first.sql', import.meta.url), 'utf8'))
  const insert = db.prepare("INSERT INTO users (username, true_name, password_hash, created_at) VALUES (?, ?, '-', 1)")
  for (const [at, name] of names.entries()) insert.run(`person-${at}`, name)
  db.exec('PRAGMA user_version = 1')
  db.close()
}

test('people of an older folder get their pinyin, so many at a time', async () => {
  olderFolder(['张伟', '李娜', 'Alice'])
  await using store = await openSqliteStore({ folder })
  expect(await store.users.find(1)).toMatchObject({ trueName: '张伟', pinyin: '' })
  expect(await store.users.fillPinyin(2)).toEqual([1, 2])
  expect(await store.users.fillPinyin(2)).toEqual([3])
  expect(await store.users.fillPinyin(2)).toEqual([])
  expect((await store.users.list(0, 9)).map(user => `${user.pinyin} ${user.initials}`)).toEqual([
    'zhangwei zw',
    'lina ln',
    'alice a',
  ])
})

test('a store that was closed leaves no write-ahead log, and all that was written', async () => {
  {
    await using store = await openSqliteStore({ folder })
    await store.users.create({ username: 'alice', trueName: 'Alice', passwordHash: '-', createdAt: 1 })
    expect(statSync(`${databasePath(folder)}-wal`).size).toBeGreaterThan(0)
  }
  expect(statSync(`${databasePath(folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
  await using again = await openSqliteStore({ folder })
  expect(await again.users.find(1)).toMatchObject({ trueName: 'Alice' })
})
