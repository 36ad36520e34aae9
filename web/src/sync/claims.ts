import type { Channel, TabMessage } from './hub.ts'

type Needs = {
  channel: Channel
  onLead(): void
  onFollow(): void
  /** ms that a leader may take to answer before a new tab leads. */
  patience?: number
}

/** How one of several tabs comes to lead; `stand` again with `steals` takes the lead from one that does not answer. */
export type Election = { stand(options?: { steals?: boolean }): void; close(): void }

/*
 * Where browsers have no locks (pages over plain http), tabs agree by what they tell each other:
 *
 *   a new tab asks  ── the leader repeats its claim ──> the new one follows
 *                   ── nobody answers ────────────────> the new one claims the next term
 * the leader goes ── resigns ──> those who hear it stand again (a page may go before its word is out: `ask` finds that)
 *
 * Of two claims the one of the higher term counts, of two in one term that of the higher id: everybody ends with the
 * same leader, also one that slept while another took over. For a moment two may lead: a message keeps its id, so
 * sending it twice is sending it once.
 */
export function createClaims({ channel, onLead, onFollow, patience = 250 }: Needs): Election {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('')
  let newest = { term: 0, id: '' }
  let leads = false
  let standing: ReturnType<typeof setTimeout> | undefined

  const announce = () => channel.post({ type: 'claim', ...newest })

  function claim(): void {
    clearTimeout(standing)
    standing = undefined
    newest = { term: newest.term + 1, id }
    leads = true
    announce()
    onLead()
  }

  function hear(other: TabMessage & { type: 'claim' }): void {
    const isHigher = other.term > newest.term || (other.term === newest.term && other.id > newest.id)
    if (!isHigher && leads) return announce()
    if (isHigher) newest = { term: other.term, id: other.id }
    clearTimeout(standing)
    standing = undefined
    if (!leads) return
    leads = false
    onFollow()
  }

  function stand({ steals = false } = {}): void {
    if (leads) return
    if (steals) return claim()
    channel.post({ type: 'candidate' })
    // Many that heard of the same end do not claim at the same moment.
    standing ??= setTimeout(claim, patience * (1 + Math.random()))
  }

  const stopListening = channel.listen(message => {
    if (message.type === 'claim') hear(message)
    else if (message.type === 'candidate' && leads) announce()
    else if (message.type === 'resigned' && !leads) stand()
  })
  const resign = () => {
    if (leads) channel.post({ type: 'resigned' })
  }
  if (typeof addEventListener !== 'undefined') addEventListener('pagehide', resign)

  return {
    stand,
    close() {
      if (typeof removeEventListener !== 'undefined') removeEventListener('pagehide', resign)
      stopListening()
      clearTimeout(standing)
      resign()
      leads = false
    },
  }
}
