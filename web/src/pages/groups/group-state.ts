import { computed, onScopeDispose, watch } from 'vue'
import type { Reply } from '../../../../contract/call.ts'
import { frameCodes } from '../../../../contract/frame-codes.ts'
import { findGroupNotice, groupInfo } from '../../../../contract/groups.ts'
import { createLoaded } from '../../loaded.ts'
import { ask, useEngine, useMe } from '../../session.ts'

export type GroupUser = Reply<typeof groupInfo>['users'][number]
export type Notice = Reply<typeof findGroupNotice>['noticeList'][number]

/** Frames of one change come together: one reading answers them all (ms). */
const pause = 250

/** One group with its members and notices, read again with every frame that names it. For a component's setup. */
export function useGroup(groupId: () => number) {
  const me = useMe()
  const detail = createLoaded(() => ask(groupInfo, { query: { groupId: groupId() } }))
  const notices = createLoaded(async () => (await ask(findGroupNotice, { query: { groupId: groupId() } })).noticeList)
  let timer: ReturnType<typeof setTimeout> | undefined

  function reload(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void Promise.all([detail.load(), notices.load()]), pause)
  }

  watch(groupId, () => {
    detail.value.value = undefined
    notices.value.value = undefined
    void Promise.all([detail.load(), notices.load()])
  }, { immediate: true })
  const stop = useEngine().onFact(fact => {
    if (fact.type === 'line' && fact.state === 'connected') reload()
    if (fact.type !== 'frame' || fact.frame.code !== frameCodes.conversationChanged) return
    if ((fact.frame.data as { groupId?: number }).groupId === groupId()) reload()
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    stop()
  })

  const own = computed(() => detail.value.value?.users.find(({ id }) => id === me.value.id))
  return {
    detail,
    notices,
    info: computed(() => detail.value.value?.info),
    users: computed(() => detail.value.value?.users ?? []),
    isOwner: computed(() => own.value?.role === 'owner'),
    /** Owner or manager. */
    mayManage: computed(() => own.value !== undefined && own.value.role !== 'member'),
  }
}
