import type { Acting } from '../store/groups.ts'
import type { Store } from '../store/store.ts'
import { groupApplications, groupManagers, groupNotices, groups, mutedGroup, newGroup, people } from './people.ts'
import type { Random } from './random.ts'
import type { WorkClock } from './work-clock.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

type Needs = { store: Store; now: number; clock: WorkClock; idOf: (username: string) => number }

let lines = 0
const byOwner = async (store: Store, groupId: number, at: number): Promise<Acting> => {
  const group = await store.conversations.group(groupId)
  return { groupId, by: group?.ownerId ?? 0, atLeast: 'owner', lineId: `demo-line-${++lines}`, at }
}

/** The groups, their managers and notices, as they were before anything was said; their ids by name. */
export async function seedGroups({
  store,
  now,
  clock,
  idOf,
  random,
}: Needs & { random: Random }): Promise<Map<string, number>> {
  // The big group is of the tree of 鸿雁集团; the three whose accounts are tried out must be in it.
  const ofTree = people.filter(person => !person.place.startsWith('远山贸易')).map(person => person.username)
  const groupIds = new Map<string, number>()
  for (const { name, owner, members } of groups) {
    const first = [owner, 'zhangwei', 'lina', 'wangfang']
    const usernames =
      typeof members === 'number'
        ? [
            ...first,
            ...random.some(
              ofTree.filter(username => !first.includes(username)),
              members - first.length,
            ),
          ]
        : [owner, ...members]
    const created = await store.groups.create({
      name,
      ownerId: idOf(owner),
      userIds: usernames.map(idOf),
      avatar: null,
      note: null,
      isPublic: true,
      needsApproval: owner === 'zhangwei',
      lineId: `demo-line-${++lines}`,
      at: now - 70 * day,
    })
    groupIds.set(name, created.group.id)
  }
  for (const { group, managers } of groupManagers) {
    const groupId = groupIds.get(group) ?? 0
    const { userIds } = await store.conversations.memberIds(groupId)
    await store.groups.setManagers(
      await byOwner(store, groupId, now - 69 * day),
      managers.map(idOf).filter(id => userIds.includes(id)),
      true,
    )
  }
  for (const [at, { group, content }] of groupNotices.entries()) {
    await store.groups.publishNotice(await byOwner(store, groupIds.get(group) ?? 0, now - 69 * day + at * hour), {
      content,
      url: null,
    })
  }
  for (const [at, { from, group, content }] of groupApplications.entries()) {
    await store.groups.apply({
      groupId: groupIds.get(group) ?? 0,
      userId: idOf(from),
      content,
      at: clock((at + 1) * 3 * hour),
    })
  }
  return groupIds
}

/** What happened of late: a mute, and a new group that somebody was brought into. */
export async function seedGroupNews({
  store,
  clock,
  idOf,
  groupIds,
}: Needs & { groupIds: Map<string, number> }): Promise<void> {
  await store.groups.muteAll(await byOwner(store, groupIds.get(mutedGroup) ?? 0, clock(5 * hour)), true)
  const { name, owner, members, invited } = newGroup
  const made = await store.groups.create({
    name,
    ownerId: idOf(owner),
    userIds: members.map(idOf),
    avatar: null,
    note: null,
    isPublic: false,
    needsApproval: false,
    lineId: `demo-line-${++lines}`,
    at: clock(3 * hour),
  })
  await store.groups.add(await byOwner(store, made.group.id, clock(2 * hour)), {
    userIds: invited.map(idOf),
    limit: 1000,
    freeFrom: null,
    isOwn: false,
  })
}
