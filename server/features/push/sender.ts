import { buildPushPayload } from '@block65/webcrypto-web-push'
import type { z } from 'zod'
import type { PushPayload } from '../../../contract/push.ts'
import type { Subscription } from '../../store/push.ts'
import type { VapidKeys } from './keys.ts'

type Needs = {
  keys(): Promise<VapidKeys>
  /** `mailto:` or https address by which a push service reaches who runs this server. */
  contact: string
  /** The browser has given its subscription up. */
  gone(subscription: Subscription): void
  log: { warn(details: object, text: string): void }
  /** Sends a request to a push service. */
  post?(endpoint: string, init: RequestInit): Promise<Response>
}

type Job = { subscription: Subscription, payload: z.input<typeof PushPayload> }

const atOnce = 20
/** More are dropped: a push is a hint, and whoever comes back reads everything anyway. */
const mostWaiting = 2_000
const patience = 10_000
/** Seconds for which a push service keeps it for a browser that is off. */
const keptFor = 24 * 60 * 60

/** Sends pushes to the browsers' services, a few at a time. A push that fails is not tried again. */
export function createSender({ keys, contact, gone, log, post = fetch }: Needs) {
  const waiting: Job[] = []
  let running = 0

  async function send({ subscription, payload }: Job): Promise<void> {
    const { endpoint, p256dh, auth } = subscription
    const request = await buildPushPayload(
      { data: payload, options: { ttl: keptFor, urgency: 'high' } }, { endpoint, expirationTime: null, keys: { p256dh, auth } },
      { subject: contact, ...await keys() },
    )
    const response = await post(endpoint, { ...request, body: Buffer.from(request.body), redirect: 'error', signal: AbortSignal.timeout(patience) })
    await response.body?.cancel()
    if (response.status === 404 || response.status === 410) gone(subscription)
    else if (!response.ok) log.warn({ status: response.status, service: new URL(endpoint).host }, 'a push service refused a push')
  }

  function next(): void {
    const job = waiting.shift()
    if (!job) return
    running += 1
    send(job)
      .catch((error: unknown) => log.warn({ err: error, service: new URL(job.subscription.endpoint).host }, 'a push could not be sent'))
      .finally(() => {
        running -= 1
        next()
      })
  }

  return (job: Job): void => {
    if (waiting.length >= mostWaiting) return
    waiting.push(job)
    if (running < atOnce) next()
  }
}
