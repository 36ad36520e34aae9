import type { FailureName } from '../../../contract/failures.ts'
import { networkOf } from '../../lib/network.ts'
import type { Act, ActingPerson, Actor } from '../../store/audit.ts'
import type { User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'

type Needs = { store: Pick<Store, 'audit'>; clock: () => number }

/** ms for which refusals of one kind are counted together. */
const window = 60 * 60 * 1000
/** Kinds of each sort that are told apart at a time; what comes besides is counted as one. */
const toldApart = { account: 200, noAccount: 50, call: 50 }
type Sort = keyof typeof toldApart

type Counted = { sort: Sort; by: Actor; act: Act; since: number; uncounted: number }

export type Refusals = ReturnType<typeof createRefusals>

/**
 * What was refused, written down so that nobody can fill the log with it: the first of a kind at once, those of the
 * next hour as one entry with their number.
 */
export function createRefusals({ store: { audit }, clock }: Needs) {
  const counted = new Map<string, Counted>()
  const present = { account: 0, noAccount: 0, call: 0 }

  function count(sort: Sort, key: string, by: Actor, act: Act): void {
    const isRoom = counted.has(key) || present[sort] < toldApart[sort]
    const own = isRoom ? key : `${sort} others`
    const known = counted.get(own)
    if (known) {
      known.uncounted += 1
      return
    }
    const first: Counted = isRoom
      ? { sort, by, act, since: clock(), uncounted: 0 }
      : {
          sort,
          by: { kind: 'server' },
          act: { action: act.action, details: { others: true } },
          since: clock(),
          uncounted: 0,
        }
    counted.set(own, first)
    present[sort] += 1
    write(first, 1).catch(() => {
      first.uncounted += 1
    })
  }

  const write = ({ by, act, since }: Counted, times: number) =>
    audit.note(by, { ...act, details: { ...act.details, times, ...(times > 1 && { since }) } })

  /** What could not be written is counted on. */
  function keep(key: string, each: Counted, error: unknown): never {
    const again = counted.get(key)
    if (again) again.uncounted += each.uncounted
    else {
      counted.set(key, each)
      present[each.sort] += 1
    }
    throw error
  }

  /** Writes what was counted since before `before` (ms). */
  async function writeCounted(before: number): Promise<void> {
    for (const [key, each] of counted) {
      if (each.since > before) continue
      counted.delete(key)
      present[each.sort] -= 1
      if (each.uncounted > 0) await write(each, each.uncounted).catch((error: unknown) => keep(key, each, error))
    }
  }

  return {
    /** A sign-in; `account` is whose it would have been. What was typed is not kept: it may be a password. */
    login(account: Pick<User, 'id' | 'trueName'> | undefined, address: string, reason: FailureName): void {
      const network = networkOf(address)
      const details = { reason, network }
      if (!account)
        return count('noAccount', `noAccount ${network}`, { kind: 'server' }, { action: 'login.refuse', details })
      const subject = { kind: 'person', id: account.id, name: account.trueName } as const
      count(
        'account',
        `account ${account.id} ${network}`,
        { kind: 'server' },
        { action: 'login.refuse', subject, details },
      )
    },

    /** A call that is for administrators, asked for by somebody who is none. */
    call(by: ActingPerson, call: { method: string; path: string }): void {
      count('call', `call ${by.id}`, by, { action: 'admin.refuse', details: { call: `${call.method} ${call.path}` } })
    },

    /** Writes what was counted for an hour. */
    sweep: () => writeCounted(clock() - window),

    /** Writes all that was counted. */
    flush: () => writeCounted(Infinity),
  }
}
