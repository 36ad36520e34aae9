import { buildPushPayload } from '@block65/webcrypto-web-push'
import type { z } from 'zod'
import type { PushPayload, testPush } from '../../../contract/push.ts'
import { remember } from '../../lib/bounded-map.ts'
import type { Subscription } from '../../store/push.ts'
import type { VapidKeys } from './keys.ts'

type Needs = {
  keys(): Promise<VapidKeys>
  /** `mailto:` or https address by which a push service reaches who runs this server. */
  contact: string
  clock(): number
  /** The browser has given its subscription up, or nothing can be encrypted for it. */
  gone(subscription: Subscription): void
  log: { warn(details: object, text: string): void }
  /** Sends a request to a push service. */
  post?(endpoint: string, init: RequestInit): Promise<Response>
}

/** What a push service said of a push; `status` is null where it was not reached. */
type Delivery = z.output<(typeof testPush)['reply']>
type Job = { subscription: Subscription; payload: z.input<typeof PushPayload> }

const atOnce = 20
/** More are dropped: a push is a hint, and whoever comes back reads everything anyway. */
const mostWaiting = 2_000
const patience = 10_000
/** ms between two warnings of one service. */
const warningPause = 5_000
const servicesRemembered = 100
/** Seconds for which a push service keeps it for a browser that is off. */
export const keptFor = 24 * 60 * 60

/** Sends pushes to the browsers' services, a few at a time. A push that fails is not tried again. */
export function createSender({ keys, contact, clock, gone, log, post: ask = fetch }: Needs) {
  const waiting: Job[] = []
  let running = 0

  /** When each service was last warned of: one that fails for everybody must not fill the log. */
  const warned = new Map<string, number>()

  function warn(endpoint: string, details: object, text: string): void {
    const service = new URL(endpoint).host
    const now = clock()
    if (now - (warned.get(service) ?? -Infinity) < warningPause) return
    remember(warned, service, now, servicesRemembered)
    log.warn({ ...details, service }, text)
  }

  async function post({ subscription, payload }: Job): Promise<Delivery> {
    const { endpoint, p256dh, auth } = subscription
    const own = await keys()
    const request = await buildPushPayload(
      { data: payload, options: { ttl: keptFor, urgency: 'high' } },
      { endpoint, expirationTime: null, keys: { p256dh, auth } },
      { subject: contact, ...own },
    ).catch((error: unknown) => {
      gone(subscription)
      throw error
    })
    const response = await ask(endpoint, {
      ...request,
      body: Buffer.from(request.body),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    await response.body?.cancel()
    const { status } = response
    if (response.ok) return { outcome: 'taken', status }
    if (status === 404 || status === 410) {
      gone(subscription)
      return { outcome: 'gone', status }
    }
    warn(endpoint, { status }, 'a push service refused a push')
    return { outcome: 'refused', status }
  }

  /** Sends one now, and says what came of it. */
  const deliver = (job: Job): Promise<Delivery> =>
    post(job).catch((error: unknown) => {
      warn(job.subscription.endpoint, { err: error }, 'a push could not be sent')
      return { outcome: 'unreachable', status: null }
    })

  function next(): void {
    const job = waiting.shift()
    if (!job) return
    running += 1
    void deliver(job).finally(() => {
      running -= 1
      next()
    })
  }

  return {
    deliver,
    /** Sends one when its turn comes. */
    send(job: Job): void {
      if (waiting.length >= mostWaiting) return
      waiting.push(job)
      if (running < atOnce) next()
    },
  }
}
