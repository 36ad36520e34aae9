import { shallowRef } from 'vue'
import type { z } from 'zod'
import { limits } from '../../../contract/limits.ts'
import { clientSettings } from '../../../contract/settings.ts'
import type { ClientSettings } from '../../../contract/settings.ts'
import type { Ask } from '../api/client.ts'
import type { ServerClock } from '../api/server-clock.ts'

type ServerSettings = Omit<z.output<typeof ClientSettings>, 'time'>
type Kept = Pick<Storage, 'getItem' | 'setItem'>

const key = 'hongyan.server'
/** What a server has that nobody set up, for as long as this one was never asked. */
const usual: ServerSettings = {
  recallWindow: limits.recallWindow,
  editWindow: limits.editWindow,
  fileBytes: limits.fileBytes,
  messageLength: limits.messageLength,
  isAdmin: false,
  linkPreviews: false,
}

/** How the server is set up, and its time; as it was last heard where it cannot be asked. */
export function createServerSettings({ storage, clock }: { storage: Kept; clock: ServerClock }) {
  const current = shallowRef<ServerSettings>(read())

  function read(): ServerSettings {
    try {
      return { ...usual, ...(JSON.parse(storage.getItem(key) ?? '{}') as Partial<ServerSettings>) }
    } catch {
      return usual
    }
  }

  return {
    /** Reactive. */
    current,
    /** Asks the server, after every connection. Rejects with `ApiFailure`. */
    async read(ask: Ask): Promise<void> {
      const asked = Date.now()
      const { time, ...settings } = await ask(clientSettings)
      clock.hear(time, asked)
      current.value = settings
      storage.setItem(key, JSON.stringify(settings))
    },
  }
}
