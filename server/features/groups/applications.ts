import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Face } from '../../bus/bus.ts'
import type { GroupApplication } from '../../store/groups.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { People } from '../people/people.ts'
import type { Actors } from './actors.ts'
import { done, refusal } from './refusals.ts'
import type { GroupEvents } from './group-events.ts'
import { applicationWords, withoutName } from './words.ts'

type Needs = {
  store: Pick<Store, 'groups' | 'conversations'>
  people: People
  events: GroupEvents
  actors: Actors
  memberLimit: number
  refusalPause: number
}

/** An application as its reader sees it. `sender` is who wants in, or who invited. */
export type ShownApplication = {
  application: GroupApplication
  group: Group
  sender: Face
  content: string
  isMine: boolean
}

const applicationsShown = 200
const day = 24 * 60 * 60 * 1000
const secondsUntil = (time: number, now: number) => Math.max(1, Math.ceil((time - now) / 1000))

/** Asking to join, and deciding it. */
export function createApplications({ store, people, events, actors, memberLimit: limit, refusalPause }: Needs) {
  /**
   * Asks who leads the group; asking again changes nothing. Fails with `group.unknown`, `group.dissolved`,
   * `group.alreadyMember`.
   */
  async function ask(viewer: User, groupId: number, content: string): Promise<void> {
    const { at } = actors.stamp()
    const bounds = { since: at - day, most: limits.groupApplicationsADay, refusedSince: at - refusalPause }
    const applied = await store.groups.apply({ groupId, userId: viewer.id, content, at, bounds })
    if (applied.outcome === 'tooMany')
      throw new Failure('group.tooManyApplications', {}, secondsUntil(applied.since + day, at))
    if (applied.outcome === 'refusedLately')
      throw new Failure('group.refusedLately', {}, secondsUntil(applied.since + refusalPause, at))
    if (!('application' in applied)) throw refusal(applied.outcome)
    if (applied.outcome === 'applied') events.applications(applied.group, [applied.application])
  }

  /** Decided so by this, or by somebody before. */
  async function decide(viewer: User, id: number, state: 3 | 4) {
    const decided = await store.groups.decide({ id, by: viewer.id, state, limit, ...actors.stamp() })
    if (decided.outcome === 'repeated') return
    const it = done(decided, { limit })
    if (it.parts.length > 0) events.joined(it, it.parts)
    events.applications(it.group, [it.application])
  }

  /** Groups whose name this person may know now: those they are in, and those that can be found. */
  async function namedTo(userId: number, rows: readonly { group: Group }[]): Promise<Set<number>> {
    const groups = new Map(rows.map(({ group }) => [group.id, group]))
    const places = await Promise.all(
      [...groups.values()].filter(group => !group.isPublic).map(group => store.conversations.member(group.id, userId)),
    )
    const inside = places.flatMap(place => (place?.leftSeq === null ? [place.conversationId] : []))
    return new Set([...inside, ...[...groups.values()].flatMap(group => (group.isPublic ? [group.id] : []))])
  }

  async function shown(userId: number, most: number): Promise<ShownApplication[]> {
    const rows = await store.groups.applications(userId, most)
    const faces = await people.faces(rows.flatMap(row => [row.userId, row.invitedBy ?? row.userId]))
    const face = (id: number): Face => faces.get(id) ?? { id, name: '', avatar: null }
    const named = await namedTo(userId, rows)
    return rows.map(({ group: known, isMine, ...application }) => {
      const group = isMine || named.has(known.id) ? known : withoutName(known)
      const inviter = application.invitedBy === null ? undefined : face(application.invitedBy)
      const sender = application.kind === 'invite' && inviter ? inviter : face(application.userId)
      return {
        application,
        group,
        isMine,
        sender,
        content: applicationWords(application, {
          group: group.name,
          person: face(application.userId).name,
          inviter: inviter?.name,
        }),
      }
    })
  }

  return {
    ask,

    /**
     * To join a group that the viewer finds by search, or was in. To everybody else a group is as good as none: numbers
     * would tell which there are, and whose.
     */
    async apply(viewer: User, groupId: number, content: string): Promise<void> {
      const [group, place] = await Promise.all([
        store.conversations.group(groupId),
        store.conversations.member(groupId, viewer.id),
      ])
      if (!group) throw new Failure('group.unknown')
      if (place?.leftSeq === null) throw new Failure('group.alreadyMember')
      if (!(group.isPublic || place) || !(await people.mayTalk(viewer.id, group.ownerId)))
        throw new Failure('group.unknown')
      await ask(viewer, groupId, content)
    },

    /** Lets somebody in whose application is open; who is in already stays. */
    async admit(viewer: User, groupId: number, userId: number): Promise<void> {
      // The same for a group that is not there.
      if (!(await store.groups.leaderIds(groupId)).includes(viewer.id))
        throw new Failure('viewer.mismatch', { name: 'userId' })
      const group = await store.conversations.group(groupId)
      if (!group) throw new Failure('group.unknown')
      if (group.isDissolved) throw new Failure('group.dissolved')
      const application = await store.groups.openApplication(groupId, userId)
      if (application) return decide(viewer, application.id, 4)
      const place = await store.conversations.member(groupId, userId)
      if (place?.leftSeq !== null) throw new Failure('group.noApplication')
    },

    /**
     * Fails with `application.unknown`, `application.notYours`, `application.closed`, `group.dissolved`, `group.full`.
     */
    async decide(viewer: User, code: string, state: 3 | 4): Promise<void> {
      if (!/^\d{1,15}$/.test(code)) throw new Failure('application.unknown')
      await decide(viewer, Number(code), state)
    },

    list: (viewer: User) => shown(viewer.id, applicationsShown),

    /** For the viewer's session list: how many are the viewer's to decide, and the newest. */
    async assistant(userId: number): Promise<{ count: number; newest: ShownApplication | undefined }> {
      const [count, [newest]] = await Promise.all([store.groups.countOpen(userId), shown(userId, 1)])
      return { count, newest }
    },
  }
}

export type Applications = ReturnType<typeof createApplications>
