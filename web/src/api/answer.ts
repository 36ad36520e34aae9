import { ApiFailure, type Named } from './failure.ts'

/**
 * `data` of an answer's envelope; throws the failure that it tells of, also where a proxy answered in the server's
 * place.
 */
export function answerOf<T>(status: number, text: string, retryAfter: string | null): T {
  const envelope = parse(text)
  if (status === 200 && envelope?.code === 200) return envelope.data as T
  const code = envelope?.code ?? (status === 200 ? 502 : status)
  const wait = Number(retryAfter ?? Number.NaN)
  throw new ApiFailure(code, envelope?.msg ?? '', Number.isFinite(wait) ? wait : undefined, envelope)
}

/** The failure's name and values in what the server sent: an envelope, or the data of frame 3400. */
export function namedIn(sent: { failure?: unknown; values?: unknown } | null | undefined): Named {
  if (typeof sent?.failure !== 'string') return {}
  const values = typeof sent.values === 'object' && sent.values !== null ? Object.entries(sent.values) : []
  const isValue = (entry: [string, unknown]): entry is [string, string | number] =>
    ['string', 'number'].includes(typeof entry[1])
  return { failure: sent.failure, values: Object.fromEntries(values.filter(isValue)) }
}

/** Seconds to wait that frame 3400 names. */
export const waitIn = (data: { retryAfter?: unknown } | null | undefined): number | undefined =>
  typeof data?.retryAfter === 'number' ? data.retryAfter : undefined

function parse(text: string): ({ data: unknown; code: number; msg: string } & Named) | undefined {
  try {
    const value = JSON.parse(text) as {
      data?: unknown
      code?: unknown
      msg?: unknown
      failure?: unknown
      values?: unknown
    } | null
    if (typeof value?.code !== 'number') return undefined
    return {
      data: value.data,
      code: value.code,
      msg: typeof value.msg === 'string' ? value.msg : '',
      ...namedIn(value),
    }
  } catch {
    return undefined
  }
}
