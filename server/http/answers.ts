import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Failure } from '../../contract/failures.ts'
import { Answer, WithHeaders } from '../lib/route.ts'
import { drain, drainable } from './drain.ts'
import { failurePage } from './failure-page.ts'
import { pageHeaders } from './html.ts'
import { type Finish, refusal, retryAfter, success } from './envelope.ts'

const json = 'application/json; charset=utf-8'

/** Percent-encodes what may not stand in a header: line breaks above all, so that no value can add a header. */
const safe = (value: string): string =>
  value.replace(/[^\t\x20-\x7e]+/g, part => encodeURIComponent(part.toWellFormed()))

const setHeaders = (reply: FastifyReply, headers: Record<string, string>) => {
  for (const [name, value] of Object.entries(headers)) reply.header(name, safe(String(value)))
}

/** Answers what a handler returned: as it is (`Answer`), or in the envelope; how many characters that made. */
export function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  result: unknown,
  says: string,
  finish: Finish,
): number {
  if (result instanceof Answer) {
    sendAnswer(request, reply, result)
    return 0
  }
  if (result instanceof WithHeaders) setHeaders(reply, result.headers)
  const data: unknown = result instanceof WithHeaders ? result.data : result
  const body = success(data, says, finish)
  void reply.header('content-type', json).send(body)
  return body.length
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, { status, headers, body }: Answer): void {
  reply.code(status)
  setHeaders(reply, headers)
  const isHead = request.method === 'HEAD'
  // A stream's errors and the client's going away are looked after by the library: each ends the other.
  if (!isHead) return void reply.send(body)
  if (body instanceof Readable) body.destroy()
  void reply.send()
}

/**
 * Answers a failure, as a page to a person who opened the address. `headers` are those of every answer, and nothing
 * else that was set before stays.
 */
export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
  headers: Record<string, string>,
  finish: Finish,
  isPage = false,
): void {
  if (reply.raw.headersSent) return void reply.raw.destroy()
  for (const name of reply.raw.getHeaderNames()) reply.raw.removeHeader(name)
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
  reply.headers(headers)
  const wait = retryAfter(failure)
  if (wait !== undefined) reply.header('retry-after', wait)
  if (Number(request.headers['content-length'] ?? 0) > drainable.bytes) reply.header('connection', 'close')
  drain(request.raw)
  reply.code(failure.code).headers(isPage ? pageHeaders : { 'content-type': json })
  void reply.send(request.method === 'HEAD' ? undefined : isPage ? failurePage(failure) : refusal(failure, finish))
}
