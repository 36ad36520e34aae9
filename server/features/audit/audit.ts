import type { Actor, AuditDetails, AuditQuestion } from '../../store/audit.ts'
import type { Store } from '../../store/store.ts'
import { createRefusals } from './refusals.ts'
import { tableHead, tableLines } from './table.ts'

type Needs = {
  store: Pick<Store, 'audit'>
  /** Months for which entries are kept; 0: for ever. */
  config: { auditMonths: number }
  clock: () => number
}

/** Entries that are let go of by one write: others pass in between. */
const letGoAtOnce = 1000
/** Entries of one part of an export. */
const exportedAtOnce = 1000

export type Audit = ReturnType<typeof createAudit>

/** The log of what administrators, business systems and sign-ins did. */
export function createAudit({ store, config, clock }: Needs) {
  return {
    refusals: createRefusals({ store, clock }),
    list: store.audit.list,

    /**
     * A part of a CSV table of entries, and where the next one begins (`before`); null after the last. The first one
     * has the header, and leaves an entry itself.
     */
    async exportPart(
      by: Actor,
      question: Omit<AuditQuestion, 'limit'>,
      isFirst = question.before === undefined,
    ): Promise<{ csv: string; count: number; next: number | null }> {
      if (isFirst) await store.audit.note(by, { action: 'audit.export', details: filtersOf(question) })
      const { entries, next } = await store.audit.list({ ...question, limit: exportedAtOnce })
      return { csv: (isFirst ? tableHead : '') + tableLines(entries), count: entries.length, next }
    },

    /** Lets go of what is older than it is kept. */
    async sweep(): Promise<void> {
      if (config.auditMonths === 0) return
      const before = monthsBefore(clock(), config.auditMonths)
      while ((await store.audit.letGo(before, letGoAtOnce)) === letGoAtOnce);
    },
  }
}

/** What an export was narrowed to. */
const filtersOf = ({ actor, subject, ...rest }: Omit<AuditQuestion, 'limit'>): AuditDetails => ({
  ...rest,
  ...(actor && { actor: { kind: actor.kind, ...(actor.id !== undefined && { id: actor.id }) } }),
  ...(subject && { subject }),
})

/** ms */
function monthsBefore(time: number, months: number): number {
  const date = new Date(time)
  date.setUTCMonth(date.getUTCMonth() - months)
  return date.getTime()
}
