import { ApiFailure } from './failure.ts'

/** `data` of an answer's envelope; throws the failure that it tells of, also where a proxy answered in the server's place. */
export function answerOf<T>(status: number, text: string, retryAfter: string | null): T {
  const envelope = parse(text)
  if (status === 200 && envelope?.code === 200) return envelope.data as T
  const code = envelope?.code ?? (status === 200 ? 502 : status)
  const wait = Number(retryAfter ?? Number.NaN)
  throw new ApiFailure(code, envelope?.msg ?? '', Number.isFinite(wait) ? wait : undefined)
}

function parse(text: string): { data: unknown, code: number, msg: string } | undefined {
  try {
    const value = JSON.parse(text) as { data?: unknown, code?: unknown, msg?: unknown } | null
    if (typeof value?.code !== 'number') return undefined
    return { data: value.data, code: value.code, msg: typeof value.msg === 'string' ? value.msg : '' }
  } catch {
    return undefined
  }
}
