import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defineFunctions, openForWriting } from './connection.ts'
import { diagnose } from './doctor.ts'
import { openSqliteStore } from './open.ts'

const migrations = join(import.meta.dirname, '../migrations')
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan-migrate-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A data folder as it was before the migration of this name, with what `sql` puts into it. */
function before(name: string, sql: string): void {
  const db = openForWriting(folder)
  defineFunctions(db)
  const files = readdirSync(migrations).sort()
  const steps = files.slice(
    0,
    files.findIndex(file => file.endsWith(name)),
  )
  for (const file of steps) db.exec(readFileSync(join(migrations, file), 'utf8'))
  db.exec(`PRAGMA user_version = ${steps.length}; ${sql}`)
  db.close()
}

const user = (id: number, values: { phone?: string; email?: string; mustChange?: 0 | 1 }) => `
  INSERT INTO users (id, username, true_name, phone, email, must_change_password, password_hash, created_at)
  VALUES (${id}, 'user${id}', 'x', ${values.phone ? `'${values.phone}'` : 'NULL'}, ${values.email ? `'${values.email}'` : 'NULL'}, ${values.mustChange ?? 0}, 'hash', 5);`

test('phone numbers and e-mail addresses get their one form; who shares one keeps what they wrote, and is named', async () => {
  before(
    'account-names.sql',
    [
      user(1, { phone: '+8613900000001', email: 'ａ@example.com' }),
      user(2, { phone: '13900000001' }),
      user(3, { phone: '008613900000003' }),
      user(4, { phone: '8613900000003' }),
      user(5, { phone: '+14155550100', email: 'b@example.com' }),
      user(6, {}),
    ].join(''),
  )
  await using store = await openSqliteStore({ folder })
  expect((await store.users.list(0, 10)).map(({ phone }) => phone)).toEqual([
    '+8613900000001',
    '13900000001',
    '13900000003',
    '8613900000003',
    '+14155550100',
    null,
  ])
  expect((await store.users.find(1))?.email).toBe('a@example.com')
  expect((await diagnose(join(folder, 'hongyan.db'))).phones).toEqual([
    { username: 'user1', phone: '+8613900000001' },
    { username: 'user4', phone: '8613900000003' },
  ])
  expect((await store.users.findAccount('+86 139 0000 0001'))?.id).toBe(2)
})

test('who has a one-time password at the update has it for some days more, and their logins open nothing but its replacement', async () => {
  const login = (hash: string, userId: number) => `
    INSERT INTO tokens (hash, user_id, platform, kind, device, brand, address, created_at, used_at) VALUES ('${hash}', ${userId}, 'web', 'web', 'd', 'b', '::1', 5, 5);`
  before('logins.sql', user(1, { mustChange: 1 }) + user(2, {}) + login('new', 1) + login('old', 2))
  const started = Date.now()
  await using store = await openSqliteStore({ folder })
  expect([(await store.tokens.find('new'))?.stage, (await store.tokens.find('old'))?.stage]).toEqual([
    'mustChange',
    'full',
  ])
  expect((await store.users.findAccount('user1'))?.passwordSetAt).toBeGreaterThanOrEqual(
    Math.floor(started / 1000) * 1000,
  )
})

test('what answered what is known of earlier replies too', async () => {
  const message = (seq: number, extra: string) =>
    `INSERT INTO messages (conversation_id, seq, client_id, sender_id, type, content, sent_at, extra) VALUES (1, ${seq}, 'm${seq}', 1, 1, 'x', 5, ${extra});`
  before(
    'following.sql',
    user(1, {})
      + user(2, {})
      + "INSERT INTO conversations (id, kind, low_id, high_id, last_seq) VALUES (1, 'direct', 1, 2, 3);"
      + message(1, 'NULL')
      + message(2, `'{"replySeq":1}'`)
      + message(3, `'{"editedAt":5}'`),
  )
  await using store = await openSqliteStore({ folder })
  expect([...(await store.messages.replyCounts(1, [1, 2, 3], [{ from: 1, to: 3 }], 9))]).toEqual([[1, 1]])
})

test('who had muted a conversation hears of mentions alone, as before', async () => {
  const member = (userId: number, isMuted: 0 | 1) =>
    `INSERT INTO members (conversation_id, user_id, is_muted) VALUES (1, ${userId}, ${isMuted});`
  before(
    'notify-levels.sql',
    user(1, {})
      + user(2, {})
      + "INSERT INTO conversations (id, kind, low_id, high_id) VALUES (1, 'direct', 1, 2);"
      + member(1, 1)
      + member(2, 0),
  )
  await using store = await openSqliteStore({ folder })
  expect((await store.conversations.members(1)).map(({ notify }) => notify)).toEqual(['mentions', 'all'])
})
