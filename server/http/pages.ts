import type { FastifyInstance } from 'fastify'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import { StoreUnavailable } from '../store/store.ts'
import { success } from './envelope.ts'
import { page, pageHeaders } from './html.ts'
import { openApiOf } from './reference/openapi.ts'
import { referencePage } from './reference/reference-page.ts'

type Needs = {
  calls: readonly Call[]
  isReady: () => boolean
  health: () => Promise<void>
  /** The web client stands at `/`; else a greeting does. */
  hasClient: boolean
}

const welcome = () =>
  page(
    '鸿雁',
    `<div class="welcome"><h1>鸿雁</h1><p>服务正在运行。</p>
<p class="soft" lang="en">Hongyan is running. Point a client at this address, or read how to talk to it.</p>
<p><a href="/docs">接口文档 API reference</a> · <a href="/openapi.json">openapi.json</a> · <a href="/healthz">healthz</a></p></div>`,
  )

const json = { 'content-type': 'application/json; charset=utf-8' }

/** ms for which the answer to a health check holds. */
const healthHolds = 1000

/** One probe at a time and at most one a second, however many ask: it is a write, and anybody may ask for it. */
function remembered(health: () => Promise<void>): () => Promise<void> {
  let last: { probe: Promise<void>; endedAt: number } | undefined
  return () => {
    if (last && performance.now() < last.endedAt + healthHolds) return last.probe
    const current = { probe: health(), endedAt: Infinity }
    const end = () => {
      current.endedAt = performance.now()
    }
    current.probe.then(end, end)
    last = current
    return current.probe
  }
}

/** The paths that are no calls: a greeting, the reference as a page and as OpenAPI, the health check. */
export function addPages(app: FastifyInstance, { calls, isReady, health, hasClient }: Needs): void {
  // Made when first asked for: starting should not wait for them.
  let document: string | undefined
  let reference: string | undefined
  app.get('/openapi.json', (_, reply) => reply.headers(json).send((document ??= JSON.stringify(openApiOf(calls)))))
  app.get('/docs', (_, reply) => reply.headers(pageHeaders).send((reference ??= referencePage(openApiOf(calls)))))
  if (!hasClient) app.get('/', (_, reply) => reply.headers(pageHeaders).send(welcome()))
  const probed = remembered(health)
  app.get('/healthz', async (_, reply) => {
    if (!isReady()) throw new Failure('server.starting')
    // Whatever it is, a health check has one way to say no; the reason goes to the log.
    await probed().catch((error: unknown) => {
      throw new StoreUnavailable('The health check failed', { cause: error })
    })
    return reply.headers(json).send(success('ok', '运行正常'))
  })
}
