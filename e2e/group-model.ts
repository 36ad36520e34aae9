/*
 * What groups and conversations are, as plainly as it can be written down: lists and sets in memory, one action after
 * the other. Each action answers the code that a client must get.
 */

type Role = 'owner' | 'manager' | 'member'
type Entry = { seq: number; id: string; senderId: number; content: string; isLine: boolean; isRecalled: boolean }
/** The places that somebody may read; open while they are in it. */
type Stay = { from: number; to: number | undefined }
export type Log = {
  key: string
  groupId: number | undefined
  entries: Entry[]
  stays: Map<number, Stay[]>
  read: Map<number, number>
}
export type Group = Log & {
  name: string
  roles: Map<number, Role>
  silenced: Set<number>
  isMuted: boolean
  isDissolved: boolean
  needsApproval: boolean
  /** Who waits to be let in, and who asked for it. */
  waiting: Map<number, number>
}

const ranks = { owner: 2, manager: 1, member: 0 }

/** Of a direct conversation. */
export const keyOf = (one: number, other: number) => `direct ${Math.min(one, other)} ${Math.max(one, other)}`

export const readable = (log: Log, userId: number): Entry[] =>
  log.entries.filter(({ seq }) => log.stays.get(userId)?.some(({ from, to }) => seq >= from && seq <= (to ?? Infinity)))

export const unread = (log: Log, userId: number): number =>
  readable(log, userId).filter(
    ({ seq, isLine, isRecalled }) => seq > (log.read.get(userId) ?? 0) && !isLine && !isRecalled,
  ).length

