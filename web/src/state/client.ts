import { shallowRef, watch } from 'vue'
import { createApi } from '../api/client.ts'
import type { Api } from '../api/client.ts'
import { openEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { createViewer } from './viewer.ts'
import type { Viewer } from './viewer.ts'

export type Client = {
  api: Api
  viewer: Viewer
  /** Of the present login; undefined while nobody is logged in, and for the moment that it takes to open what is held here. Reactive. */
  engine: Readonly<{ value: Engine | undefined }>
  /** Ends the login and deletes what this device holds of it. */
  signOut(): Promise<void>
}

type Needs = {
  /** The server's origin, `http…`. */
  origin: string
  storage: Storage
  version?: string
  fault?(error: unknown): void
}

/** The client of this page: the login that the browser has, and its engine. Follows what other tabs do with the login. */
export function createClient({ origin, storage, version, fault = () => undefined }: Needs): Client {
  const engine = shallowRef<Engine | undefined>()
  const api = createApi({
    origin, version: version ?? '', token: () => viewer.token(), device: () => engine.value?.device(),
    onDead: token => viewer.end('expired', token),
  })
  const viewer = createViewer({ storage, ask: api.ask })
  let turn = Promise.resolve()

  async function follow(): Promise<void> {
    const login = viewer.login.value
    const before = engine.value
    engine.value = undefined
    await before?.close({ forget: viewer.ended.value === 'signedOut' })
    if (!login || login !== viewer.login.value) return
    const { id, trueName, avatar } = login.user
    engine.value = await openEngine({
      origin, api, fault, viewer: { id, name: trueName, avatar },
      token: () => login.authorization,
      onEnd: reason => viewer.end(reason, login.authorization),
      isLookedAt: () => document.visibilityState === 'visible',
    })
  }

  watch(viewer.login, (login, before) => {
    if (login?.authorization === before?.authorization) return
    turn = turn.then(follow).catch(fault)
  }, { immediate: true, flush: 'sync' })
  globalThis.addEventListener('storage', () => viewer.reread())
  globalThis.addEventListener('online', () => engine.value?.wake())
  globalThis.addEventListener('offline', () => engine.value?.wake())
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') engine.value?.wake() })

  return {
    api,
    viewer,
    engine,
    async signOut() {
      await viewer.signOut()
      await turn
    },
  }
}
