import { createResource } from '../resource.ts'
import { createBatch } from './batch.ts'

/**
 * Something that is read from the server once and then follows the changes that frames tell of. Changes that come
 * together are one update. Those that come while it is read are applied to the answer, which may be older.
 */
export function createLiveValue<Value, Change>(
  read: () => Promise<Value>,
  apply: (value: Value, changes: readonly Change[]) => Value,
) {
  let due: Change[] = []
  let sinceAsked: Change[] = []
  const loaded = createResource(
    () => {
      sinceAsked = []
      return read()
    },
    answer => apply(answer, sinceAsked),
  )
  const batch = createBatch(() => {
    const changes = due
    due = []
    if (loaded.value.value !== undefined) loaded.value.value = apply(loaded.value.value, changes)
  })

  return {
    ...loaded,
    change(change: Change): void {
      if (loaded.isBusy.value) sinceAsked.push(change)
      due.push(change)
      batch.soon()
    },
  }
}
