import type { Ask } from '../api/client.ts'
import type { LineState } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'
import { groupChangeIn } from './group-frame.ts'
import { createGroup } from './group.ts'
import type { Group } from './group.ts'

/** A group, to be closed when the page goes. */
type OpenGroup = Omit<Group, 'change' | 'stop'> & { close(): void }

type Entry = { group: Group; pages: number; timer: ReturnType<typeof setTimeout> | undefined }

type Needs = {
  hub: Hub
  ask: Ask
  viewerId: number
  /**
   * ms for which a group is kept that no page shows, after which members that do not fit their count are a gap, and
   * for which a page that has just started waits for its line.
   */
  waits?: { kept: number; gap: number; line: number }
}

/** The groups that pages show: each is read once for all of them, and forgotten when none has shown it for a while. */
export function createGroups({ hub, ask, viewerId, waits = { kept: 60_000, gap: 1000, line: 1000 } }: Needs) {
  const entries = new Map<number, Entry>()
  let line: LineState = 'connecting'

  hub.listen(fact => {
    const change = groupChangeIn(fact)
    if (change) entries.get(change.groupId)?.group.change(change)
    if (fact.type !== 'line' || fact.state === line) return
    line = fact.state
    for (const [groupId, { group, pages }] of entries) {
      if (line === 'offline') group.readOnce()
      // What came while there was no line is not known.
      else if (line === 'connected' && pages > 0) void group.read()
      else if (line === 'connected') forget(groupId)
    }
  })

  function forget(groupId: number): void {
    const entry = entries.get(groupId)
    clearTimeout(entry?.timer)
    entry?.group.stop()
    entries.delete(groupId)
  }

  function begin(groupId: number): Entry {
    const group = createGroup(groupId, { ask, viewerId, gapAfter: waits.gap })
    const entry: Entry = { group, pages: 0, timer: undefined }
    entries.set(groupId, entry)
    return entry
  }

  /** What is read before the line is there would have to be read again. */
  function readSoon(entry: Entry): void {
    if (line === 'connecting') entry.timer = setTimeout(entry.group.readOnce, waits.line)
    else entry.group.readOnce()
  }

  return {
    open(groupId: number): OpenGroup {
      const entry = entries.get(groupId) ?? begin(groupId)
      let isOpen = true
      clearTimeout(entry.timer)
      entry.pages += 1
      readSoon(entry)
      return {
        ...entry.group,
        close(): void {
          if (!isOpen) return
          isOpen = false
          entry.pages -= 1
          if (entry.pages > 0) return
          clearTimeout(entry.timer)
          entry.timer = setTimeout(forget, waits.kept, groupId)
        },
      }
    },

    stop(): void {
      for (const groupId of [...entries.keys()]) forget(groupId)
    },
  }
}
