import { createApi } from '../src/api/client.ts'
import { openEngine } from '../src/state/engine.ts'
import type { Engine, EngineNeeds } from '../src/state/engine.ts'
import type { Login } from '../src/state/viewer.ts'
import { createLine } from '../src/sync/line.ts'
import { createMemoryCache } from '../src/sync/memory-cache.ts'

export type Page = AsyncDisposable & { engine: Engine, ended: string[], faults: unknown[] }

type Options = Partial<Pick<EngineNeeds, 'cache' | 'openLine'>> & {
  /** What the upload of a file of this name waits for. */
  beforeUpload?: (name: string) => Promise<void>
}

/** Waits in plays are short: what matters is the order of things. */
export const quickLine: typeof createLine = needs => createLine({ ...needs, waits: { first: 20, most: 100 } })

/** A page of somebody who is logged in, as the app opens it. */
export async function openPage(origin: string, { user, authorization }: Login, { beforeUpload = async () => {}, ...options }: Options = {}): Promise<Page> {
  const [ended, faults]: [string[], unknown[]] = [[], []]
  const api = createApi({ origin, token: () => authorization, onDead: () => ended.push('dead') })
  const engine = await openEngine({
    origin, token: () => authorization, viewer: { id: user.id, name: user.trueName, avatar: user.avatar },
    api: { ...api, upload: async (file, name, more) => beforeUpload(name).then(() => api.upload(file, name, more)) },
    onEnd: reason => ended.push(reason), fault: error => faults.push(error),
    cache: createMemoryCache(), openLine: quickLine, ...options,
  })
  return { engine, ended, faults, [Symbol.asyncDispose]: () => engine.close() }
}
