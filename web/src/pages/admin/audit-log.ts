import { ref, shallowRef } from 'vue'
import { exportAudit, listAudit } from '../../../../contract/audit.ts'
import type { AuditEntry } from '../../../../contract/audit.ts'
import type { Parts } from '../../api/client.ts'
import { ask } from '../../session.ts'

/** What the entries are narrowed to, as the call has it. */
export type AuditFilter = Omit<NonNullable<Parts<typeof exportAudit>['body']>, 'before'>

/** Entries that are shown before one asks for more. */
const wanted = 50
/** Calls that one press may make: each looks through ten thousand entries. */
const mostCalls = 20

/** The entries that a filter leaves, newest first, as far as one has asked. */
export function createAuditLog(filter: () => AuditFilter) {
  const entries = shallowRef<AuditEntry[]>()
  /** Where older ones go on; null at the end. */
  const next = ref<number | null>(null)
  const error = shallowRef<unknown>()
  const isBusy = ref(false)
  let turn = 0

  async function read(before: number | undefined, shown: readonly AuditEntry[]): Promise<void> {
    const own = ++turn
    isBusy.value = true
    try {
      const found: AuditEntry[] = []
      let from = before
      for (let calls = 0; calls < mostCalls && found.length < wanted; calls += 1) {
        const page = await ask(listAudit, { query: { ...filter(), before: from, size: wanted } })
        if (own !== turn) return
        found.push(...page.entries)
        from = page.next ?? undefined
        if (from === undefined) break
      }
      entries.value = [...shown, ...found]
      next.value = from ?? null
      error.value = undefined
    } catch (reason) {
      if (own === turn) error.value = reason
    } finally {
      if (own === turn) isBusy.value = false
    }
  }

  return {
    entries,
    next,
    error,
    isBusy,
    /** From the newest on. */
    load: () => read(undefined, []),
    loadOlder: () => read(next.value ?? undefined, entries.value ?? []),
  }
}

/** All that a filter leaves, as one CSV text. */
export async function auditTable(filter: AuditFilter): Promise<string> {
  let csv = ''
  for (let before: number | undefined; ;) {
    const part = await ask(exportAudit, { body: { ...filter, before } })
    csv += part.csv
    if (part.next === null) return csv
    before = part.next
  }
}
