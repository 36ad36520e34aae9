/** Why a call did not succeed. */
export class ApiFailure extends Error {
  /** The server's code; 0 where the server was not reached in time. */
  readonly code: number
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined

  constructor(code: number, message: string, retryAfter?: number) {
    super(message)
    this.name = 'ApiFailure'
    this.code = code
    this.retryAfter = retryAfter
  }

  /** The server was not reached, or could not answer for now: the same request may succeed later. */
  get mayPass(): boolean {
    return [0, 408, 429, 500, 502, 503, 504].includes(this.code)
  }
}
