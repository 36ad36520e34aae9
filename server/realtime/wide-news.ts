import type { Bus, NodeEvent } from '../bus/bus.ts'
import type { Sockets } from './sockets.ts'

type Needs = {
  sockets: Pick<Sockets, 'users'>
  bus: Bus
  people: { reaches(viewerId: number, otherId: number): Promise<boolean> }
  deliver: (userIds: readonly number[], event: Parameters<Bus['toUsers']>[1]) => void
  fault(error: unknown): void
}

type News = Extract<NodeEvent, { type: 'statusChanged' }>

/** People who are looked at in one turn of the event loop. */
const atOnce = 200
/** ms between two tellings of one person's news: of what they say meanwhile, the last is told. */
const pause = 400

const turn = () => new Promise<void>(resolve => setImmediate(resolve))
const rest = () => new Promise<void>(resolve => setTimeout(resolve, pause).unref())

/**
 * Tells what somebody says of themselves to everybody here who may see their card: that may be a whole company, so
 * they are found among who is connected, a part at a time, while messages pass.
 */
export function followStatuses({ sockets, bus, people, deliver, fault }: Needs): void {
  /** Who is being told of, and what is newer. */
  const telling = new Map<number, { newer: News | undefined }>()

  async function tell(news: News, here: { newer: News | undefined }): Promise<void> {
    const { userId, status } = news
    const connected = [...sockets.users()]
    for (let at = 0; at < connected.length && !here.newer; at += atOnce) {
      const some: number[] = []
      for (const id of connected.slice(at, at + atOnce)) if (await people.reaches(id, userId)) some.push(id)
      deliver(some, { type: 'conversationChanged', change: { what: 'status', userId, status } })
      await turn()
    }
  }

  async function follow(first: News): Promise<void> {
    const here = { newer: first as News | undefined }
    telling.set(first.userId, here)
    try {
      for (let news = here.newer; news; news = here.newer) {
        here.newer = undefined
        await tell(news, here)
        await rest()
      }
    } finally {
      telling.delete(first.userId)
    }
  }

  bus.onAll(event => {
    if (event.type !== 'statusChanged') return
    const here = telling.get(event.userId)
    if (here) here.newer = event
    else follow(event).catch(fault)
  })
}
