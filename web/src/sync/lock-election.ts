import type { Election } from './claims.ts'

type Needs = {
  locks: LockManager
  /** The same in every tab of one account. */
  name: string
  onLead(): void
  onFollow(): void
}

/** The browser itself chooses who leads, and hands the lead on when that tab goes. */
export function createLockElection({ locks, name, onLead, onFollow }: Needs): Election {
  let queued = new AbortController()
  let isClosed = false
  let leads = false
  let release: (() => void) | undefined

  async function lead(): Promise<void> {
    if (isClosed) return
    leads = true
    onLead()
    await new Promise<void>(resolve => {
      release = resolve
    })
  }

  function stand({ steals = false } = {}): void {
    queued.abort()
    const own = (queued = new AbortController())
    locks.request(name, steals ? { steal: true } : { signal: own.signal }, lead).catch(() => {
      // Another tab took it, unless this one asked anew.
      if (isClosed || own.signal.aborted || !leads) return
      leads = false
      onFollow()
      stand()
    })
  }

  return {
    stand,
    close() {
      isClosed = true
      queued.abort()
      leads = false
      release?.()
    },
  }
}
