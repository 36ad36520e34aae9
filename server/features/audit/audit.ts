import type { Store } from '../../store/store.ts'
import { createRefusals } from './refusals.ts'

type Needs = {
  store: Pick<Store, 'audit'>
  /** Months for which entries are kept; 0: for ever. */
  config: { auditMonths: number }
  clock: () => number
}

/** Entries that are let go of by one write: others pass in between. */
const letGoAtOnce = 1000

export type Audit = ReturnType<typeof createAudit>

/** The log of what administrators, business systems and sign-ins did. */
export function createAudit({ store, config, clock }: Needs) {
  return {
    refusals: createRefusals({ store, clock }),

    /** Lets go of what is older than it is kept. */
    async sweep(): Promise<void> {
      if (config.auditMonths === 0) return
      const before = monthsBefore(clock(), config.auditMonths)
      while ((await store.audit.letGo(before, letGoAtOnce)) === letGoAtOnce);
    },
  }
}

/** ms */
function monthsBefore(time: number, months: number): number {
  const date = new Date(time)
  date.setUTCMonth(date.getUTCMonth() - months)
  return date.getTime()
}
