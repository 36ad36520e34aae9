import { createHash } from 'node:crypto'
import type {
  ManagedChange,
  ManagedOutcome,
  ManagedPeople,
  ManagedPerson,
  ManagedQuestion,
  NewPosts,
} from '../managed-people.ts'
import type { NewUser } from '../people.ts'
import { isLike, membersOf } from './contacts.ts'
import { departmentsAbove, pathTo } from './directory.ts'
import { readChunks, userOf } from './rows.ts'
import { refuseOverSeats, seatOf } from './seats.ts'
import type { Db, Tx } from './schema.ts'
import { userWrites } from './users.ts'

export const managedReads = (db: Db): Pick<ManagedPeople, 'list' | 'find' | 'departmentSizes'> => ({
  async list({ offset, limit, ...question }) {
    // Looking into every name is what a search costs: it counts in the same reading.
    const isSearch = question.keyword !== undefined
    const rows = await asked(db, question)
      .select(['users.id', eb => (isSearch ? eb.fn.countAll<number>().over() : eb.lit(0)).as('total')])
      .orderBy('users.pinyin')
      .orderBy('users.true_name')
      .orderBy('users.id')
      .limit(limit)
      .offset(offset)
      .execute()
    return {
      total: Number((isSearch && rows[0]?.total) || (await countOf(db, question))),
      people: await managed(
        db,
        rows.map(({ id }) => id),
      ),
    }
  },

  find: async id => (await managed(db, [id]))[0],

  async departmentSizes() {
    const rows = await db
      .selectFrom('department_members')
      .select(['department_id', eb => eb.fn.countAll<number>().as('people')])
      .groupBy('department_id')
      .execute()
    return new Map(rows.map(row => [row.department_id, Number(row.people)]))
  },
})

type Asked = Omit<ManagedQuestion, 'offset' | 'limit'>

async function countOf(db: Db, question: Asked): Promise<number> {
  const row = await asked(db, question)
    .select(eb => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(row.total)
}

const asked = (db: Db, { keyword, companyId, departmentId, state }: Asked) =>
  db
    .selectFrom('users')
    .$if(keyword !== undefined, query => query.where(isLike(keyword ?? '', true)))
    .$if(companyId !== undefined, query =>
      query.where(eb =>
        eb.or([eb('users.company_id', '=', companyId ?? 0), eb('users.id', 'in', membersOf(db, companyId ?? 0))]),
      ),
    )
    .$if(departmentId !== undefined, query =>
      query.where(
        'users.id',
        'in',
        db
          .selectFrom('department_members')
          .select('user_id')
          .where('department_id', '=', departmentId ?? 0),
      ),
    )
    .$if(state === 'disabled', query => query.where('users.is_enabled', '=', 0))
    .$if(state !== undefined && state !== 'disabled', query => query.where('users.is_enabled', '=', 1))
    .$if(state === 'invited', query => query.where('users.must_change_password', '=', 1))
    .$if(state === 'administrators', query => query.where('users.is_admin', '=', 1))

/** In the order given. */
async function managed(db: Db, ids: readonly number[]): Promise<ManagedPerson[]> {
  const users = await readChunks(ids, some => db.selectFrom('users').selectAll().where('id', 'in', some).execute())
  const posts = await readChunks(ids, some =>
    db
      .selectFrom('department_members as m')
      .innerJoin('departments as d', 'd.id', 'm.department_id')
      .select(['m.user_id', 'm.department_id', 'm.position', 'd.company_id', 'd.name', 'd.parent_id'])
      .where('m.user_id', 'in', some)
      .orderBy('m.is_main', 'desc')
      .orderBy('m.department_id')
      .execute(),
  )
  const above = await departmentsAbove(
    db,
    posts.map(post => post.parent_id),
  )
  const uses = await readChunks(ids, some =>
    db
      .selectFrom('tokens')
      .select(['user_id', eb => eb.fn.max('used_at').as('at')])
      .where('user_id', 'in', some)
      .groupBy('user_id')
      .execute(),
  )
  const usedAt = new Map(uses.map(({ user_id, at }) => [user_id, at]))
  const byId = new Map(users.map(row => [row.id, userOf(row)]))
  return ids.flatMap(id => {
    const user = byId.get(id)
    if (!user) return []
    const own = posts
      .filter(post => post.user_id === id)
      .map(post => ({
        departmentId: post.department_id,
        companyId: post.company_id,
        path: [...pathTo(above, post.parent_id), post.name],
        position: post.position,
      }))
    return [{ ...user, posts: own, usedAt: usedAt.get(id) ?? null, revision: revisionOf(user, own) }]
  })
}

/** What `edit` may change, in short. */
function revisionOf(
  {
    username,
    trueName,
    phone,
    email,
    work,
    companyId,
    isAdmin,
    isEnabled,
  }: Omit<ManagedPerson, 'posts' | 'revision' | 'usedAt'>,
  posts: NewPosts,
): string {
  const places = posts.map(({ departmentId, position }) => [departmentId, position])
  const facts = [username, trueName, phone, email, work, companyId, isAdmin, isEnabled, places]
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)
}

