import { computed, onScopeDispose } from 'vue'
import { ApiFailure } from '../../api/failure.ts'
import { useEngine } from '../../session.ts'

/** One group with its members and notices, and what the viewer is in it. For a component's setup. */
export function useGroup(groupId: number) {
  const { groups, viewer } = useEngine()
  const { detail, notices, members, read, readNotices, expect, close } = groups.open(groupId)
  readNotices()
  onScopeDispose(close)

  const self = computed(() => members.value.get(viewer.id))
  return {
    read,
    expect,
    notices,
    isBusy: detail.isBusy,
    info: computed(() => detail.value.value?.info),
    users: computed(() => detail.value.value?.users ?? []),
    /** Why there is nothing to show, or nothing any more. */
    failure: computed(() => {
      const error = detail.error.value
      const isRefused = error instanceof ApiFailure && !error.mayPass
      return isRefused || !detail.value.value ? error : undefined
    }),
    isOwner: computed(() => self.value?.role === 'owner'),
    /** Owner or manager. */
    mayManage: computed(() => self.value !== undefined && self.value.role !== 'member'),
  }
}
