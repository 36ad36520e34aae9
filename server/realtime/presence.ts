import type { Bus } from '../bus/bus.ts'
import type { User } from '../store/people.ts'
import type { LiveSocket } from './socket.ts'
import type { Sockets } from './sockets.ts'

type Needs = {
  sockets: Sockets
  bus: Bus
  people: { user(id: number): Promise<User | undefined>; latestPeers(userId: number): Promise<number[]> }
  /** ms that somebody may be away before others hear of it: a reload or a short gap is not news. */
  grace: number
  fault(error: unknown): void
}

export type Presence = ReturnType<typeof createPresence>

/**
 * Tells people who share a friendship or a recent conversation that somebody's first device came, or the last
 * one went, and a person's other devices that one of another platform came.
 */
export function createPresence({ sockets, bus, people, grace, fault }: Needs) {
  /** By user: who was here until a moment ago. */
  const leaving = new Map<number, { platform: string; timer: NodeJS.Timeout }>()

  /** One a turn of the event loop: when thousands go or come back at once, messages are not kept waiting. */
  const news: Parameters<typeof announce>[] = []

  function announceSoon(...args: Parameters<typeof announce>): void {
    news.push(args)
    if (news.length === 1) setImmediate(announceNext)
  }

  function announceNext(): void {
    const first = news[0]
    if (!first) return
    announce(...first)
      .catch(fault)
      .finally(() => {
        news.shift()
        if (news.length > 0) setImmediate(announceNext)
      })
  }

  async function announce(userId: number, platform: string, isOnline: boolean, isFirst: boolean): Promise<void> {
    const [user, peers] = await Promise.all([people.user(userId), isFirst ? people.latestPeers(userId) : []])
    if (!user) return
    const userIds = isFirst ? peers.filter(id => id !== userId) : [userId]
    if (userIds.length > 0) bus.toUsers(userIds, { type: 'presence', user, platform, isOnline })
  }

  return {
    /** To be called after `socket` was bound. */
    came(socket: LiveSocket): void {
      if (!socket.viewer) return
      const {
        user: { id },
        token: { platform },
      } = socket.viewer
      const others = [...sockets.ofUser(id)].filter(other => other !== socket)
      const left = leaving.get(id)
      if (left) {
        clearTimeout(left.timer)
        leaving.delete(id)
      } else if (others.every(other => other.viewer?.token.platform !== platform)) {
        announceSoon(id, platform, true, others.length === 0)
      }
    },

    /** To be called after a socket of this login closed or lost it. */
    went(userId: number, platform: string): void {
      if (sockets.ofUser(userId).size > 0 || leaving.has(userId)) return
      const timer = setTimeout(() => {
        leaving.delete(userId)
        announceSoon(userId, platform, false, true)
      }, grace)
      leaving.set(userId, { platform, timer: timer.unref() })
    },

    /** Whether others take this person to be here: connected, or gone for less than the grace. */
    isHere: (userId: number): boolean => sockets.ofUser(userId).size > 0 || leaving.has(userId),

    stop(): void {
      for (const { timer } of leaving.values()) clearTimeout(timer)
      leaving.clear()
      news.length = 0
    },
  }
}
