import { computed, shallowRef, watch } from 'vue'
import { ownAvatar } from '../../contract/files.ts'
import { clientSettings } from '../../contract/settings.ts'
import { createApi } from './api/client.ts'
import { createServerClock } from './api/server-clock.ts'
import { storage } from './storage.ts'
import type { Engine } from './state/engine.ts'
import { createServerSettings } from './state/server-settings.ts'
import { createViewer } from './state/viewer.ts'
import { chat } from './text/chat.ts'

/**
 * The one place that knows every part of the client: who is logged in, calls made as that person, and the engine of
 * that login, which comes and goes with it.
 */
/** The server's time: what is new, or may still be recalled, is so by this one and not by the device's. */
export const serverClock = createServerClock()
export const serverNow = serverClock.now
const server = createServerSettings({ storage, clock: serverClock })
/** How the server is set up; reactive. */
export const serverSettings = computed(() => server.current.value)

export const viewer = createViewer({ storage, ask: (call, parts) => api.ask(call, parts) })

const waitingCalls = shallowRef(0)
/** Whether calls wait until the server takes more from this person; reactive. */
export const isMadeToWait = computed(() => waitingCalls.value > 0)

export const api = createApi({
  token: viewer.token,
  device: () => opened.value?.device(),
  onDead: (token, { failure }) => viewer.end(failure === 'token.replaced' ? 'kicked' : 'expired', token),
  onWaiting: count => {
    waitingCalls.value = count
  },
})

/** Makes a call; its `data`. Rejects with `ApiFailure`. */
export const ask = api.ask

const opened = shallowRef<Engine>()
/** The engine of the present login; undefined until it is open. */
export const engine = computed(() => opened.value)

/** Who is logged in; for pages within the frame, which is there only while somebody is. */
export function useMe() {
  const me = viewer.login.value?.user
  if (!me) throw new Error('This page was opened while nobody is logged in')
  return computed(() => viewer.login.value?.user ?? me)
}

/** Whether this person may invite others into their company; reactive. */
export const mayInvite = computed(() => serverSettings.value.isAdmin && viewer.login.value?.company != null)

/** The engine; for pages within the frame. */
export function useEngine(): Engine {
  if (!opened.value) throw new Error('This page was opened before the engine')
  return opened.value
}

/** Frame 1003 says only that a login is over; the refusal of a call says whether another device took its place. */
async function askWhyOver(token: string): Promise<void> {
  await ask(clientSettings, { timeout: 3000 }).catch(() => undefined)
  viewer.end('expired', token)
}

/** Opens and closes the engine as people come and go; call once. */
export function followLogin(): void {
  // Who has just chosen a password of their own has the token that they had before.
  const token = computed(viewer.fullToken)
  watch(
    token,
    async (now, before) => {
      const old = opened.value
      opened.value = undefined
      // Who signs out leaves nothing behind on this device; who was signed out finds it again.
      if (before !== undefined) await old?.close({ forget: viewer.ended.value === 'signedOut' })
      const login = viewer.login.value
      if (now === undefined || !login) return
      const { openEngine } = await import('./state/engine.ts')
      const { id, trueName, avatar } = login.user
      const fresh = await openEngine({
        origin: location.origin,
        api,
        viewer: { id, name: trueName, avatar },
        own: { name: () => chat.toSelf, avatar: ownAvatar },
        token: viewer.token,
        onEnd: reason => (reason === 'kicked' ? viewer.end(reason, now) : void askWhyOver(now)),
        fault: reportError,
        settings: server,
        clock: serverClock,
        isLookedAt: () => document.visibilityState === 'visible',
      })
      // Somebody else may have come while it opened.
      if (token.value === now) opened.value = fresh
      else await fresh.close()
    },
    { immediate: true },
  )

  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith('hongyan.')) viewer.reread()
  })
  for (const event of ['online', 'offline', 'focus', 'visibilitychange', 'pageshow'])
    addEventListener(event, () => opened.value?.wake())
}
