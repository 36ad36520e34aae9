import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { ConversationKey } from '../../sync/conversation-key.ts'
import type { Room } from './room.ts'

const chosen = new WeakMap<Room['engine'], Map<ConversationKey, ShallowRef<readonly File[]>>>()

/**
 * Files that were chosen in a conversation and not sent yet: they stay while one is elsewhere, and if the browser can
 * keep them, through a reload.
 */
export function chosenFiles({ engine, key }: Pick<Room, 'engine' | 'key'>) {
  const all = chosen.get(engine) ?? new Map<ConversationKey, ShallowRef<readonly File[]>>()
  chosen.set(engine, all)
  const known = all.get(key)
  const files = known ?? shallowRef<readonly File[]>([])
  all.set(key, files)
  if (!known)
    void engine.chosen.read(key).then(
      kept => {
        files.value = [...kept, ...files.value]
      },
      () => undefined,
    )
  return {
    files,
    set(next: readonly File[]): void {
      files.value = next
      engine.chosen.keep(key, next).catch(() => undefined)
    },
  }
}
