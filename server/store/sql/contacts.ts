import { type ExpressionBuilder, sql } from 'kysely'
import type { Circle, Contact, Contacts, Post } from '../contacts.ts'
import { groupOf, readChunks } from './rows.ts'
import type { Db, Schema } from './schema.ts'

const columns = ['users.id', 'users.username', 'users.true_name', 'users.avatar', 'users.phone', 'users.email', 'users.company_id', 'users.pinyin', 'users.initials'] as const

const people = (db: Db) => db.selectFrom('users').select(columns).where('users.is_enabled', '=', 1)
type Row = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number]

const byName = (query: ReturnType<typeof people>) => query.orderBy('users.pinyin').orderBy('users.true_name').orderBy('users.id')

const membersOf = (db: Db, companyIds: readonly number[]) => db.selectFrom('department_members')
  .innerJoin('departments', 'departments.id', 'department_members.department_id')
  .select('department_members.user_id').where('departments.company_id', 'in', companyIds)

/** Condition on a user's id and own company: one of the circle. */
const inCircle = (db: Db, circle: Circle) => (eb: ExpressionBuilder<Schema, 'users'>) => {
  if (circle.companyIds === 'all') return eb.val(true).$castTo<boolean>()
  const isFriend = eb('users.id', 'in', db.selectFrom('friendships').select('friend_id').where('user_id', '=', circle.viewerId))
  if (circle.companyIds.length === 0) return isFriend
  return eb.or([eb('users.company_id', 'in', circle.companyIds), eb('users.id', 'in', membersOf(db, circle.companyIds)), isFriend])
}

export const contactReads = (db: Db): Contacts => ({
  async ofCompany(companyId) {
    const rows = await byName(people(db).where(eb => eb.or([eb('users.company_id', '=', companyId), eb('users.id', 'in', membersOf(db, [companyId]))]))).execute()
    return toContacts(db, rows)
  },

  async friendsOf(userId) {
    const rows = await byName(people(db).where('users.id', 'in', db.selectFrom('friendships').select('friend_id').where('user_id', '=', userId))).execute()
    return toContacts(db, rows)
  },

  async search({ keyword, limit, ...circle }) {
    const rows = await people(db)
      .select(eb => eb.case().when(inCircle(db, circle)(eb)).then(1).else(0).end().as('in_circle'))
      .where('users.id', '!=', circle.viewerId)
      .where(eb => eb.or([isWhole(keyword), eb.and([isLike(keyword, true), inCircle(db, circle)(eb)])]))
      .orderBy(sql`case when ${isWhole(keyword)} or lower(users.true_name) = ${keyword} or users.pinyin = ${joined(keyword)} then 0 when ${isLike(keyword, false)} then 1 else 2 end`)
      .orderBy('users.pinyin').orderBy('users.true_name').orderBy('users.id').limit(limit).execute()
    const contacts = await toContacts(db, rows)
    return contacts.map((contact, at) => ({ ...contact, isInCircle: rows[at]?.in_circle === 1 }))
  },

  async groupsInReach(circle) {
    const rows = await db.selectFrom('groups')
      .leftJoin('members as own', join => join.onRef('own.conversation_id', '=', 'groups.id').on('own.user_id', '=', circle.viewerId).on('own.left_seq', 'is', null))
      .selectAll('groups').select('own.user_id as own_id')
      .where('groups.is_dissolved', '=', 0)
      .where(eb => eb.or([
        eb('own.user_id', 'is not', null),
        eb.and([eb('groups.is_public', '=', 1), eb('groups.owner_id', 'in', db.selectFrom('users').select('users.id').where(inCircle(db, circle)))]),
      ])).orderBy('groups.id').execute()
    return rows.map(row => ({ group: groupOf(row), isMember: row.own_id !== null }))
  },

  async memberCounts(groupIds) {
    const rows = await readChunks(groupIds, some => db.selectFrom('members').select(['conversation_id', eb => eb.fn.countAll<number>().as('count')])
      .where('conversation_id', 'in', some).where('left_seq', 'is', null).groupBy('conversation_id').execute())
    return new Map(rows.map(row => [row.conversation_id, Number(row.count)]))
  },

  async departmentMembers(companyId) {
    const rows = await db.selectFrom('department_members')
      .innerJoin('departments', 'departments.id', 'department_members.department_id')
      .innerJoin('users', 'users.id', 'department_members.user_id')
      .select(['department_members.department_id', 'department_members.user_id'])
      .where('departments.company_id', '=', companyId).where('users.is_enabled', '=', 1).execute()
    return rows.map(row => ({ departmentId: row.department_id, userId: row.user_id }))
  },
})

const isWhole = (keyword: string) => sql<boolean>`(users.username = ${keyword} or users.phone = ${keyword} or users.email = ${keyword})`

/** Pinyin as some write it: `zhang wei`, `xi'an`. */
const joined = (keyword: string) => keyword.replace(/[\s'’]+/g, '')

/** Begins with the keyword, or has it `anywhere`. Of e-mail addresses only the beginning counts, of phone numbers three digits at least: else a bit of a domain finds everyone. */
function isLike(keyword: string, anywhere: boolean) {
  const pattern = (text: string, inside = anywhere) => `${inside ? '%' : ''}${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%`
  const like = (column: string, text: string) => sql`users.${sql.ref(column)} like ${text} escape '\\'`
  return sql<boolean>`(${sql.join([
    sql`lower(users.true_name) like ${pattern(keyword)} escape '\\'`,
    like('username', pattern(keyword)),
    like('email', pattern(keyword, false)),
    ...new Set([keyword, joined(keyword)]).values().map(word => like('pinyin', pattern(word))),
    like('initials', pattern(joined(keyword))),
    .../^\+?\d{3,}$/.test(keyword) ? [like('phone', pattern(keyword))] : [],
  ], sql` or `)})`
}

/** In the order given. */
async function toContacts(db: Db, rows: readonly Row[]): Promise<Contact[]> {
  const [posts, companies] = [await readPosts(db, rows.map(row => row.id)), await db.selectFrom('companies').select(['id', 'name']).execute()]
  const nameOf = new Map(companies.map(company => [company.id, company.name]))
  return rows.map(row => {
    const own = posts.get(row.id) ?? []
    const companyId = row.company_id ?? own.find(post => post.isMain)?.companyId ?? null
    return {
      id: row.id, username: row.username, trueName: row.true_name, avatar: row.avatar, phone: row.phone, email: row.email,
      pinyin: row.pinyin ?? '', initials: row.initials ?? '', companyId, companyName: companyId === null ? null : nameOf.get(companyId) ?? null, posts: own,
    }
  })
}

/** By user id, the main one first, then as the departments were made. */
async function readPosts(db: Db, userIds: readonly number[]): Promise<Map<number, Post[]>> {
  const rows = await readChunks(userIds, some => db.selectFrom('department_members as m').innerJoin('departments as d', 'd.id', 'm.department_id')
    .select(['m.user_id', 'm.department_id', 'm.position', 'm.is_main', 'd.name', 'd.company_id'])
    .where('m.user_id', 'in', some).orderBy('m.user_id').orderBy('m.is_main', 'desc').orderBy('m.department_id').execute())
  const posts = new Map<number, Post[]>()
  for (const row of rows) {
    const post = { departmentId: row.department_id, departmentName: row.name, companyId: row.company_id, position: row.position, isMain: row.is_main === 1 }
    const own = posts.get(row.user_id)
    if (own) own.push(post)
    else posts.set(row.user_id, [post])
  }
  return posts
}
