import { createApi } from '../src/api/client.ts'
import { openEngine } from '../src/state/engine.ts'
import type { Engine, EngineNeeds } from '../src/state/engine.ts'
import type { Login } from '../src/state/viewer.ts'
import { createLine } from '../src/sync/line.ts'
import { createMemoryCache } from '../src/sync/memory-cache.ts'

export type Page = AsyncDisposable & { engine: Engine; ended: string[]; faults: unknown[] }

type Options = Partial<Pick<EngineNeeds, 'cache' | 'openLine'>> & {
  /** What the upload of a file of this name waits for. */
  beforeUpload?: (name: string) => Promise<void>
  /** Hears of every call that the engine makes. */
  onCall?: (path: string) => void
}

/** Waits in plays are short: what matters is the order of things. */
export const quickLine: typeof createLine = needs => createLine({ ...needs, waits: { first: 20, most: 100 } })

/** A page of somebody who is logged in, as the app opens it. */
export async function openPage(origin: string, { user, authorization }: Login, options: Options = {}): Promise<Page> {
  const { beforeUpload = async () => {}, onCall = () => {}, ...more } = options
  const [ended, faults]: [string[], unknown[]] = [[], []]
  const api = createApi({ origin, token: () => authorization, onDead: () => ended.push('dead') })
  const engine = await openEngine({
    origin,
    token: () => authorization,
    viewer: { id: user.id, name: user.trueName, avatar: user.avatar },
    api: {
      ...api,
      ask: (call, parts) => {
        onCall(call.path)
        return api.ask(call, parts)
      },
      upload: async (file, name, how) => beforeUpload(name).then(() => api.upload(file, name, how)),
    },
    onEnd: reason => ended.push(reason),
    fault: error => faults.push(error),
    cache: createMemoryCache(),
    openLine: quickLine,
    ...more,
  })
  return { engine, ended, faults, [Symbol.asyncDispose]: () => engine.close() }
}
