import { pushKey, testPush } from '../../../../contract/push.ts'
import { ApiFailure } from '../../api/failure.ts'
import { canPush, save, subscribed } from '../../push.ts'
import { ask } from '../../session.ts'
import { canNotify, permission } from '../../state/notice-permission.ts'
import { isQuiet, noticeSettings } from '../../state/notice-settings.ts'
import { newMessageId } from '../../sync/message-id.ts'
import { noticeTest } from '../../text/notice-test.ts'
import { isApple } from '../../ui/keys.ts'
import { activeWorker, countOfWorker, showByWorker } from '../../worker-notices.ts'
import type { Device } from './examine-notices.ts'

/** ms for which a push may be under way. */
const patience = 20_000
const tag = 'test'

/** Whose settings let a browser notify. */
export const system = /Android/.test(navigator.userAgent)
  ? 'android'
  : /iPhone|iPad/.test(navigator.userAgent) || (isApple && navigator.maxTouchPoints > 1)
    ? 'ios'
    : isApple
      ? 'mac'
      : /Windows/.test(navigator.userAgent)
        ? 'windows'
        : 'linux'

/** This browser, for one test. */
export function createThisDevice(): Device {
  const id = newMessageId()
  const came = new Promise<true>(resolve => {
    navigator.serviceWorker?.addEventListener('message', function hear({ data }: MessageEvent) {
      if ((data as { tested?: unknown } | null)?.tested !== id) return
      navigator.serviceWorker.removeEventListener('message', hear)
      resolve(true)
    })
  })

  /** The server may have forgotten a subscription that the browser still has. */
  async function push(isAgain = false): ReturnType<Device['push']> {
    const subscription = await subscribed()
    try {
      return await ask(testPush, { body: { endpoint: subscription?.endpoint ?? '', id } })
    } catch (error) {
      if (isAgain || !subscription || !(error instanceof ApiFailure) || error.failure !== 'push.unknown') throw error
      await save(subscription)
      return push(true)
    }
  }

  async function show(): Promise<boolean> {
    const options = { body: noticeTest.body, tag, icon: '/icon-192.png' }
    try {
      if (!(await showByWorker(noticeTest.title, options)))
        return await isShown(new Notification(noticeTest.title, options))
      return (await countOfWorker(tag)) > 0
    } catch {
      // Phones allow them to service workers only.
      return false
    }
  }

  return {
    isSecure: isSecureContext,
    canNotify,
    async allow() {
      if (permission.value === 'default') permission.value = await Notification.requestPermission()
      return permission.value
    },
    isOn: () => noticeSettings.isOn,
    isQuiet: () => isQuiet.value,
    hasWorker: async () => (await activeWorker()) !== undefined,
    canPush: async () => canPush && (await ask(pushKey, {})).publicKey !== '',
    isSubscribed: async () => (await subscribed()) != null,
    push,
    arrived: () => Promise.race([came, new Promise<false>(resolve => setTimeout(() => resolve(false), patience))]),
    show,
  }
}

const isShown = (notice: Notification) =>
  new Promise<boolean>(resolve => {
    notice.onshow = () => resolve(true)
    notice.onerror = () => resolve(false)
    setTimeout(() => resolve(false), 3000)
  })
