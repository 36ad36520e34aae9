// The hostile people, as a process of their own: what they cost must not be counted as the server's answer time.
import { createClient } from '../client.ts'
import { hugePicture } from './huge-picture.ts'
import type { Attacker } from './way.ts'
import { ways } from './ways.ts'

/** What one hostile person is told before the first turn. */
export type Brief = Pick<Attacker, 'own' | 'shared' | 'secret' | 'victim'> & {
  origin: string
  token: string
  userId: number
  userAgent: string
}
/**
 * From the parent: the people and the names of the ways they try, then turns (the first way to try, one further for
 * each person), each ended by `stop`.
 */
export type Order = { do: 'meet'; briefs: Brief[]; tries: string[] } | { do: 'turn'; first: number } | { do: 'stop' }
/**
 * To the parent: `met` when everything is prepared; the names of the ways of this turn; `stopped` when all of them have
 * ended, with how often each answer came to each way.
 */
export type Report = { met: true } | { tries: string[] } | { stopped: true; answers: Record<string, number> }

let briefs: Brief[] = []
let tried = ways
let turn: { end: AbortController; done: Promise<unknown> } | undefined
let answers: Record<string, number> = {}
const report = (what: Report) => {
  process.send?.(what)
}

function attackerOf(brief: Brief, way: string, over: AbortSignal): Attacker {
  const client = createClient(brief.origin, brief.userAgent)
  client.token = brief.token
  client.userId = brief.userId
  return {
    ...brief,
    client,
    over,
    async ask(path, { isKnown = false, headers = {}, ...init } = {}) {
      const response = await fetch(brief.origin + path, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([over, AbortSignal.timeout(60_000)]),
        headers: {
          'User-Agent': brief.userAgent,
          ...(headers as Record<string, string>),
          ...(isKnown ? { Authorization: brief.token } : {}),
        },
      }).catch(() => undefined)
      const kind = `${way} ${response?.status ?? 'none'}`
      answers[kind] = (answers[kind] ?? 0) + 1
      await response?.arrayBuffer().catch(() => undefined)
      return response
    },
  }
}

process.on('message', (order: Order) => {
  if (order.do === 'meet') {
    briefs = order.briefs
    tried = ways.filter(([name]) => order.tries.includes(name))
    void hugePicture().then(() => {
      report({ met: true })
    })
  }
  if (order.do === 'turn') {
    const end = new AbortController()
    answers = {}
    const chosen = briefs.map((brief, at) => ({ brief, way: tried[(order.first + at) % tried.length] }))
    report({ tries: chosen.map(({ way }) => way?.[0] ?? '') })
    turn = {
      end,
      done: Promise.allSettled(chosen.map(({ brief, way }) => way?.[1](attackerOf(brief, way[0], end.signal)))),
    }
  }
  if (order.do === 'stop') {
    turn?.end.abort()
    void turn?.done.then(() => {
      report({ stopped: true, answers })
    })
  }
})
process.on('disconnect', () => {
  process.exit(0)
})
