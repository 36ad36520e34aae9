import type { Reply } from '../../../../contract/call.ts'
import type { testPush } from '../../../../contract/push.ts'

/** What is found on the way of a notification, from the browser's leave to the screen. */
export type Verdict =
  | 'notSecure'
  | 'unsupported'
  | 'denied'
  | 'dismissed'
  | 'allowed'
  | 'off'
  | 'quiet'
  | 'noWorker'
  | 'noPush'
  | 'pushOff'
  | 'pushOn'
  | 'serverAway'
  | 'gone'
  | 'refused'
  | 'unreachable'
  | 'taken'
  | 'late'
  | 'arrived'
  | 'notShown'
  | 'shown'

/** `status`: what the push service answered (HTTP), where that says why. */
export type Finding = { verdict: Verdict; status?: number | null }

/** How bad it is: `bad` keeps notifications away, `warn` some of them, or for a while. */
export const weightOf: Record<Verdict, 'good' | 'warn' | 'bad'> = {
  notSecure: 'bad',
  unsupported: 'bad',
  denied: 'bad',
  dismissed: 'bad',
  allowed: 'good',
  off: 'bad',
  quiet: 'warn',
  noWorker: 'warn',
  noPush: 'warn',
  pushOff: 'warn',
  pushOn: 'good',
  serverAway: 'bad',
  gone: 'bad',
  refused: 'bad',
  unreachable: 'bad',
  taken: 'good',
  late: 'bad',
  arrived: 'good',
  notShown: 'bad',
  shown: 'good',
}

/** This browser and its settings, as far as notifications go. */
export type Device = {
  isSecure: boolean
  canNotify: boolean
  /** What the person says to the browser; asks them where they have not said it yet. */
  allow(): Promise<NotificationPermission>
  isOn(): boolean
  isQuiet(): boolean
  hasWorker(): Promise<boolean>
  /** Whether the browser knows of pushes and the server sends them. */
  canPush(): Promise<boolean>
  /** Whether the browser has a subscription. */
  isSubscribed(): Promise<boolean>
  /** Has the server send a push; rejects where the server does not answer. */
  push(): Promise<Reply<typeof testPush>>
  /** Whether what was pushed last came, after some seconds at most. */
  arrived(): Promise<boolean>
  /** Shows one without the server; false where that did not succeed. */
  show(): Promise<boolean>
}

/** Goes the way of a notification step by step, with a real one at the end, and says what it finds. */
export async function* examineNotices(device: Device): AsyncGenerator<Finding> {
  if (!device.isSecure) return yield { verdict: 'notSecure' }
  if (!device.canNotify) return yield { verdict: 'unsupported' }
  const said = await device.allow()
  if (said !== 'granted') return yield { verdict: said === 'denied' ? 'denied' : 'dismissed' }
  yield { verdict: 'allowed' }
  if (!device.isOn()) yield { verdict: 'off' }
  if (device.isQuiet()) yield { verdict: 'quiet' }
  if (!(await device.hasWorker())) yield { verdict: 'noWorker' }
  else if (await device.isSubscribed()) return yield* throughServer(device)
  else {
    const canPush = await device.canPush().catch(() => undefined)
    if (canPush === undefined) yield { verdict: 'serverAway' }
    else yield { verdict: canPush ? 'pushOff' : 'noPush' }
  }
  yield { verdict: (await device.show()) ? 'shown' : 'notShown' }
}

async function* throughServer(device: Device): AsyncGenerator<Finding> {
  yield { verdict: 'pushOn' }
  const answer = await device.push().catch(() => undefined)
  if (!answer) return yield { verdict: 'serverAway' }
  yield { verdict: answer.outcome, status: answer.status }
  if (answer.outcome === 'taken') yield { verdict: (await device.arrived()) ? 'arrived' : 'late' }
}
