import { computed, shallowRef } from 'vue'
import { frame } from './text/frame.ts'
import { toast } from './ui/toast.ts'

type InstallPrompt = Event & { prompt(): Promise<void> }

const offer = shallowRef<InstallPrompt>()

/** Whether the browser offers to install the client as an app. */
export const canInstall = computed(() => offer.value !== undefined)

export async function install(): Promise<void> {
  const prompt = offer.value
  offer.value = undefined
  await prompt?.prompt()
}

/** ms until the worker is asked to keep the client: it fetches every part of it, and the page comes first. */
const keepAfter = 4000

/** Hears of the offer, and keeps the client on this device; call once. */
export function keepClient(): void {
  addEventListener('beforeinstallprompt', event => {
    event.preventDefault()
    offer.value = event as InstallPrompt
  })
  addEventListener('appinstalled', () => {
    offer.value = undefined
  })
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    addEventListener('load', () => {
      setTimeout(() => void register().catch(() => undefined), keepAfter)
    })
}

/** A notification was pressed: its page is shown here. */
export function openFromNotices(open: (path: string) => void): void {
  navigator.serviceWorker?.addEventListener('message', event => {
    const { open: path } = (event.data as { open?: unknown } | null) ?? {}
    if (typeof path === 'string') open(path)
  })
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/service-worker.js')
  const { controller } = navigator.serviceWorker

  /** A new version waits until it is wanted: nobody's page is changed under their hands. */
  function offerVersion(): void {
    const { waiting } = registration
    if (!waiting || !controller) return
    toast.say(frame.newVersion, {
      label: frame.reload,
      run: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage('takeOver')
      },
    })
  }

  offerVersion()
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed') offerVersion()
    })
  })
  // A tab may stay open for weeks.
  setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000)
}
