import { createClaims } from './claims.ts'
import type { Channel } from './hub.ts'
import { createLockElection } from './lock-election.ts'

type Needs = {
  /** The same in every tab of one account. */
  name: string
  channel: Channel
  /** This tab leads from now on: it opens the line. Called again if it lost the lead and won it back. */
  onLead(): void
  /** Another tab took the lead over. */
  onFollow(): void
  /** ms between a follower's questions whether the leader is there, and until it counts as gone. */
  patience?: { every: number; answer: number }
  /** Whether somebody looks at this tab: only then it minds a leader that does not answer. */
  isLookedAt?: () => boolean
  /** The browser's locks; undefined over plain http, where browsers have none. */
  locks?: LockManager | undefined
}

type Leadership = {
  isLeader(): boolean
  close(): void
}

const ownLocks = () => (typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined))

/**
 * One of an account's tabs leads. The browser hands the lead on when its tab goes; a leader that is there and does not
 * answer (a phone has put its tab to sleep) loses it to a tab that somebody looks at. Without locks the tabs agree
 * among themselves. Nothing is called back before this has returned: what the callbacks use may be made after it.
 */
export function createLeadership(needs: Needs): Leadership {
  const { name, channel, patience = { every: 2000, answer: 3000 }, isLookedAt = () => true } = needs
  const locks = 'locks' in needs ? needs.locks : ownLocks()
  let isClosed = false
  let leads = false
  let deadline: ReturnType<typeof setTimeout> | undefined

  function answered(): void {
    clearTimeout(deadline)
    deadline = undefined
  }

  const parts = {
    onLead() {
      leads = true
      answered()
      needs.onLead()
    },
    onFollow() {
      leads = false
      needs.onFollow()
    },
  }
  const election = locks ? createLockElection({ locks, name, ...parts }) : createClaims({ channel, ...parts })

  function ask(): void {
    if (leads || !isLookedAt()) return
    deadline ??= setTimeout(() => {
      deadline = undefined
      if (!leads && !isClosed && isLookedAt()) election.stand({ steals: true })
    }, patience.answer)
    channel.post({ type: 'ask', question: 'areYouThere' })
  }

  const stopListening = channel.listen(message => {
    if (message.type === 'answer') answered()
  })
  const asking = setInterval(ask, patience.every)
  queueMicrotask(() => {
    if (!isClosed) election.stand()
  })

  return {
    isLeader: () => leads,
    close() {
      isClosed = true
      election.close()
      clearInterval(asking)
      answered()
      stopListening()
      leads = false
    },
  }
}
