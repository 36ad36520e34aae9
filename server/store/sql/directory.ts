import type { Administration } from '../administration.ts'
import type { Company, Department, Directory, License, Placement, Role } from '../people.ts'
import { openState } from './application-state.ts'
import { insertGroup } from './groups.ts'
import { companyOf, departmentOf, licenseOf, readChunks, roleOf } from './rows.ts'
import type { Db, Tx } from './schema.ts'
import { refuseOverSeats, refuseTooDeep, seatOf } from './seats.ts'

type Reads = Pick<
  Directory,
  | 'placement'
  | 'posts'
  | 'reach'
  | 'company'
  | 'companies'
  | 'companiesBelow'
  | 'licenses'
  | 'departments'
  | 'openFriendApplications'
>

export const directoryReads = (db: Db): Reads => ({
  async placement(userId) {
    const user = await db
      .selectFrom('users')
      .select(['company_id', 'role_id'])
      .where('id', '=', userId)
      .executeTakeFirst()
    const department = await mainDepartment(db, userId)
    const company = await findCompany(db, user?.company_id ?? department?.companyId)
    const placement: Placement = {
      company,
      department,
      role: await findRole(db, user?.role_id),
      license: await findLicense(db, company?.licenseId),
    }
    return placement
  },

  async posts(userId) {
    const rows = await db
      .selectFrom('department_members as m')
      .innerJoin('departments as d', 'd.id', 'm.department_id')
      .select(['d.id', 'd.name', 'd.parent_id', 'm.position', 'm.is_main'])
      .where('m.user_id', '=', userId)
      .orderBy('m.is_main', 'desc')
      .orderBy('d.id')
      .execute()
    const above = await departmentsAbove(
      db,
      rows.map(row => row.parent_id),
    )
    return rows.map(row => ({
      departmentId: row.id,
      path: [...pathTo(above, row.parent_id), row.name],
      position: row.position,
      isMain: row.is_main === 1,
    }))
  },

  async reach(userId) {
    const own = db.selectFrom('users').select('company_id').where('users.id', '=', userId)
    const companies = await db
      .selectFrom('companies')
      .select(['id', 'root_id'])
      .select(eb => eb.case().when('id', 'in', own).then(0).else(1).end().as('rank'))
      .where(eb =>
        eb.or([
          eb('id', 'in', own),
          eb(
            'id',
            'in',
            eb
              .selectFrom('department_members')
              .innerJoin('departments', 'departments.id', 'department_members.department_id')
              .select('departments.company_id')
              .where('department_members.user_id', '=', userId),
          ),
        ]),
      )
      .orderBy('rank')
      .orderBy('id')
      .execute()
    const friends = await db
      .selectFrom('friendships')
      .select('friend_id')
      .where('user_id', '=', userId)
      .orderBy('friend_id')
      .execute()
    return {
      companyIds: companies.map(row => row.id),
      roots: [...new Set(companies.map(row => row.root_id))].sort((a, b) => a - b),
      friendIds: friends.map(row => row.friend_id),
    }
  },

  async companiesBelow(roots) {
    const rows = await readChunks(roots, some =>
      db.selectFrom('companies').select('id').where('root_id', 'in', some).orderBy('level').orderBy('id').execute(),
    )
    return rows.map(row => row.id)
  },

  company: id => findCompany(db, id),

  async companies() {
    const rows = await db.selectFrom('companies').selectAll().orderBy('id').execute()
    return rows.map(companyOf)
  },

  async licenses() {
    const rows = await db.selectFrom('licenses').selectAll().orderBy('id').execute()
    return rows.map(licenseOf)
  },

  async departments(companyId) {
    const rows = await db
      .selectFrom('departments')
      .selectAll()
      .where('company_id', '=', companyId)
      .orderBy('id')
      .execute()
    const parents = new Set(rows.map(row => row.parent_id))
    return rows.map(row => departmentOf(row, !parents.has(row.id)))
  },

  async openFriendApplications(userId) {
    const rows = await db
      .selectFrom('friend_applications')
      .selectAll()
      .where('receiver_id', '=', userId)
      .where('state', '=', openState)
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    return rows.map(row => ({ id: row.id, senderId: row.sender_id, content: row.content, sentAt: row.sent_at }))
  },
})

async function mainDepartment(db: Db, userId: number): Promise<Department | undefined> {
  const row = await db
    .selectFrom('department_members')
    .innerJoin('departments', 'departments.id', 'department_members.department_id')
    .selectAll('departments')
    .where('department_members.user_id', '=', userId)
    .where('department_members.is_main', '=', 1)
    .executeTakeFirst()
  if (!row) return undefined
  const below = await db
    .selectFrom('departments')
    .select('id')
    .where('parent_id', '=', row.id)
    .limit(1)
    .executeTakeFirst()
  return departmentOf(row, below === undefined)
}

type NamedBelow = { name: string; parent_id: number | null }

/** The names of a department and of those above it, from the top down. */
export function pathTo(departments: ReadonlyMap<number, NamedBelow>, id: number | null): string[] {
  const department = id === null ? undefined : departments.get(id)
  return department ? [...pathTo(departments, department.parent_id), department.name] : []
}

/** These departments and every one above them, by id; one reading a level. */
export async function departmentsAbove(db: Db, ids: readonly (number | null)[]): Promise<Map<number, NamedBelow>> {
  const found = new Map<number, NamedBelow>()
  const missing = (some: readonly (number | null)[]) => [
    ...new Set(some.filter(id => id !== null).filter(id => !found.has(id))),
  ]
  for (let level = missing(ids); level.length > 0;) {
    const rows = await db
      .selectFrom('departments')
      .select(['id', 'name', 'parent_id'])
      .where('id', 'in', level)
      .execute()
    for (const row of rows) found.set(row.id, row)
    level = missing(rows.map(row => row.parent_id))
  }
  return found
}

