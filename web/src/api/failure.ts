/** A failure's stable name and what fills its text (`contract/failures.ts`), where the server said so. */
export type Named = { failure?: string | undefined; values?: Record<string, string | number> | undefined }

/** Why a call did not succeed. */
export class ApiFailure extends Error {
  /** The server's code; 0 where the server was not reached in time. */
  readonly code: number
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined
  readonly failure: string | undefined
  readonly values: Record<string, string | number> | undefined

  constructor(code: number, message: string, retryAfter?: number, { failure, values }: Named = {}) {
    super(message)
    this.name = 'ApiFailure'
    this.code = code
    this.retryAfter = retryAfter
    this.failure = failure
    this.values = values
  }

  /** What is kept of it beside a message that was refused. */
  get told(): Named & { code: number; message: string } {
    const { code, message, failure, values } = this
    return { code, message, ...(failure === undefined ? {} : { failure, values }) }
  }

  /** The server was not reached, or could not answer for now: the same request may succeed later. */
  get mayPass(): boolean {
    return [0, 408, 429, 500, 502, 503, 504].includes(this.code)
  }
}
