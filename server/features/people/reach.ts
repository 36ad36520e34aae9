import type { Bus } from '../../bus/bus.ts'
import { createCache } from '../../lib/cache.ts'
import type { Store } from '../../store/store.ts'

/**
 * Who may see and talk to whom, besides friends: people of one company tree, of one company, nobody else, or everyone.
 */
export type ReachPolicy = 'tree' | 'company' | 'friends' | 'everyone'

type Seen = {
  companyIds: readonly number[]
  companies: ReadonlySet<number>
  roots: ReadonlySet<number>
  friends: ReadonlySet<number>
}

/** Who is remembered at most. */
const kept = 50_000

const meets: Record<ReachPolicy, (viewer: Seen, other: Seen) => boolean> = {
  tree: (viewer, other) => !viewer.roots.isDisjointFrom(other.roots),
  company: (viewer, other) => !viewer.companies.isDisjointFrom(other.companies),
  friends: () => false,
  everyone: () => true,
}

type Needs = { store: Pick<Store, 'directory'>; bus: Bus; policy: ReachPolicy }

/** Who is joined to whom by an organisation or by friendship, kept in memory until the bus says that it changed. */
export function createReach({ store, bus, policy }: Needs) {
  const seen = createCache<number, Seen>({ most: kept })
  bus.onAll(event => {
    if (event.type === 'reachChanged' || event.type === 'usersChanged') seen.forget(event.userIds)
  })

  const of = (userId: number): Promise<Seen> =>
    seen.read(userId, async () => {
      const { companyIds, roots, friendIds } = await store.directory.reach(userId)
      return { companyIds, companies: new Set(companyIds), roots: new Set(roots), friends: new Set(friendIds) }
    })

  const meet = (viewer: Seen, other: Seen, otherId: number) =>
    viewer.friends.has(otherId) || meets[policy](viewer, other)

  return {
    friends: async (userId: number) => (await of(userId)).friends,
    /** The companies that this person belongs to, the own one first. */
    companies: async (userId: number) => (await of(userId)).companyIds,

    /** The companies whose people this person may see, the own ones first. */
    async visibleCompanies(userId: number): Promise<readonly number[]> {
      if (policy === 'friends') return []
      const { companyIds, roots } = await of(userId)
      if (policy === 'company') return companyIds
      const all =
        policy === 'tree'
          ? await store.directory.companiesBelow([...roots])
          : (await store.directory.companies()).map(company => company.id)
      return [...new Set([...companyIds, ...all])]
    },

    async joins(viewerId: number, otherId: number): Promise<boolean> {
      return meet(seen.get(viewerId) ?? (await of(viewerId)), seen.get(otherId) ?? (await of(otherId)), otherId)
    },
    knownJoins(viewerId: number, otherId: number): boolean | undefined {
      const [viewer, other] = [seen.get(viewerId), seen.get(otherId)]
      return viewer && other && meet(viewer, other, otherId)
    },
  }
}
