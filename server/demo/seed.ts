import { randomBytes } from 'node:crypto'
import type { Blobs } from '../blobs/blobs.ts'
import type { Store, StoredFile } from '../store/store.ts'
import { demoFiles } from './media.ts'
import type { DemoFile } from './media.ts'
import { companies, friendApplications, friends, pairs, people, pictured, secondPosts } from './people.ts'
import type { DemoDepartment } from './people.ts'
import { lookOf, pictureOfPerson } from './pictures-of-people.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { seedGroupNews, seedGroups } from './seed-groups.ts'
import { seedMessages } from './seed-messages.ts'
import { seedModules } from './seed-modules.ts'
import { createWorkClock } from './work-clock.ts'
import type { WorkClock } from './work-clock.ts'

export const demoPassword = 'hongyan-demo'
const day = 24 * 60 * 60 * 1000

type Needs = { store: Store; blobs: Blobs; hash: (password: string) => Promise<string>; now: number }

/**
 * Fills an empty store with the demo organisation: the same people, talks and lists in the same order whenever it is
 * made. The last was said in the last working hours before `now` (ms).
 */
export async function seedDemo({ store, blobs, hash, now }: Needs): Promise<void> {
  const random = createRandom(8005)
  const clock = createWorkClock(now)
  const keep = createKeeper({ store, blobs, now })
  const departments = await seedOrganisation(store)
  const ids = await seedPeople({ store, hash, now, random, keep, departments })
  const idOf = (username: string) => known(ids, username)
  await seedFriends(store, idOf, { now, clock })
  const groupIds = await seedGroups({ store, random, now, clock, idOf })
  await seedModules({ store, idOf, now })
  await seedMessages({ store, random, clock, idOf, groupIds, files: await seedFiles(random, keep, [...ids.values()]) })
  await seedGroupNews({ store, now, clock, idOf, groupIds })
}

type Departments = Map<string, { id: number; companyId: number; roleId: number }>

async function seedOrganisation({ directory }: Store): Promise<Departments> {
  const licenseId = await directory.createLicense({ name: '旗舰版', maxLevel: 3, single: 500, seats: 1000 })
  const companyIds = new Map<string, number>()
  const departments: Departments = new Map()
  for (const { name, code, parent, industry, region, departments: tops } of companies) {
    const parentId = parent === undefined ? null : known(companyIds, parent)
    const companyId = await directory.createCompany({
      name,
      code,
      parentId,
      level: parentId === null ? 1 : 2,
      licenseId,
      industryText: industry,
      regionText: region,
    })
    companyIds.set(name, companyId)
    const roleId = await directory.createRole({ name: '员工', companyId, isAdmin: false, note: null })
    const create = async (
      department: DemoDepartment,
      above: string,
      parentId: number | null,
      level: number,
    ): Promise<void> => {
      const path = `${above}/${department.name}`
      const id = await directory.createDepartment({ name: department.name, companyId, parentId, level })
      departments.set(path, { id, companyId, roleId })
      for (const below of department.below ?? []) await create(below, path, id, level + 1)
    }
    for (const top of tops) await create(top, name, null, 1)
  }
  return departments
}

type Keep = (file: DemoFile, ownerId: number) => Promise<StoredFile>

async function seedPeople({
  store,
  hash,
  now,
  random,
  keep,
  departments,
}: Omit<Needs, 'blobs'> & { random: Random; keep: Keep; departments: Departments }): Promise<Map<string, number>> {
  const passwordHash = await hash(demoPassword)
  const drafts = people.map((person, at) => {
    const { companyId, roleId } = known(departments, person.place)
    return {
      username: person.username,
      trueName: person.trueName,
      sex: person.sex,
      sign: person.sign,
      work: person.position,
      workState: 1,
      email: `${person.username}@example.com`,
      phone: `138${String(10_000_000 + at * 137).slice(0, 8)}`,
      birthday: `${random.between(1980, 2001)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`,
      companyId,
      roleId,
      isAdmin: person.username === 'zhangwei',
      passwordHash,
      createdAt: now - 90 * day,
    }
  })
  const ids = await store.users.createMany(drafts)
  const looks = people.map(() => lookOf(random))
  for (const [at, person] of people.entries()) {
    const [userId, look] = [ids[at] ?? 0, looks[at]]
    if (look && pictured.includes(person.username)) {
      const picture = { name: `${person.username}.jpg`, extension: 'jpg', contentType: 'image/jpeg' }
      const bytes = await pictureOfPerson(look)
      const { blob } = await keep({ ...picture, bytes, thumb: null, playTime: 0 }, userId)
      await store.users.change(userId, { avatar: `/files/${blob}` })
    }
    await store.directory.placeInDepartment({
      userId,
      departmentId: known(departments, person.place).id,
      position: person.position,
      isMain: true,
    })
  }
  const byUsername = new Map(people.map((person, at) => [person.username, ids[at] ?? 0]))
  for (const { username, place, position } of secondPosts) {
    await store.directory.placeInDepartment({
      userId: known(byUsername, username),
      departmentId: known(departments, place).id,
      position,
      isMain: false,
    })
  }
  return byUsername
}

async function seedFriends(
  { friends: friendships }: Store,
  idOf: (username: string) => number,
  { now, clock }: { now: number; clock: WorkClock },
): Promise<void> {
  for (const [one, other] of [...pairs.map(pair => pair.between), ...friends]) {
    const [senderId, receiverId, at] = [idOf(one), idOf(other), now - 80 * day]
    await friendships.apply({ senderId, receiverId, content: '加个好友，方便联系', at, since: now, most: 1 })
    await friendships.agree(receiverId, senderId, at)
  }
  for (const [at, { from, to, content }] of friendApplications.entries()) {
    await friendships.apply({
      senderId: idOf(from),
      receiverId: idOf(to),
      content,
      at: clock((at + 1) * 5 * 60 * 60 * 1000),
      since: now,
      most: 1,
    })
  }
}

async function seedFiles(random: Random, keep: Keep, owners: readonly number[]) {
  const kinds = await demoFiles(random)
  // One after the other: which of them has which number must not hang on how fast each is written.
  const kept = async (files: readonly DemoFile[]) => {
    const all: StoredFile[] = []
    for (const file of files) all.push(await keep(file, random.pick(owners)))
    return all
  }
  return {
    picture: await kept(kinds.picture),
    file: await kept(kinds.file),
    voice: await kept(kinds.voice),
    video: await kept(kinds.video),
  }
}

function createKeeper({ store, blobs, now }: Pick<Needs, 'store' | 'blobs' | 'now'>): Keep {
  const put = async (bytes: Buffer, extension: string) => {
    const blob = `${randomBytes(16).toString('hex')}.${extension}`
    await blobs.write(blob, bytes)
    return blob
  }
  return async (file, ownerId) => {
    const stored = {
      ownerId,
      name: file.name,
      extension: file.extension,
      contentType: file.contentType,
      size: file.bytes.length,
      playTime: file.playTime,
      blob: await put(file.bytes, file.extension),
      thumbBlob: file.thumb && (await put(file.thumb.bytes, file.thumb.extension)),
      createdAt: now - 60 * day,
    }
    return { ...stored, id: await store.files.create(stored) }
  }
}

function known<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the demo names ${key}, which is not there`)
  return value
}

const two = (value: number) => String(value).padStart(2, '0')
