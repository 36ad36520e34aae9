import type { LineState } from './facts.ts'
import type { Channel, Hub } from './hub.ts'
import { createLeadership } from './leadership.ts'
import type { Line } from './line.ts'

type Needs = {
  account: string
  channel: Channel
  hub: Hub
  /** Opens this tab's own line. Called when the tab comes to lead. */
  open(onState: (state: LineState) => void): Line
  /** The tab came to lead, or leads no more. */
  onLead(isLeader: boolean): void
  patience?: { every: number; answer: number }
  isLookedAt?: () => boolean
}

type SharedLine = Line & { isLeader(): boolean }

/** The line of one account, whichever of its tabs has it. */
export function createSharedLine({ account, channel, hub, open, onLead, patience, isLookedAt }: Needs): SharedLine {
  let own: Line | undefined
  let known: LineState = 'connecting'
  let number: string | undefined

  const answer = () => {
    if (own) channel.post({ type: 'answer', line: { type: 'line', state: own.state() }, device: own.device() })
  }

  const stopListening = [
    hub.listen(fact => {
      if (fact.type === 'line') known = fact.state
    }),
    channel.listen(message => {
      if (message.type === 'send') own?.send(message.frames)
      else if (message.type === 'wake') own?.wake()
      else if (message.type === 'ask') answer()
      else if (message.type === 'answer') {
        number = message.device
        if (!own) hub.tellHere(message.line)
      }
    }),
  ]

  const leadership = createLeadership({
    name: `hongyan line ${account}`,
    channel,
    ...(patience ? { patience } : {}),
    ...(isLookedAt ? { isLookedAt } : {}),
    onLead() {
      own = open(state => {
        hub.publish({ type: 'line', state })
        answer()
      })
      hub.publish({ type: 'line', state: own.state() })
      answer()
      onLead(true)
    },
    onFollow() {
      own?.close()
      own = undefined
      onLead(false)
    },
  })
  channel.post({ type: 'ask', question: 'whatIsUp' })

  return {
    isLeader: leadership.isLeader,
    state: () => own?.state() ?? known,
    device: () => own?.device() ?? number,
    send(frames) {
      if (own) return own.send(frames)
      if (known !== 'connected') return false
      channel.post({ type: 'send', frames: [...frames] })
      return true
    },
    wake() {
      if (own) own.wake()
      else channel.post({ type: 'wake' })
    },
    close() {
      for (const stop of stopListening) stop()
      leadership.close()
      own?.close()
      own = undefined
    },
  }
}
