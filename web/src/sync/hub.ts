import type { Fact, FactListener } from './facts.ts'

/** What tabs of one account say to each other. */
export type TabMessage =
  | { type: 'fact'; fact: Fact }
  /** For the tab that has the socket. */
  | { type: 'send'; frames: unknown[] }
  | { type: 'wake' }
  | { type: 'ask'; question: 'areYouThere' | 'whatIsUp' }
  | { type: 'answer'; line: Fact & { type: 'line' }; device: string | undefined }
  /** How tabs choose their leader where the browser has no locks. */
  | { type: 'candidate' }
  | { type: 'claim'; term: number; id: string }
  | { type: 'resigned' }

export type Channel = {
  post(message: TabMessage): void
  listen(listener: (message: TabMessage) => void): () => void
  close(): void
}

/** Connects the tabs of an account; each is alone where the browser cannot connect them. */
export function openChannel(name: string): Channel {
  const listeners = new Set<(message: TabMessage) => void>()
  let channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
  if (channel)
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
      for (const listener of listeners) listener(data)
    }
  return {
    post: message => {
      channel?.postMessage(message)
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close: () => {
      listeners.clear()
      channel?.close()
      channel = undefined // what is still under way in this tab is its own affair
    },
  }
}

export type Hub = ReturnType<typeof createHub>

/** Hands facts to everyone who listens, in this tab and in the others, in the order in which they were learnt. */
export function createHub(channel: Channel) {
  const listeners = new Set<FactListener>()
  const keepers = new Set<FactListener>()

  function tell(fact: Fact): void {
    for (const listener of [...listeners]) listener(fact)
  }
  channel.listen(message => {
    if (message.type === 'fact') tell(message.fact)
  })

  return {
    /** This tab has learnt something: kept by this one, told to all. */
    publish(fact: Fact): void {
      for (const keep of keepers) keep(fact)
      tell(fact)
      channel.post({ type: 'fact', fact })
    },
    /** Told to this tab alone. */
    tellHere: tell,
    /** Hears of every fact, wherever it was learnt. */
    listen(listener: FactListener): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Hears of the facts that were learnt in this tab, before they are told. */
    keep(keeper: FactListener): () => void {
      keepers.add(keeper)
      return () => {
        keepers.delete(keeper)
      }
    },
  }
}
