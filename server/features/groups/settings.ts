import { Failure } from '../../../contract/failures.ts'
import type { GroupChange } from '../../store/groups.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Url } from '../../lib/route.ts'
import type { Actors } from './actors.ts'
import { pictureOf } from './picture.ts'
import { done } from './refusals.ts'
import type { GroupEvents } from './group-events.ts'

type Needs = { store: Pick<Store, 'groups' | 'files'>; events: GroupEvents; actors: Actors }

/** The last moment that a date can be: until somebody lifts it. */
const forever = 8_640_000_000_000_000
const minute = 60_000

/** What a group is, and what its members are in it. Each fails with what its change presupposes. */
export function createSettings({ store: { groups, files }, events, actors }: Needs) {
  return {
    /** Owner or manager. `avatar` is an address as the client has it. */
    async edit(
      viewer: User,
      groupId: number,
      { avatar, ...given }: Omit<GroupChange, 'avatar'> & { avatar?: string },
      url: Url,
    ) {
      const { group } = await actors.inside(viewer, groupId)
      const change: GroupChange = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      if (avatar !== undefined) change.avatar = await pictureOf(files, viewer, avatar, url, group.avatar)
      const edited = done(await groups.edit(actors.by(groupId, viewer.id, 'manager'), change))
      if (edited.isNew) events.info(edited)
      return edited
    },

    /** Owner. Its history stays readable. */
    async dissolve(viewer: User, groupId: number): Promise<void> {
      const dissolved = done(await groups.dissolve(actors.by(groupId, viewer.id, 'owner')), { atLeast: 'owner' })
      if (dissolved.isNew) events.info(dissolved)
      if (dissolved.applications.length > 0) events.applications(dissolved.group, dissolved.applications)
    },

    /** Owner. */
    async setManagers(viewer: User, groupId: number, targets: readonly number[], isManager: boolean): Promise<void> {
      const set = done(await groups.setManagers(actors.by(groupId, viewer.id, 'owner'), targets, isManager), {
        atLeast: 'owner',
      })
      if (set.parts.length > 0) events.parts(set, set.parts)
    },

    /** Owner. To somebody who can still log in. */
    async handOver(viewer: User, groupId: number, targetId: number) {
      const given = done(await groups.handOver(actors.by(groupId, viewer.id, 'owner'), targetId), { atLeast: 'owner' })
      if (given.parts.length > 0) events.owner(given, given.parts)
      return given
    },

    /** Owner or manager. */
    async muteAll(viewer: User, groupId: number, isMuted: boolean): Promise<void> {
      const muted = done(await groups.muteAll(actors.by(groupId, viewer.id, 'manager'), isMuted))
      if (muted.isNew) events.info(muted)
    },

    /** Owner or manager; for so many minutes, 0 for until it is lifted. */
    async mute(
      viewer: User,
      groupId: number,
      targets: readonly number[],
      isMuted: boolean,
      minutes: number,
    ): Promise<void> {
      if (targets.includes(viewer.id))
        throw new Failure('request.invalid', { name: 'targets', expected: '不能禁言自己' })
      const acting = actors.by(groupId, viewer.id, 'manager')
      const until = !isMuted ? 0 : minutes === 0 ? forever : acting.at + minutes * minute
      const muted = done(await groups.silence(acting, targets, until))
      if (muted.parts.length > 0) events.parts(muted, muted.parts)
    },
  }
}
