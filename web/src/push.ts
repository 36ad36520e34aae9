import { ref, watch } from 'vue'
import { deletePush, pushKey, savePush } from '../../contract/push.ts'
import { ask, serverClock, viewer } from './session.ts'
import { noticeSettings } from './state/notice-settings.ts'

/** Whether this browser can be told while no page of ours is open in it. */
export const canPush = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
/** Whether it is. */
export const isPushOn = ref(false)

const registered = () => navigator.serviceWorker.getRegistration()
/** What this browser is told by; undefined or null for nothing. */
export const subscribed = async () => (await registered())?.pushManager.getSubscription()

/** Gives the server the browser's address, and what the person wishes. */
export async function save(subscription: PushSubscription): Promise<void> {
  const { endpoint = '', keys = {} } = subscription.toJSON()
  await ask(savePush, {
    body: {
      endpoint,
      keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' },
      preview: noticeSettings.hasPreview,
      quietUntil: noticeSettings.quietUntil && Math.round(noticeSettings.quietUntil + serverClock.offset()),
    },
  })
}

/** Asks the browser's push service for an address, and gives it to the server. Rejects where one of them refuses. */
export async function turnPushOn({ isAgain = false } = {}): Promise<void> {
  const { publicKey } = await ask(pushKey, {})
  const registration = await registered()
  if (!registration || publicKey === '') throw new Error('There is no push here')
  // One that the push service has given up, or that another key of the server made, would only be given back.
  if (isAgain) await (await registration.pushManager.getSubscription())?.unsubscribe()
  await save(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }))
  isPushOn.value = true
}

export async function turnPushOff(): Promise<void> {
  const subscription = await subscribed()
  isPushOn.value = false
  if (!subscription) return
  await ask(deletePush, { query: { endpoint: subscription.endpoint } })
  await subscription.unsubscribe()
}

/** The subscription follows who is logged in and what they set; call once. */
export function followPush(): void {
  if (!canPush) return
  watch(
    [viewer.fullToken, () => noticeSettings.hasPreview, () => noticeSettings.quietUntil],
    async ([token]) => {
      const subscription = await subscribed()
      isPushOn.value = subscription != null && token !== undefined
      // Signing out ends it on the server, with the login.
      if (subscription && token !== undefined)
        await save(subscription).catch(() => {
          isPushOn.value = false
        })
    },
    { immediate: true },
  )
}
