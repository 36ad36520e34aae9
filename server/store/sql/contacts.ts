import { emailOf, phoneDigits, phoneOf } from '../../../contract/account-names.ts'
import { setImmediate as turn } from 'node:timers/promises'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Circle, Contact, Contacts, Post } from '../contacts.ts'
import { groupOf, readChunks } from './rows.ts'
import type { Db, Schema } from './schema.ts'

const columns = [
  'users.id',
  'users.username',
  'users.true_name',
  'users.avatar',
  'users.phone',
  'users.email',
  'users.company_id',
  'users.pinyin',
  'users.initials',
] as const

const people = (db: Db) => db.selectFrom('users').select(columns).where('users.is_enabled', '=', 1)
type Row = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number]

const idsByName = (db: Db) =>
  db
    .selectFrom('users')
    .select('users.id')
    .where('users.is_enabled', '=', 1)
    .orderBy('users.pinyin')
    .orderBy('users.true_name')
    .orderBy('users.id')

/** Ids of who is in a department of this company. */
export const membersOf = (db: Db, companyId: number) =>
  db
    .selectFrom('department_members')
    .innerJoin('departments', 'departments.id', 'department_members.department_id')
    .select('department_members.user_id')
    .where('departments.company_id', '=', companyId)

/**
 * Condition on a user: one of the circle. Looked up for each one that is asked about: they are few, and a company may
 * be large.
 */
const inCircle = (circle: Circle) => (eb: ExpressionBuilder<Schema, 'users'>) => {
  if (circle.companyIds === 'all') return eb.val(true).$castTo<boolean>()
  const isFriend = eb.exists(
    eb
      .selectFrom('friendships as f')
      .select('f.friend_id')
      .where('f.user_id', '=', circle.viewerId)
      .whereRef('f.friend_id', '=', 'users.id'),
  )
  if (circle.companyIds.length === 0) return isFriend
  const isMember = eb.exists(
    eb
      .selectFrom('department_members as m')
      .innerJoin('departments as d', 'd.id', 'm.department_id')
      .select('m.user_id')
      .whereRef('m.user_id', '=', 'users.id')
      .where('d.company_id', 'in', circle.companyIds),
  )
  return eb.or([eb('users.company_id', 'in', circle.companyIds), isMember, isFriend])
}

export const contactReads = (db: Db): Contacts => ({
  async ofCompany(companyId) {
    const rows = await idsByName(db)
      .where(eb => eb.or([eb('users.company_id', '=', companyId), eb('users.id', 'in', membersOf(db, companyId))]))
      .execute()
    return readInTurns(
      db,
      rows.map(row => row.id),
    )
  },

  async friendsOf(userId) {
    const rows = await idsByName(db)
      .where('users.id', 'in', db.selectFrom('friendships').select('friend_id').where('user_id', '=', userId))
      .execute()
    return readInTurns(
      db,
      rows.map(row => row.id),
    )
  },

  async search({ keyword, limit, ...circle }) {
    const rows = await people(db)
      .select(eb => eb.case().when(inCircle(circle)(eb)).then(1).else(0).end().as('in_circle'))
      .where('users.id', '!=', circle.viewerId)
      .where(eb => eb.or([isWhole(keyword), eb.and([isLike(keyword, true), inCircle(circle)(eb)])]))
      .orderBy(
        sql`case when ${isWhole(keyword)} or folded(users.true_name) = ${keyword} or users.pinyin = ${joined(keyword)} then 0 when ${isLike(keyword, false)} then 1 else 2 end`,
      )
      .orderBy('users.pinyin')
      .orderBy('users.true_name')
      .orderBy('users.id')
      .limit(limit)
      .execute()
    const contacts = await toContacts(db, rows)
    return contacts.map((contact, at) => ({ ...contact, isInCircle: rows[at]?.in_circle === 1 }))
  },

  async groupsInReach(circle) {
    const rows = await db
      .selectFrom('groups')
      .leftJoin('members as own', join =>
        join
          .onRef('own.conversation_id', '=', 'groups.id')
          .on('own.user_id', '=', circle.viewerId)
          .on('own.left_seq', 'is', null),
      )
      .selectAll('groups')
      .select('own.user_id as own_id')
      .where('groups.is_dissolved', '=', 0)
      .where(eb =>
        eb.or([
          eb('own.user_id', 'is not', null),
          eb.and([
            eb('groups.is_public', '=', 1),
            eb.exists(
              eb
                .selectFrom('users')
                .select('users.id')
                .whereRef('users.id', '=', 'groups.owner_id')
                .where(inCircle(circle)),
            ),
          ]),
        ]),
      )
      .orderBy('groups.id')
      .execute()
    return rows.map(row => ({ group: groupOf(row), isMember: row.own_id !== null }))
  },

  async memberCounts(groupIds) {
    const rows = await readChunks(groupIds, some =>
      db
        .selectFrom('members')
        .select(['conversation_id', eb => eb.fn.countAll<number>().as('count')])
        .where('conversation_id', 'in', some)
        .where('left_seq', 'is', null)
        .groupBy('conversation_id')
        .execute(),
    )
    return new Map(rows.map(row => [row.conversation_id, Number(row.count)]))
  },

  async departmentMembers(companyId) {
    const rows = await db
      .selectFrom('department_members')
      .innerJoin('departments', 'departments.id', 'department_members.department_id')
      .innerJoin('users', 'users.id', 'department_members.user_id')
      .select(['department_members.department_id', 'department_members.user_id'])
      .where('departments.company_id', '=', companyId)
      .where('users.is_enabled', '=', 1)
      .execute()
    return rows.map(row => ({ departmentId: row.department_id, userId: row.user_id }))
  },
})