async function missingPlace(
  tx: Tx,
  companyId: number | null | undefined,
  posts: NewPosts,
): Promise<'companyUnknown' | 'departmentUnknown' | undefined> {
  const isThere = async (table: 'companies' | 'departments', ids: readonly number[]) => {
    const rows = await readChunks(ids, some => tx.selectFrom(table).select('id').where('id', 'in', some).execute())
    return new Set(rows.map(({ id }) => id)).size === new Set(ids).size
  }
  if (companyId != null && !(await isThere('companies', [companyId]))) return 'companyUnknown'
  const departmentIds = posts.map(({ departmentId }) => departmentId)
  return (await isThere('departments', departmentIds)) ? undefined : 'departmentUnknown'
}

/** These departments instead of those that the person is in. */
async function replacePosts(tx: Tx, userId: number, posts: NewPosts): Promise<void> {
  await tx.deleteFrom('department_members').where('user_id', '=', userId).execute()
  for (const [at, { departmentId, position }] of posts.entries())
    await tx
      .insertInto('department_members')
      .values({ user_id: userId, department_id: departmentId, position, is_main: Number(at === 0) })
      .onConflict(conflict => conflict.columns(['user_id', 'department_id']).doNothing())
      .execute()
}

async function isLastAdministrator(tx: Tx, id: number): Promise<boolean> {
  const others = tx.selectFrom('users').select('id').where('is_admin', '=', 1).where('is_enabled', '=', 1)
  const [own, other] = [
    await others.where('id', '=', id).executeTakeFirst(),
    await others.where('id', '!=', id).limit(1).executeTakeFirst(),
  ]
  return own !== undefined && other === undefined
}

type Added = { id: number } | 'companyUnknown' | 'departmentUnknown'

export const managedWrites = {
  async create(tx: Tx, user: NewUser, posts: NewPosts): Promise<Added> {
    const missing = await missingPlace(tx, user.companyId, posts)
    if (missing) return missing
    const id = await userWrites.create(tx, user)
    await replacePosts(tx, id, posts)
    await refuseOverSeats(tx, [await seatOf(tx, id)])
    return { id }
  },

  async edit(tx: Tx, id: number, { posts, ...change }: ManagedChange, revision?: string): Promise<ManagedOutcome> {
    const [person] = await managed(tx, [id])
    if (!person) return 'userUnknown'
    if (revision !== undefined && revision !== person.revision) return 'changedMeanwhile'
    if ((change.isAdmin === false || change.isEnabled === false) && (await isLastAdministrator(tx, id)))
      return 'lastAdministrator'
    const missing = await missingPlace(tx, change.companyId, posts ?? [])
    if (missing) return missing
    const seat = await seatOf(tx, id)
    if (posts) await replacePosts(tx, id, posts)
    await userWrites.change(tx, id, change)
    const seatNow = await seatOf(tx, id)
    if (seatNow !== seat) await refuseOverSeats(tx, [seatNow])
    return 'edited'
  },
}
