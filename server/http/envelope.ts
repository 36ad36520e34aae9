import { Failure } from '../../contract/failures.ts'
import { limits } from '../../contract/limits.ts'
import { BlobsUnavailable } from '../blobs/blobs.ts'
import { StoreUnavailable } from '../store/store.ts'

/** What must happen to an answer before it is written: nothing, or `forDrawing`. */
export type Finish = (answer: unknown) => unknown
export const asItIs: Finish = answer => answer

/** The body of a success (docs/protocol.md, section 1). */
export const success = (data: unknown, says: string, finish: Finish = asItIs): string =>
  `{"data":${JSON.stringify(finish(data)) ?? 'null'},"code":200,"msg":${JSON.stringify(says)}}`

/**
 * The body of a failure; `message` repeats `msg` because that is what the existing client shows. `failure` and `values`
 * let other clients say it in their own words.
 */
export const refusal = ({ code, message, failure, values }: Failure, finish: Finish = asItIs): string =>
  JSON.stringify(finish({ data: null, code, msg: message, message, failure, values }))

/** Seconds to wait where the failure itself does not say. */
const patience: Record<number, number> = { 423: 60, 429: 1, 503: 2 }

/** The value of `Retry-After`, for the codes that carry one. */
export const retryAfter = (failure: Failure): string | undefined => {
  const usual = patience[failure.code]
  return usual === undefined ? undefined : String(Math.max(1, Math.ceil(failure.retryAfter ?? usual)))
}

/** What a client is told about something that was thrown; undefined for a bug of ours. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  if (error instanceof StoreUnavailable || error instanceof BlobsUnavailable) return new Failure('server.storageAway')
  return bodyFailureOf((error as { code?: unknown } | null)?.code)
}

/** What the HTTP library refuses before a handler sees it, by its error code. */
function bodyFailureOf(code: unknown): Failure | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Failure('request.tooLarge', { limit: limits.bodyBytes })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Failure('request.unsupportedType', { expected: 'application/json' })
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Failure('request.unknownPath')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    // The client went away in the middle of its body: nobody will read this, and it is no fault of ours.
    case 'ECONNRESET':
      return new Failure('request.notJson')
    default:
      return undefined
  }
}
