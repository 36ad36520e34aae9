import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import { createCache } from '../../lib/cache.ts'
import type { User } from '../../store/people.ts'
import type { Status } from '../../store/statuses.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'

type Needs = {
  store: Pick<Store, 'statuses'>
  bus: Bus
  people: Pick<People, 'reaches' | 'users'>
  clock: () => number
}

export type StatusesFeature = ReturnType<typeof createStatuses>

/** Of whom it is remembered whether there is one. */
const kept = 50_000

/** What people say of themselves for a while. It is gone at its end without anybody doing anything. */
export function createStatuses({ store, bus, people, clock }: Needs) {
  const known = createCache<number, { userId: number; status: Status | undefined }>({ most: kept })
  bus.onAll(event => {
    if (event.type === 'statusChanged') known.forget([event.userId])
  })

  const isOver = ({ endsAt }: Status) => endsAt !== null && endsAt <= clock()

  async function read(userIds: readonly number[]): Promise<Status[]> {
    const found = await known.readMany(
      userIds,
      async missing => {
        const stored = new Map((await store.statuses.of(missing)).map(status => [status.userId, status]))
        return missing.map(userId => ({ userId, status: stored.get(userId) }))
      },
      ({ userId }) => userId,
    )
    return [...found.values()].flatMap(({ status }) => (status && !isOver(status) ? [status] : []))
  }

  return {
    /** In place of what was there; nothing with neither emoji nor text. Fails with `status.ended`. */
    async set(viewer: User, { emoji, text, endsAt }: Omit<Status, 'userId'>): Promise<Status | null> {
      const status = emoji === '' && text === '' ? null : { userId: viewer.id, emoji, text, endsAt }
      if (status && isOver(status)) throw new Failure('status.ended')
      await (status ? store.statuses.set(status) : store.statuses.clear(viewer.id))
      bus.toAll({ type: 'statusChanged', userId: viewer.id, status })
      return status
    },

    /** Of those whose card the viewer sees as a colleague or friend, in no order; of nobody who is disabled. */
    async of(viewer: User, userIds: readonly number[]): Promise<Status[]> {
      const enabled = (await people.users([...new Set(userIds)])).filter(({ isEnabled }) => isEnabled)
      const reached: number[] = []
      for (const { id } of enabled) if (await people.reaches(viewer.id, id)) reached.push(id)
      return read(reached)
    },
  }
}