async function findCompany(db: Db, id: number | null | undefined): Promise<Company | undefined> {
  const row = id && (await db.selectFrom('companies').selectAll().where('id', '=', id).executeTakeFirst())
  return row ? companyOf(row) : undefined
}

async function findRole(db: Db, id: number | null | undefined): Promise<Role | undefined> {
  const row = id && (await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst())
  return row ? roleOf(row) : undefined
}

async function findLicense(db: Db, id: number | null | undefined): Promise<License | undefined> {
  const row = id && (await db.selectFrom('licenses').selectAll().where('id', '=', id).executeTakeFirst())
  return row ? licenseOf(row) : undefined
}

/** A top has level 1, what is below it one more each. */
const levelBelow = (parent: { level: number } | undefined, given: number | undefined) =>
  parent ? parent.level + 1 : (given ?? 1)

export const directoryWrites = {
  async createLicense(tx: Tx, license: Omit<License, 'id'>): Promise<number> {
    const row = await tx
      .insertInto('licenses')
      .values({ name: license.name, max_level: license.maxLevel, single: license.single, seats: license.seats })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async createCompany(tx: Tx, company: Parameters<Directory['createCompany']>[0]): Promise<number> {
    const parentId = company.parentId ?? null
    const parent =
      parentId === null
        ? undefined
        : await tx
            .selectFrom('companies')
            .select(['root_id', 'level', 'license_id'])
            .where('id', '=', parentId)
            .executeTakeFirst()
    const { id } = await tx
      .insertInto('companies')
      .values({
        name: company.name,
        avatar: company.avatar ?? null,
        note: company.note ?? null,
        code: company.code ?? null,
        parent_id: parentId,
        root_id: parent?.root_id ?? 0,
        level: levelBelow(parent, company.level),
        url: company.url ?? null,
        license_id: company.licenseId === undefined ? (parent?.license_id ?? null) : company.licenseId,
        created_by: company.createdBy ?? null,
        range_id: company.rangeId ?? null,
        industry_id: company.industryId ?? null,
        region_id: company.regionId ?? null,
        range_text: company.rangeText ?? null,
        industry_text: company.industryText ?? null,
        region_text: company.regionText ?? null,
        customer_id: company.customerId ?? null,
        is_enabled: Number(company.isEnabled ?? true),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (!parent) await tx.updateTable('companies').set({ root_id: id }).where('id', '=', id).execute()
    await refuseTooDeep(tx, id)
    return id
  },

  async createRole(tx: Tx, role: Omit<Role, 'id'>): Promise<number> {
    const row = await tx
      .insertInto('roles')
      .values({ name: role.name, company_id: role.companyId, is_admin: Number(role.isAdmin), note: role.note })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async createDepartment(tx: Tx, department: Parameters<Directory['createDepartment']>[0]): Promise<number> {
    const parentId = department.parentId ?? null
    const parent =
      parentId === null
        ? undefined
        : await tx.selectFrom('departments').select('level').where('id', '=', parentId).executeTakeFirst()
    const row = await tx
      .insertInto('departments')
      .values({
        name: department.name,
        company_id: department.companyId,
        parent_id: parentId,
        level: levelBelow(parent, department.level),
        code: department.code ?? null,
        note: department.note ?? null,
        owner_id: department.ownerId ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await refuseTooDeep(tx, department.companyId)
    return row.id
  },

  /** There is one main department: the one placed last as such. */
  async placeInDepartment(tx: Tx, place: Parameters<Directory['placeInDepartment']>[0]): Promise<void> {
    const set = { position: place.position, is_main: Number(place.isMain) }
    const seat = await seatOf(tx, place.userId)
    if (place.isMain)
      await tx.updateTable('department_members').set({ is_main: 0 }).where('user_id', '=', place.userId).execute()
    await tx
      .insertInto('department_members')
      .values({ user_id: place.userId, department_id: place.departmentId, ...set })
      .onConflict(conflict => conflict.columns(['user_id', 'department_id']).doUpdateSet(set))
      .execute()
    const seatNow = await seatOf(tx, place.userId)
    if (seatNow !== seat) await refuseOverSeats(tx, [seatNow])
  },
}

/** What administrators alone do. */
export const foundingWrites = {
  async licenseCompany(tx: Tx, companyId: number, licenseId: number): Promise<void> {
    await tx.updateTable('companies').set({ license_id: licenseId }).where('id', '=', companyId).execute()
    await refuseTooDeep(tx, companyId)
    await refuseOverSeats(tx, [licenseId])
  },

  async foundCompany(
    tx: Tx,
    { name, groupName, userId, at }: Parameters<Administration['foundCompany']>[1],
  ): ReturnType<Administration['foundCompany']> {
    if (await tx.selectFrom('companies').select('id').executeTakeFirst()) return { outcome: 'exists' }
    const companyId = await directoryWrites.createCompany(tx, { name, createdBy: userId })
    const groupId = await insertGroup(tx, {
      name: groupName,
      ownerId: userId,
      userIds: [],
      avatar: null,
      note: null,
      isPublic: false,
      needsApproval: false,
      at,
    })
    await tx.updateTable('companies').set({ group_id: groupId }).where('id', '=', companyId).execute()
    await tx.updateTable('users').set({ company_id: companyId }).where('id', '=', userId).execute()
    return { outcome: 'founded', companyId, groupId }
  },
}
