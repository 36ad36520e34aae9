import { computed } from 'vue'
import { listGroupNotices, groupInfo } from '../../../contract/groups.ts'
import type { Ask } from '../api/client.ts'
import { createDebounce } from '../sync/debounce.ts'
import { changeGroup, changeNotices } from './group-changes.ts'
import type { GroupChange, GroupDetail } from './group-changes.ts'
import { createLiveValue } from './live-value.ts'

type Needs = {
  ask: Ask
  viewerId: number
  /** ms without a further change after which members that do not fit their count are a gap. */
  gapAfter: number
}

/** One group as its pages show it: read once, then changed by every frame, and read again only after a gap. */
export function createGroup(groupId: number, { ask, viewerId, gapAfter }: Needs) {
  /** Members whom the server counts and cannot name. */
  let unnamed = 0
  let reading = Promise.resolve()
  let hasNotices = false

  const detail = createLiveValue(async () => {
    const answer = await ask(groupInfo, { query: { groupId } })
    unnamed = answer.info.count - answer.users.length
    return answer
  }, changeGroup)
  const notices = createLiveValue(
    async () => (await ask(listGroupNotices, { query: { groupId } })).noticeList,
    changeNotices,
  )

  /** A count that does not fit tells of a frame that was lost, unless the next one is still on its way. */
  const checking = createDebounce(gapAfter, () => {
    const group = detail.value.value
    if (group && group.info.count - group.users.length !== unnamed) void read()
  })

  function read(): Promise<void> {
    if (hasNotices) void notices.load()
    reading = detail.load()
    return reading
  }

  /** After a reading that failed, frames alone do not tell how the group is. */
  async function readIfItFailed(): Promise<void> {
    await reading
    if (detail.error.value !== undefined && !detail.isBusy.value) await read()
  }

  return {
    detail: { value: detail.value, error: detail.error, isBusy: detail.isBusy },
    /** Undefined until they were asked for by `readNotices`. */
    notices: notices.value,
    /** By id; empty until they are read. */
    members: computed(() => new Map(detail.value.value?.users.map(user => [user.id, user]))),
    read,

    /** Reads, unless that was done or is under way. */
    readOnce(): void {
      if (!detail.value.value && !detail.isBusy.value) void read()
    },

    readNotices(): void {
      if (hasNotices) return
      hasNotices = true
      void notices.load()
    },

    change(change: GroupChange): void {
      detail.change(change)
      notices.change(change)
      checking.soon()
      // The server's refusal is what pages then have to say. Frames come again if the viewer comes back.
      if (change.what === 'left' && change.userIds.includes(viewerId)) void read()
      else void readIfItFailed()
    },

    /** Shows a setting as it will be, until the frame about it comes. */
    expect(setting: Partial<GroupDetail['info']>): void {
      const group = detail.value.value
      if (group) detail.value.value = { ...group, info: { ...group.info, ...setting } }
    },

    stop: checking.stop,
  }
}

export type Group = ReturnType<typeof createGroup>
