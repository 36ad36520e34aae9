import type { z } from 'zod'
import type { Call } from '../../../contract/call.ts'
import { ourVersion } from '../../../contract/our-clients.ts'
import { answerOf } from './answer.ts'
import { ApiFailure } from './failure.ts'
import { uploadFile } from './upload.ts'
import type { UploadedFile, UploadOptions } from './upload.ts'

/** The path, query and body of a call as a client writes them. */
export type Parts<C extends Call> = {
  params?: z.input<NonNullable<C['params']>>
  query?: z.input<NonNullable<C['query']>>
  body?: z.input<NonNullable<C['body']>>
  /** Ends the call; it then rejects with code 0. */
  signal?: AbortSignal
  /** ms until it rejects with code 0. */
  timeout?: number
}

export type Ask = <C extends Call>(call: C, parts?: Parts<C>) => Promise<z.output<C['reply']>>

export type Api = {
  /** Makes a call; its `data`. Rejects with `ApiFailure`. */
  ask: Ask
  /** Uploads a file; `onProgress` hears of shares from 0 to 1. Rejects with `ApiFailure`. */
  upload(file: Blob, name: string, options?: UploadOptions): Promise<UploadedFile>
  /**
   * The line was lost and is back: what hangs in connections that died with it is given up (rejected with code 0), and
   * the browser lets go of the dead ones that it would take for the next calls. Resolves when calls can be made again.
   */
  renew(): Promise<void>
}

type Needs = {
  /** The server's origin; empty for the page's own. */
  origin?: string
  token(): string | undefined
  /** The device number that frame 1001 gave. */
  device?(): string | undefined
  /** A call was refused with 401: this token is dead, and why. */
  onDead?(token: string, failure: ApiFailure): void
  /** How many calls wait by themselves now, because the server has had too much from this person. */
  onWaiting?(count: number): void
}

const patience = 20_000
/** Seconds that a call waits by itself where the server has had too much from this person for now, and how often. */
const longestWait = 10
const mostWaits = 10
/** ms after which a call or upload without a sign of life counts as hanging when the line comes back. */
const hangsAfter = 2000
/** Connections that a browser keeps to one server, and ms that a probe of one may take. */
const connections = { most: 6, patience: 1500 }
const version = ourVersion('web')

/** A call or upload that is not answered yet; `aliveAt` by `performance.now()`. */
type Pending = { abort: AbortController; aliveAt: number; isGivenUp: boolean; end(): void }

export function createApi({ origin = '', token, device, onDead, onWaiting }: Needs): Api {
  function headers(): Record<string, string> {
    const [login, number] = [token(), device?.()]
    return { ...(login ? { Authorization: login } : {}), ...(number ? { device: number } : {}), version }
  }

  /** Tells of a dead token, and passes the failure on. */
  function refused(failure: ApiFailure, sentWith: string | undefined): never {
    if (failure.code === 401 && sentWith !== undefined) onDead?.(sentWith, failure)
    throw failure
  }

  const underWay = new Set<Pending>()
  let waiting = 0
  const wait = async (time: number, signal: AbortSignal | undefined) => {
    onWaiting?.(++waiting)
    await pause(time, signal)
    onWaiting?.(--waiting)
  }

  function begin(signal: AbortSignal | undefined): Pending {
    const abort = new AbortController()
    const stop = () => abort.abort()
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    const pending: Pending = {
      abort,
      aliveAt: performance.now(),
      isGivenUp: false,
      end: () => {
        underWay.delete(pending)
        signal?.removeEventListener('abort', stop)
      },
    }
    underWay.add(pending)
    return pending
  }

  /** What has only begun, perhaps in a connection that is dead as well, has until then to show a sign of life. */
  function giveUpHanging(pending: Pending): void {
    const left = pending.aliveAt + hangsAfter - performance.now()
    if (!underWay.has(pending) || left === Infinity) return
    if (left > 0) return void setTimeout(giveUpHanging, left, pending)
    pending.isGivenUp = true
    pending.abort.abort()
  }

  async function probe(): Promise<void> {
    // A probe that hangs sits in a dead connection, which ends with it.
    await reach(`${origin}/healthz`, { cache: 'no-store' }, connections.patience, undefined).catch(() => undefined)
  }

  const api: Api = {
    async renew() {
      for (const pending of underWay) giveUpHanging(pending)
      await Promise.all(Array.from({ length: connections.most }, probe))
    },

    async ask(call, options = {}) {
      const { params, query, body, signal, timeout = patience } = options
      const sentWith = headers()
      const pending = begin(signal)
      try {
        return await waitingOut(
          time => wait(time, signal),
          async () => {
            pending.aliveAt = performance.now()
            const response = await reach(
              origin + addressOf(call, params, query),
              {
                method: call.method,
                headers: { ...sentWith, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
              },
              timeout,
              pending.abort.signal,
            )
            // Between two tries nothing hangs.
            pending.aliveAt = Infinity
            return answerOf(response.status, response.text, response.retryAfter)
          },
        )
      } catch (error) {
        // What only reads is asked again on a new connection: who waits for it knows nothing of the old one.
        if (pending.isGivenUp && call.method === 'GET' && !signal?.aborted) return await api.ask(call, options)
        if (error instanceof ApiFailure) refused(error, sentWith['Authorization'])
        throw error
      } finally {
        pending.end()
      }
    },

    async upload(file, name, options = {}) {
      const sentWith = headers()
      const pending = begin(options.signal)
      const onProgress = (share: number) => {
        pending.aliveAt = performance.now()
        options.onProgress?.(share)
      }
      try {
        return await uploadFile(origin, file, name, sentWith, { onProgress, signal: pending.abort.signal })
      } catch (error) {
        if (error instanceof ApiFailure) refused(error, sentWith['Authorization'])
        throw error
      } finally {
        pending.end()
      }
    },
  }
  return api
}

/** Asks again after the wait that the server named: nobody is shown that their client was too quick. */
async function waitingOut<T>(wait: (time: number) => Promise<void>, work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await work()
    } catch (error) {
      const isForNow =
        error instanceof ApiFailure
        && error.failure === 'request.tooMany'
        && (error.retryAfter ?? Infinity) <= longestWait
      if (!isForNow || waits >= mostWaits) throw error
      await wait((error.retryAfter ?? 1) * 1000 + Math.random() * 500)
    }
  }
}

/** Ends early where the call is ended: the next try then says so. */
const pause = (time: number, signal: AbortSignal | undefined) =>
  new Promise<void>(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, time)
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted) end()
  })

async function reach(url: string, init: RequestInit, timeout: number, signal: AbortSignal | undefined) {
  const abort = new AbortController()
  const stop = () => abort.abort()
  const timer = setTimeout(stop, timeout)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  try {
    const response = await fetch(url, { ...init, signal: abort.signal })
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('Retry-After') }
  } catch (error) {
    throw new ApiFailure(0, error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

function addressOf(call: Call, params: unknown, query: unknown): string {
  const path = Object.entries(params ?? {}).reduce(
    (filled, [name, value]) => filled.replace(`:${name}`, encodeURIComponent(String(value))),
    call.path,
  )
  // in a query only digits say yes and no
  const written = (value: unknown) => String(typeof value === 'boolean' ? Number(value) : value)
  const search = new URLSearchParams(
    Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, written(value)]),
  )
  return search.size > 0 ? `${path}?${search}` : path
}
