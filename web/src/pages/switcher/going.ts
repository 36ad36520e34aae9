import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { joinGroup } from '../../../../contract/groups.ts'
import { ask, useMe } from '../../session.ts'
import type { Kind } from '../../sync/conversation-key.ts'
import { people } from '../../text/people.ts'
import { toast } from '../../ui/toast.ts'

/** A dialog that takes the switcher's place. */
type Task =
  | { what: 'group' }
  | { what: 'friend' }
  | { what: 'invite' }
  | { what: 'apply'; person: { id: number; trueName: string } }

/** Where choosing something leads. */
export function useGoing() {
  const router = useRouter()
  const me = useMe()
  const task = shallowRef<Task>()
  return {
    task,
    /** `at`: a place of the log; `find`: what is marked there. */
    chat: (kind: Kind, id: number, query: { at?: number; find?: string } = {}) =>
      void router.push({ name: 'chat', params: { kind, id }, query }),
    page: (name: string, params: Record<string, string | number> = {}) => void router.push({ name, params }),
    begin: (next: Task) => {
      task.value = next
    },
    async join(groupId: number): Promise<void> {
      try {
        await ask(joinGroup, { body: { groupId, userId: me.value.id } })
        toast.done(people.joinSent)
      } catch (error) {
        toast.fail(error)
      }
    },
  }
}

export type Going = ReturnType<typeof useGoing>
