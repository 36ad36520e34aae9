import type { IncomingMessage } from 'node:http'

/** ms that a body of at most 256 KB may take. */
const patience = 20_000

/**
 * Hangs up on bodies that drip in for ever: the server's own limit for a whole request has to leave time for large
 * uploads. `spare` lifts the deadline of one request, for an upload whose sender is known.
 */
export function createBodyDeadlines() {
  const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>()
  return {
    watch(raw: IncomingMessage): void {
      const deadline = setTimeout(() => raw.destroy(), patience)
      deadlines.set(raw, deadline)
      raw.once('close', () => clearTimeout(deadline))
    },
    spare: (raw: IncomingMessage): void => clearTimeout(deadlines.get(raw)),
  }
}