export function createModel(nameOf: (userId: number) => string) {
  const groups: Group[] = []
  const directs = new Map<string, Log>()

  const put = (log: Log, senderId: number, content: string, id: string, isLine = false) => {
    log.entries.push({ seq: log.entries.length + 1, id, senderId, content, isLine, isRecalled: false })
    if (!isLine) log.read.set(senderId, log.entries.length)
  }
  const line = (group: Group, by: number, text: string) => put(group, by, text, '', true)
  const named = (userIds: readonly number[]) => userIds.map(nameOf).join('、')
  const invited = (by: number, userIds: readonly number[]) =>
    userIds.length === 1 && userIds[0] === by
      ? `${nameOf(by)} 加入了群聊`
      : `${nameOf(by)} 邀请 ${named(userIds)} 加入了群聊`

  function admit(group: Group, userIds: readonly number[], by: number) {
    for (const userId of userIds) {
      group.stays.set(userId, [...(group.stays.get(userId) ?? []), { from: group.entries.length + 1, to: undefined }])
      group.read.set(userId, group.entries.length)
      group.roles.set(userId, 'member')
      group.waiting.delete(userId)
    }
    if (userIds.length > 0) line(group, by, invited(by, userIds))
  }

  function dismiss(group: Group, userIds: readonly number[]) {
    for (const userId of userIds) {
      const stay = group.stays.get(userId)?.at(-1)
      if (stay) stay.to = group.entries.length
      group.roles.delete(userId)
    }
  }

  /** 200 where this person may: in it, not dissolved, with at least this role. */
  const may = (group: Group, by: number, atLeast: Role) => {
    const role = group.roles.get(by)
    if (!group.stays.has(by)) return 404
    return role && !group.isDissolved && ranks[role] >= ranks[atLeast] ? 200 : 403
  }
  const isLower = (group: Group, userId: number, by: number) =>
    ranks[group.roles.get(userId) ?? 'member'] < ranks[group.roles.get(by) ?? 'member']

  return {
    groups,
    directs: () => [...directs.values()],

    create(groupId: number, by: number, others: readonly number[]) {
      const group: Group = {
        key: `group ${groupId}`,
        groupId,
        name: `g${groupId}`,
        entries: [],
        stays: new Map(),
        read: new Map(),
        roles: new Map([[by, 'owner']]),
        silenced: new Set(),
        isMuted: false,
        isDissolved: false,
        needsApproval: false,
        waiting: new Map(),
      }
      for (const userId of [by, ...others]) {
        group.stays.set(userId, [{ from: 1, to: undefined }])
        group.read.set(userId, 0)
        group.roles.set(userId, userId === by ? 'owner' : 'member')
      }
      if (others.length > 0) line(group, by, invited(by, others))
      groups.push(group)
      return group
    },

    sendGroup(group: Group, by: number, id: string, content: string): number {
      if (may(group, by, 'member') !== 200) return may(group, by, 'member')
      if ((group.isMuted && group.roles.get(by) === 'member') || group.silenced.has(by)) return 403
      put(group, by, content, id)
      return 200
    },

    sendDirect(by: number, to: number, id: string, content: string): number {
      const key = keyOf(by, to)
      const log = directs.get(key) ?? {
        key,
        groupId: undefined,
        entries: [],
        stays: new Map([by, to].map(each => [each, [{ from: 1, to: undefined }]])),
        read: new Map(),
      }
      directs.set(key, log)
      put(log, by, content, id)
      return 200
    },

    recall(log: Log, entry: Entry, by: number): number {
      if (!readable(log, by).includes(entry)) return 404
      if (entry.isRecalled) return 200
      const leads = groups.some(group => group === log && ['owner', 'manager'].includes(group.roles.get(by) ?? ''))
      if (!leads && entry.senderId !== by) return 403
      entry.isRecalled = true
      entry.content = ''
      return 200
    },

    read(log: Log, entry: Entry, by: number): number {
      if (!readable(log, by).includes(entry)) return 404
      log.read.set(by, Math.max(log.read.get(by) ?? 0, entry.seq))
      return 200
    },

    invite(group: Group, by: number, targets: readonly number[]): number {
      const code = may(group, by, 'member')
      if (code !== 200) return code
      const coming = targets.filter(id => !group.roles.has(id))
      if (!group.needsApproval || group.roles.get(by) !== 'member') admit(group, coming, by)
      else for (const id of coming) if (!group.waiting.has(id)) group.waiting.set(id, by)
      return 200
    },

    apply(group: Group, by: number): number {
      if (group.roles.has(by)) return 409
      if (group.isDissolved) return 403
      if (!group.waiting.has(by)) group.waiting.set(by, by)
      return 200
    },

    letIn(group: Group, by: number, target: number): number {
      if (may(group, by, 'manager') !== 200) return 403
      const asker = group.waiting.get(target)
      if (asker === undefined) return group.roles.has(target) ? 200 : 403
      admit(group, [target], asker)
      return 200
    },

    mayDecide: (group: Group, by: number, target: number) =>
      may(group, by, 'manager') === 200 && group.waiting.has(target),
    refuse: (group: Group, target: number) => group.waiting.delete(target),

    remove(group: Group, by: number, targets: readonly number[]): number {
      if (targets.includes(by)) return 400
      const inIt = targets.filter(id => group.roles.has(id))
      if (may(group, by, 'manager') !== 200) return may(group, by, 'manager')
      if (inIt.some(id => !isLower(group, id, by))) return 403
      dismiss(group, inIt)
      if (inIt.length > 0) line(group, by, `${nameOf(by)} 将 ${named(inIt)} 移出了群聊`)
      return 200
    },

    quit(group: Group, by: number): number {
      if (!group.roles.has(by)) return group.stays.has(by) ? 200 : 404
      if (group.isDissolved) return 403
      if (group.roles.get(by) === 'owner') return 409
      dismiss(group, [by])
      line(group, by, `${nameOf(by)} 退出了群聊`)
      return 200
    },

    rename(group: Group, by: number, name: string): number {
      if (may(group, by, 'manager') !== 200) return may(group, by, 'manager')
      if (name !== group.name) {
        group.name = name
        line(group, by, `${nameOf(by)} 将群名修改为“${name}”`)
      }
      return 200
    },

    setApproval(group: Group, by: number, needsApproval: boolean): number {
      if (may(group, by, 'manager') !== 200) return may(group, by, 'manager')
      group.needsApproval = needsApproval
      return 200
    },

    muteAll(group: Group, by: number, isMuted: boolean): number {
      if (may(group, by, 'manager') !== 200) return may(group, by, 'manager')
      if (group.isMuted !== isMuted) {
        group.isMuted = isMuted
        line(group, by, `${nameOf(by)} ${isMuted ? '开启' : '关闭'}了全员禁言`)
      }
      return 200
    },

    mute(group: Group, by: number, target: number, isMuted: boolean): number {
      if (target === by) return 400
      if (may(group, by, 'manager') !== 200) return may(group, by, 'manager')
      if (!group.roles.has(target)) return 404
      if (!isLower(group, target, by)) return 403
      if (group.silenced.has(target) === isMuted) return 200
      if (isMuted) group.silenced.add(target)
      else group.silenced.delete(target)
      line(
        group,
        by,
        isMuted ? `${nameOf(by)} 将 ${nameOf(target)} 禁言` : `${nameOf(by)} 解除了 ${nameOf(target)} 的禁言`,
      )
      return 200
    },

    setManager(group: Group, by: number, target: number, isManager: boolean): number {
      if (may(group, by, 'owner') !== 200) return may(group, by, 'owner')
      if (!group.roles.has(target)) return 404
      if (group.roles.get(target) !== (isManager ? 'member' : 'manager')) return 200
      group.roles.set(target, isManager ? 'manager' : 'member')
      if (isManager) group.silenced.delete(target)
      line(
        group,
        by,
        isManager
          ? `${nameOf(by)} 将 ${nameOf(target)} 设为管理员`
          : `${nameOf(by)} 取消了 ${nameOf(target)} 的管理员身份`,
      )
      return 200
    },

    handOver(group: Group, by: number, target: number): number {
      if (may(group, by, 'owner') !== 200) return may(group, by, 'owner')
      if (!group.roles.has(target)) return 404
      if (target === by) return 200
      group.roles.set(by, 'member')
      group.roles.set(target, 'owner')
      group.silenced.delete(target)
      line(group, by, `${nameOf(by)} 将群主转让给 ${nameOf(target)}`)
      return 200
    },

    dissolve(group: Group, by: number): number {
      if (!group.stays.has(by)) return 404
      if (group.roles.get(by) !== 'owner') return 403
      if (group.isDissolved) return 200
      group.isDissolved = true
      group.waiting.clear()
      line(group, by, `${nameOf(by)} 解散了群聊`)
      return 200
    },
  }
}

export type Model = ReturnType<typeof createModel>
