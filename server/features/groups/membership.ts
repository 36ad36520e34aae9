import { setImmediate } from 'node:timers/promises'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Actor } from '../../store/audit.ts'
import type { Joining, NewGroup } from '../../store/groups.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Url } from '../../lib/route.ts'
import type { People } from '../people/people.ts'
import type { Actors } from './actors.ts'
import type { Applications } from './applications.ts'
import { pictureOf } from './picture.ts'
import { done, refusal } from './refusals.ts'
import type { GroupEvents } from './group-events.ts'

type Needs = {
  store: Pick<Store, 'groups' | 'conversations' | 'files' | 'administration'>
  people: People
  events: GroupEvents
  actors: Actors
  applications: Applications
  memberLimit: number
}

const day = 24 * 60 * 60 * 1000
/** People who arrive by one write and one line of the group's history. */
const arrivingAtOnce = 100
/** People looked at before others get their turn. */
const checkedAtOnce = 100

/** Who comes into groups and who leaves them. */
export function createMembership({ store, people, events, actors, applications, memberLimit: limit }: Needs) {
  const { administration } = store

  async function checkReach(viewer: User, userIds: readonly number[]): Promise<void> {
    const found = await people.users(userIds)
    if (found.length < userIds.length) throw new Failure('user.unknown')
    for (const [at, { id }] of found.entries()) {
      if (at % checkedAtOnce === checkedAtOnce - 1) await setImmediate()
      if (!(await people.mayTalk(viewer.id, id))) throw new Failure('group.cannotInvite')
    }
  }

  /** Makes a group of these people, whoever they are. Fails with `group.full`. */
  async function found(group: NewGroup, create: Store['groups']['create'] = store.groups.create) {
    const others = [...new Set(group.userIds)].filter(id => id !== group.ownerId)
    if (others.length >= limit) throw refusal('full', { limit })
    const made = await create({ ...group, ...actors.stamp() })
    events.joined(made, [
      { userId: group.ownerId, role: 'owner', silencedUntil: 0 },
      ...others.map(userId => ({ userId, role: 'member' as const, silencedUntil: 0 })),
    ])
    return made
  }

  /** Lets people in, whoever they are; undefined where it takes agreement. */
  async function letIn(
    groupId: number,
    by: number,
    joining: Omit<Joining, 'limit'>,
    add: Store['groups']['add'] = store.groups.add,
  ) {
    const added = await add(actors.by(groupId, by, 'member'), { ...joining, limit })
    if (added.outcome === 'needsApproval') return undefined
    const came = done(added, { limit })
    if (came.parts.length > 0) events.joined(came, came.parts)
    if (came.applications.length > 0) events.applications(came.group, came.applications)
    return came
  }

  /** Lets people in in the owner's name, whoever they are. */
  async function letInByOwner(
    { id, ownerId }: Group,
    userIds: readonly number[],
    add?: Store['groups']['add'],
  ): Promise<number[]> {
    const added = await letIn(id, ownerId, { userIds, freeFrom: 'manager', isOwn: false }, add)
    return added?.parts.map(part => part.userId) ?? []
  }

  /** Takes people out. Fails with `group.ownerOnly` where one of them is not of a lower role. */
  async function takeOut(
    groupId: number,
    by: number,
    userIds: readonly number[],
    remove: Store['groups']['remove'] = store.groups.remove,
  ): Promise<number[]> {
    const removed = done(await remove(actors.by(groupId, by, 'manager'), userIds))
    if (removed.userIds.length > 0) events.left(removed, removed.userIds)
    return removed.userIds
  }

  return {
    /** For administrators, in the name of a group's owner, whoever the people are. */
    administeredMembers: {
      found: (by: Actor, group: NewGroup) => found(group, made => administration.createGroup(by, made)),
      letInByOwner: (by: Actor, group: Group, userIds: readonly number[]) =>
        letInByOwner(group, userIds, (...asked) => administration.addToGroup(by, ...asked)),
      takeOut: (by: Actor, { id, ownerId }: Group, userIds: readonly number[]) =>
        takeOut(id, ownerId, userIds, (...asked) => administration.removeFromGroup(by, ...asked)),
    },

    /**
     * Lets people into the group of everybody of their company, if it has one, in portions: a group that is full or
     * dissolved keeps nobody out of the company.
     */
    async letIntoGroupOfAll(groupId: number | null, userIds: readonly number[]): Promise<void> {
      const group = groupId === null ? undefined : await store.conversations.group(groupId)
      if (!group || group.isDissolved) return
      try {
        for (let at = 0; at < userIds.length; at += arrivingAtOnce)
          await letInByOwner(group, userIds.slice(at, at + arrivingAtOnce))
      } catch (error) {
        if (!(error instanceof Failure)) throw error
      }
    },

    /**
     * The viewer owns it; `avatar` is an address as the client has it. Fails with `user.unknown`, `group.cannotInvite`,
     * `group.full`.
     */
    async create(viewer: User, group: Omit<NewGroup, 'ownerId'> & { avatar: string }, url: Url) {
      await checkReach(
        viewer,
        group.userIds.filter(id => id !== viewer.id),
      )
      return found({ ...group, avatar: await pictureOf(store.files, viewer, group.avatar, url), ownerId: viewer.id })
    },

    /**
     * They join at once, or the owner and managers are asked. Fails with `user.unknown`, `group.cannotInvite`,
     * `group.full` and what `actors.inside` fails with.
     */
    async invite(
      viewer: User,
      groupId: number,
      targets: readonly number[],
    ): Promise<{ joined: number[]; waiting: number[] }> {
      await actors.inside(viewer, groupId)
      const { userIds: inIt } = await store.conversations.memberIds(groupId)
      const coming = targets.filter(id => !inIt.includes(id))
      await checkReach(viewer, coming)
      const added = await letIn(groupId, viewer.id, { userIds: coming, freeFrom: 'manager', isOwn: false })
      if (added) return { joined: added.parts.map(part => part.userId), waiting: [] }
      const acting = actors.by(groupId, viewer.id, 'member')
      const asked = await store.groups.propose(acting, coming, {
        since: acting.at - day,
        most: limits.groupProposalsADay,
      })
      if (asked.outcome === 'tooMany') throw new Failure('group.tooManyApplications')
      const proposed = done(asked)
      if (proposed.applications.length > 0) events.applications(proposed.group, proposed.applications)
      return { joined: [], waiting: coming }
    },

    /**
     * By the code that `shownBy` showed: in at once, or the owner and managers are asked. Undefined where `shownBy` is
     * not in it any more.
     */
    async enter(viewer: User, groupId: number, shownBy: number): Promise<'isIn' | 'isWaiting' | undefined> {
      const { userIds } = await store.conversations.memberIds(groupId)
      if (userIds.includes(viewer.id)) return 'isIn'
      // Who was removed must not come back, or bring others, by a code shown before.
      if (!userIds.includes(shownBy)) return undefined
      if (await letIn(groupId, shownBy, { userIds: [viewer.id], freeFrom: null, isOwn: true })) return 'isIn'
      await applications.ask(viewer, groupId, '')
      return 'isWaiting'
    },

    /** Whether the viewer's own application to this group is open. */
    async isWaiting(viewer: User, groupId: number): Promise<boolean> {
      return (await store.groups.openApplication(groupId, viewer.id)) !== undefined
    },

    async remove(viewer: User, groupId: number, targets: readonly number[]): Promise<void> {
      if (targets.includes(viewer.id))
        throw new Failure('request.invalid', { name: 'remark', expected: '不能移除自己' })
      await takeOut(groupId, viewer.id, targets)
    },

    /** The owner must hand over first: `group.ownerStays`. */
    async quit(viewer: User, groupId: number): Promise<void> {
      const left = await store.groups.leave(actors.by(groupId, viewer.id, 'member'))
      if (left.outcome === 'gone') return
      events.left(done(left), [viewer.id])
    },
  }
}