/** As keywords are. Nearly all usernames are as they are folded, and folding is what costs. */
const username = sql`case when users.username glob '*[^ -~]*' then folded(users.username) else users.username end`

const isWhole = (keyword: string) =>
  sql<boolean>`(${username} = ${keyword} collate nocase or users.phone = ${phoneOf(keyword) ?? keyword} or users.email = ${emailOf(keyword)})`

/** Pinyin as some write it: `zhang wei`, `xi'an`. */
const joined = (keyword: string) => keyword.replace(/[\s'’]+/g, '')

/**
 * Begins with the keyword, or has it `anywhere`. Of e-mail addresses only the beginning counts, of phone numbers three
 * digits at least: else a bit of a domain finds everyone.
 */
export function isLike(keyword: string, anywhere: boolean) {
  const pattern = (text: string, inside = anywhere) =>
    `${inside ? '%' : ''}${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%`
  const like = (column: string, text: string) => sql`users.${sql.ref(column)} like ${text} escape '\\'`
  const phone = phoneDigits(keyword) ?? ''
  return sql<boolean>`(${sql.join(
    [
      sql`folded(users.true_name) like ${pattern(keyword)} escape '\\'`,
      sql`${username} like ${pattern(keyword)} escape '\\'`,
      like('email', pattern(keyword, false)),
      // Of a lone apostrophe nothing is left, and nothing is in every name.
      ...[...new Set([keyword, joined(keyword)])].filter(Boolean).map(word => like('pinyin', pattern(word))),
      ...(joined(keyword) === '' ? [] : [like('initials', pattern(joined(keyword)))]),
      ...(phone.length >= 3 ? [like('phone', pattern(phone))] : []),
    ],
    sql` or `,
  )})`
}

const peopleATurn = 250

/** In the order given; a few a turn of the event loop, so that messages do not wait for ten thousand people. */
async function readInTurns(db: Db, ids: readonly number[]): Promise<Contact[]> {
  const contacts: Contact[] = []
  for (let start = 0; start < ids.length; start += peopleATurn) {
    if (start > 0) await turn()
    const some = ids.slice(start, start + peopleATurn)
    const rows = new Map((await people(db).where('users.id', 'in', some).execute()).map(row => [row.id, row]))
    contacts.push(
      ...(await toContacts(
        db,
        some.flatMap(id => rows.get(id) ?? []),
      )),
    )
  }
  return contacts
}

/** In the order given. */
async function toContacts(db: Db, rows: readonly Row[]): Promise<Contact[]> {
  const [posts, companies] = [
    await readPosts(
      db,
      rows.map(row => row.id),
    ),
    await db.selectFrom('companies').select(['id', 'name']).execute(),
  ]
  const nameOf = new Map(companies.map(company => [company.id, company.name]))
  return rows.map(row => {
    const own = posts.get(row.id) ?? []
    const companyId = row.company_id ?? own.find(post => post.isMain)?.companyId ?? null
    return {
      id: row.id,
      username: row.username,
      trueName: row.true_name,
      avatar: row.avatar,
      phone: row.phone,
      email: row.email,
      pinyin: row.pinyin ?? '',
      initials: row.initials ?? '',
      companyId,
      companyName: companyId === null ? null : (nameOf.get(companyId) ?? null),
      posts: own,
    }
  })
}

/** By user id, the main one first, then as the departments were made. */
async function readPosts(db: Db, userIds: readonly number[]): Promise<Map<number, Post[]>> {
  const rows = await readChunks(userIds, some =>
    db
      .selectFrom('department_members as m')
      .innerJoin('departments as d', 'd.id', 'm.department_id')
      .select(['m.user_id', 'm.department_id', 'm.position', 'm.is_main', 'd.name', 'd.company_id'])
      .where('m.user_id', 'in', some)
      .orderBy('m.user_id')
      .orderBy('m.is_main', 'desc')
      .orderBy('m.department_id')
      .execute(),
  )
  const posts = new Map<number, Post[]>()
  for (const row of rows) {
    const post = {
      departmentId: row.department_id,
      departmentName: row.name,
      companyId: row.company_id,
      position: row.position,
      isMain: row.is_main === 1,
    }
    const own = posts.get(row.user_id)
    if (own) own.push(post)
    else posts.set(row.user_id, [post])
  }
  return posts
}
