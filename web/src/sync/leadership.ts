import type { Channel } from './hub.ts'

type Needs = {
  /** The same in every tab of one account. */
  name: string
  channel: Channel
  /** This tab leads from now on: it opens the line. Called again if it lost the lead and won it back. */
  onLead(): void
  /** Another tab took the lead over. */
  onFollow(): void
  /** ms between a follower's questions whether the leader is there, and until it counts as gone. */
  patience?: { every: number, answer: number }
  /** Whether somebody looks at this tab: only then it minds a leader that does not answer. */
  isLookedAt?: () => boolean
}

export type Leadership = {
  isLeader(): boolean
  close(): void
}

/**
 * One of an account's tabs leads. The browser hands the lead on when its tab goes; a leader that is there and does not
 * answer (a phone has put its tab to sleep) loses it to a tab that somebody looks at. Without locks every tab leads.
 */
export function createLeadership({ name, channel, onLead, onFollow, patience = { every: 10_000, answer: 4000 }, isLookedAt = () => true }: Needs): Leadership {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  let queued = new AbortController()
  let isClosed = false
  let leads = false
  let release: (() => void) | undefined
  let deadline: ReturnType<typeof setTimeout> | undefined

  async function lead(): Promise<void> {
    if (isClosed) return
    leads = true
    clearTimeout(deadline)
    deadline = undefined
    onLead()
    await new Promise<void>(resolve => { release = resolve })
  }

  async function stand({ steals = false } = {}): Promise<void> {
    if (!locks) return lead()
    queued.abort()
    const own = queued = new AbortController()
    await locks.request(name, steals ? { steal: true } : { signal: own.signal }, lead).catch(() => {
      // Another tab took it, unless this one asked anew.
      if (isClosed || own.signal.aborted || !leads) return
      leads = false
      onFollow()
      void stand()
    })
  }

  function ask(): void {
    if (leads || !isLookedAt()) return
    deadline ??= setTimeout(() => {
      deadline = undefined
      if (!leads && !isClosed && isLookedAt()) void stand({ steals: true })
    }, patience.answer)
    channel.post({ type: 'ask', question: 'areYouThere' })
  }

  const stopListening = channel.listen(message => {
    if (message.type !== 'answer') return
    clearTimeout(deadline)
    deadline = undefined
  })
  const asking = setInterval(ask, patience.every)
  void stand()

  return {
    isLeader: () => leads,
    close() {
      isClosed = true
      queued.abort()
      clearInterval(asking)
      clearTimeout(deadline)
      stopListening()
      leads = false
      release?.()
    },
  }
}
