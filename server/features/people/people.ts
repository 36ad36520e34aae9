import { Failure } from '../../../contract/failures.ts'
import type { Bus, Face } from '../../bus/bus.ts'
import { remember } from '../../lib/bounded-map.ts'
import { createCache } from '../../lib/cache.ts'
import type { Circle } from '../../store/contacts.ts'
import type { Placement, User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import { createReach, type ReachPolicy } from './reach.ts'

const usersKept = 50_000
const latestContactsShown = 50
/** Strangers that one person was shown and may still ask to be friends, the latest. */
const strangersMet = 500

/** How much one person sees of another. */
type Sight = 'card' | 'face'

type Needs = {
  store: Pick<Store, 'users' | 'directory' | 'conversations'>
  bus: Bus
  /** Who may see and talk to whom; people of one company tree where it is not set. */
  reachPolicy?: ReachPolicy
}

export type People = ReturnType<typeof createPeople>

/**
 * Who people are and who may see whom. Users and reach are kept in memory, for they are asked with every
 * message; what the bus says of changes makes them be read again.
 */
export function createPeople({ store, bus, reachPolicy = 'tree' }: Needs) {
  const known = createCache<number, User>({ most: usersKept })
  const met = new Map<number, Set<number>>()
  const reach = createReach({ store, bus, policy: reachPolicy })
  bus.onAll(event => {
    if (event.type === 'usersChanged') known.forget(event.userIds)
  })

  /** Undefined where there is no such user; disabled ones are there. */
  const user = (id: number): Promise<User | undefined> => known.read(id, () => store.users.find(id))

  /** In the order asked; unknown ids are left out. */
  async function users(ids: readonly number[]): Promise<User[]> {
    const read = await known.readMany(ids, store.users.findMany, ({ id }) => id)
    return ids.flatMap(id => read.get(id) ?? [])
  }

  /** Whether one may send to the other: colleagues (as far as the policy goes) or friends, both enabled. */
  async function mayTalk(viewerId: number, otherId: number): Promise<boolean> {
    const [viewer, other] = [known.get(viewerId) ?? (await user(viewerId)), known.get(otherId) ?? (await user(otherId))]
    if (!viewer?.isEnabled || !other?.isEnabled) return false
    return viewerId === otherId || reach.joins(viewerId, otherId)
  }

  /**
   * Fails where one may not send to the other: with `user.disabled` for a colleague or friend whose account is, else
   * with `user.notReachable`.
   */
  async function needTalk(viewerId: number, otherId: number): Promise<void> {
    if (await mayTalk(viewerId, otherId)) return
    const isGone = (await user(otherId))?.isEnabled === false && (await reaches(viewerId, otherId))
    throw new Failure(isGone ? 'user.disabled' : 'user.notReachable')
  }

  /** Whether they are colleagues (as far as the policy goes) or friends; enabled or not. */
  const reaches = async (viewerId: number, otherId: number): Promise<boolean> =>
    viewerId === otherId || (await reach.joins(viewerId, otherId))

  /**
   * What there is to be seen of somebody: the card of those one reaches and of who asks to be a friend; name and
   * picture of those one wrote with, shares a group with, or met by a search or code. Nothing of others: for the viewer
   * they are as good as not there.
   */
  async function sight(viewerId: number, otherId: number): Promise<Sight | undefined> {
    if (!(await user(otherId))) return undefined
    if (await reaches(viewerId, otherId)) return 'card'
    if ((await store.directory.openFriendApplications(viewerId)).some(({ senderId }) => senderId === otherId))
      return 'card'
    if (met.get(viewerId)?.has(otherId)) return 'face'
    const isKnown =
      (await store.conversations.findDirect(viewerId, otherId)) !== undefined
      || (await store.conversations.shareGroup(viewerId, otherId))
    return isKnown ? 'face' : undefined
  }

  /** They were shown to the viewer, by a search or a code. */
  function meet(viewerId: number, otherIds: readonly number[]): void {
    if (otherIds.length === 0) return
    const all = met.get(viewerId) ?? new Set()
    met.delete(viewerId)
    remember(met, viewerId, all, usersKept)
    for (const id of otherIds) {
      all.delete(id)
      all.add(id)
    }
    for (const id of all) {
      if (all.size <= strangersMet) break
      all.delete(id)
    }
  }

  /**
   * Without a placement, there is no more to be seen than name and picture. Fails with `user.unknown`, also where
   * nothing is to be seen.
   */
  async function card(viewer: User, targetId: number): Promise<{ user: User; placement: Placement | undefined }> {
    const [target, seen] = [await user(targetId), await sight(viewer.id, targetId)]
    if (!target || !seen) throw new Failure('user.unknown')
    return { user: target, placement: seen === 'card' ? await store.directory.placement(targetId) : undefined }
  }

  return {
    user,
    users,
    mayTalk,
    needTalk,
    reaches,
    sight,
    meet,
    /** The companies that this person belongs to, the own one first. */
    companiesOf: reach.companies,
    /** The companies whose people this person may see, the own ones first. */
    visibleCompanies: reach.visibleCompanies,
    /** Whom this person finds by a part of their name. */
    async circleOf(userId: number): Promise<Circle> {
      return { viewerId: userId, companyIds: reachPolicy === 'everyone' ? 'all' : await reach.visibleCompanies(userId) }
    },
    /** `mayTalk` from memory alone; undefined where it has to be asked. */
    knownMayTalk(viewerId: number, otherId: number): boolean | undefined {
      const [viewer, other] = [known.get(viewerId), known.get(otherId)]
      if (!viewer || !other) return undefined
      if (!viewer.isEnabled || !other.isEnabled) return false
      return viewerId === otherId || reach.knownJoins(viewerId, otherId)
    },

    /** A name and a picture to draw; an empty name where there is no such user. */
    async face(userId: number): Promise<Face> {
      const found = known.get(userId) ?? (await user(userId))
      return { id: userId, name: found?.trueName ?? '', avatar: found?.avatar ?? null }
    },

    /** By user id; unknown ids are left out. */
    async faces(userIds: readonly number[]): Promise<Map<number, Face>> {
      return new Map((await users(userIds)).map(({ id, trueName, avatar }) => [id, { id, name: trueName, avatar }]))
    },

    card,

    /**
     * The card, the person's departments, and what the viewer is to them; no departments without a placement. Fails as
     * `card`.
     */
    async contactCard(viewer: User, targetId: number) {
      const { user: target, placement } = await card(viewer, targetId)
      return {
        user: target,
        placement,
        posts: placement ? await store.directory.posts(targetId) : [],
        isFriend: (await reach.friends(viewer.id)).has(targetId),
        isReachable: await mayTalk(viewer.id, targetId),
      }
    },

    /**
     * Ids of friends and of those whom this person last talked with and still reaches: those who hear that they came
     * online.
     */
    async latestPeers(userId: number): Promise<number[]> {
      const [friends, recent] = await Promise.all([
        reach.friends(userId),
        store.conversations.recentPeers(userId, latestContactsShown),
      ])
      const reached = await Promise.all(recent.map(id => reaches(id, userId)))
      return [...new Set([...recent.filter((_, at) => reached[at]), ...friends])]
    },

    /**
     * The people the viewer last talked with, latest first; `isFace` for those of whom only name and picture are to be
     * seen.
     */
    async latestContacts(viewer: User): Promise<{ user: User; isFace: boolean }[]> {
      const found = await users(await store.conversations.recentPeers(viewer.id, latestContactsShown))
      return Promise.all(found.map(async one => ({ user: one, isFace: (await sight(viewer.id, one.id)) !== 'card' })))
    },
  }
}
