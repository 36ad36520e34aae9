import type { Updateable } from 'kysely'
import { emailOf, phoneOf } from '../../../contract/account-names.ts'
import { pinyinOf } from '../../lib/pinyin.ts'
import type { NewUser, UserChange, Users } from '../people.ts'
import { Taken } from '../store.ts'
import { readChunks, userOf } from './rows.ts'
import { refuseOverSeats, seatOf } from './seats.ts'
import type { Db, Schema, Tx } from './schema.ts'

export const userReads = (
  db: Db,
): Pick<Users, 'find' | 'findMany' | 'findAccount' | 'takenAccounts' | 'list' | 'count'> => ({
  async find(id) {
    const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    return row && userOf(row)
  },

  async takenAccounts(names) {
    const taken = new Set<string>()
    const columns = ['username', 'phone', 'email'] as const
    for (const column of columns) {
      const rows = await readChunks(names, some =>
        db.selectFrom('users').select(column).where(column, 'in', some).execute(),
      )
      for (const row of rows) taken.add(row[column] ?? '')
    }
    return taken
  },

  findMany: ids =>
    readChunks(ids, async some => {
      const rows = await db.selectFrom('users').selectAll().where('id', 'in', some).execute()
      return rows.map(userOf)
    }),

  async findAccount(account) {
    const name = account.trim().toLowerCase()
    const phone = phoneOf(account) ?? account
    const rows = await db
      .selectFrom('users')
      .selectAll()
      .where(eb => eb.or([eb('username', '=', name), eb('phone', '=', phone), eb('email', '=', emailOf(account))]))
      .execute()
    // One person's phone may read like another's username: the username wins, or anybody could shut others out.
    const row = rows.find(each => each.username === name) ?? rows.find(each => each.phone === phone) ?? rows[0]
    return row && { ...userOf(row), passwordHash: row.password_hash, passwordSetAt: row.password_set_at }
  },

  async list(afterId, limit) {
    const rows = await db.selectFrom('users').selectAll().where('id', '>', afterId).orderBy('id').limit(limit).execute()
    return rows.map(userOf)
  },

  async count() {
    const row = await db
      .selectFrom('users')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },
})

const columnOf = {
  username: 'username',
  trueName: 'true_name',
  avatar: 'avatar',
  email: 'email',
  phone: 'phone',
  sign: 'sign',
  birthday: 'birthday',
  sex: 'sex',
  work: 'work',
  workState: 'work_state',
  companyId: 'company_id',
  roleId: 'role_id',
  isEnabled: 'is_enabled',
  isAdmin: 'is_admin',
  mustChangePassword: 'must_change_password',
  passwordHash: 'password_hash',
} as const satisfies Record<keyof UserChange, keyof Schema['users']>

/** Only what is set; names of accounts in the form in which they are compared. */
function columnsOf(change: UserChange): Updateable<Schema['users']> {
  const columns: Record<string, string | number | null> = {}
  for (const [name, column] of Object.entries(columnOf)) {
    const value = change[name as keyof UserChange]
    if (value !== undefined) columns[column] = typeof value === 'boolean' ? Number(value) : value
  }
  if (change.username !== undefined) columns.username = change.username.toLowerCase()
  // An empty one is none: two people without a phone are not the same person.
  if (change.email !== undefined) columns.email = emailOf(change.email ?? '') || null
  if (change.phone !== undefined) columns.phone = phoneOf(change.phone ?? '') ?? (change.phone || null)
  return change.trueName === undefined ? columns : { ...columns, ...pinyinOf(change.trueName) }
}

const uniques = ['username', 'email', 'phone'] as const

async function refuseTaken(tx: Tx, columns: Updateable<Schema['users']>, ownId: number | undefined) {
  for (const field of uniques) {
    const value = columns[field]
    if (value === undefined || value === null) continue
    const row = await tx.selectFrom('users').select('id').where(field, '=', value).executeTakeFirst()
    if (row && row.id !== ownId) throw new Taken(field)
  }
}

async function insertUser(tx: Tx, user: NewUser): Promise<number> {
  const columns = columnsOf(user)
  await refuseTaken(tx, columns, undefined)
  const row = await tx
    .insertInto('users')
    .values({
      sex: 'unknown',
      is_enabled: 1,
      is_admin: 0,
      must_change_password: 0,
      ...columns,
      username: user.username.toLowerCase(),
      true_name: user.trueName,
      password_hash: user.passwordHash,
      password_set_at: user.createdAt,
      created_at: user.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function createUsers(tx: Tx, users: readonly NewUser[]): Promise<number[]> {
  const ids: number[] = []
  const seats = new Set<number | undefined>()
  for (const user of users) {
    const id = await insertUser(tx, user)
    ids.push(id)
    seats.add(await seatOf(tx, id))
  }
  await refuseOverSeats(tx, seats)
  return ids
}

export const userWrites = {
  createMany: createUsers,

  async create(tx: Tx, user: NewUser): Promise<number> {
    const [id] = await createUsers(tx, [user])
    if (id === undefined) throw new Error('no user was made')
    return id
  },

  async change(tx: Tx, id: number, change: UserChange): Promise<boolean> {
    const columns = columnsOf(change)
    const row = await tx.selectFrom('users').select('id').where('id', '=', id).executeTakeFirst()
    if (!row) return false
    await refuseTaken(tx, columns, id)
    if (Object.keys(columns).length === 0) return true
    const seat = await seatOf(tx, id)
    await tx.updateTable('users').set(columns).where('id', '=', id).execute()
    const seatNow = await seatOf(tx, id)
    // Who had this seat before keeps it, also where the licence allows fewer by now.
    if (seatNow !== seat) await refuseOverSeats(tx, [seatNow])
    return true
  },

  async fillPinyin(tx: Tx, limit: number): Promise<number[]> {
    const rows = await tx
      .selectFrom('users')
      .select(['id', 'true_name'])
      .where('pinyin', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute()
    for (const row of rows)
      await tx.updateTable('users').set(pinyinOf(row.true_name)).where('id', '=', row.id).execute()
    return rows.map(row => row.id)
  },
}
