import { inject } from 'vue'
import type { InjectionKey } from 'vue'
import type { Client } from './client.ts'
import type { Engine } from './engine.ts'

/** `app.provide(clientKey, createClient({ origin: location.origin, storage: localStorage }))` where the app starts. */
export const clientKey: InjectionKey<Client> = Symbol('client')

export function useClient(): Client {
  const client = inject(clientKey)
  if (!client) throw new Error('The app was started without a client')
  return client
}

/** The engine of a page that is shown to people who are logged in. */
export function useEngine(): Engine {
  const { engine } = useClient()
  if (!engine.value) throw new Error('Nobody is logged in')
  return engine.value
}
