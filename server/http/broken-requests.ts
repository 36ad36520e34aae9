import type { Socket } from 'node:net'
import { Failure } from '../../contract/failures.ts'
import { refusal } from './envelope.ts'

const reasons: Record<number, string> = { 400: 'Bad Request', 413: 'Content Too Large' }

const failureOf = (code: string | undefined): Failure =>
  code === 'HPE_HEADER_OVERFLOW'
    ? new Failure('request.tooLarge', { limit: 16 * 1024 })
    : new Failure('request.invalid', { name: 'request', expected: '应为 HTTP/1.1 请求' })

/** Answers what is no HTTP request, or one that did not arrive in time, and hangs up. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const failure = failureOf(error.code)
  const body = refusal(failure)
  socket.end(
    [
      `HTTP/1.1 ${failure.code} ${reasons[failure.code] ?? 'Error'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  // Whoever goes on sending after this is not read any more.
  socket.destroySoon()
}
