import type { Bus } from '../../bus/bus.ts'
import type { Store } from '../../store/store.ts'

/** Few enough that a message sent meanwhile waits some milliseconds at most. */
const namesAtOnce = 200

/** Finds the pinyin of everyone who was made before names had one, a few at a time while everything else goes on. */
export async function backfillPinyin({ store, bus }: { store: Pick<Store, 'users'>; bus: Bus }): Promise<void> {
  for (;;) {
    const userIds = await store.users.fillPinyin(namesAtOnce)
    if (userIds.length === 0) return
    bus.toAll({ type: 'usersChanged', userIds })
  }
}
