import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import { wellFormed } from '../lib/well-formed.ts'

/** The call that a request is for; undefined on unknown paths and on pages. */
type CallOf = (request: FastifyRequest) => Call | undefined

const readsBody = (call: Call | undefined): boolean => call?.body !== undefined && !call.multipart

/**
 * How bodies are read: JSON, also under `text/plain` or no type at all; HTML forms; nothing else. Calls that declare
 * no body ignore what is sent; a multipart body is left on the wire for the handler.
 */
export function readBodies(app: FastifyInstance, callOf: CallOf): void {
  app.removeAllContentTypeParsers()
  // `__proto__` and `constructor` keys are dropped like every unknown parameter.
  const parsePlain = app.getDefaultJsonParser('remove', 'remove')
  const parseJson: typeof parsePlain = (request, text, done) =>
    parsePlain(request, text, (error, value: unknown) => (error ? done(error) : done(null, wellFormed(value, text))))

  app.addContentTypeParser<string>(
    /^(?:application\/(?:[\w.-]+\+)?json|text\/plain)\s*(?:;|$)/,
    { parseAs: 'string' },
    (request, text, done) => {
      if (!readsBody(callOf(request)) || text.trim() === '') return done(null, undefined)
      void parseJson(request, text, done)
    },
  )

  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, text, done) => {
      if (!readsBody(callOf(request))) return done(null, undefined)
      // Browsers' fetch and old HTTP clients label a JSON body so when nobody said otherwise.
      if (/^\s*\{/.test(text)) return void parseJson(request, text, done)
      done(null, Object.fromEntries(new URLSearchParams(text)))
    },
  )

  app.addContentTypeParser('*', (request, payload, done) => {
    const call = callOf(request)
    if (call?.multipart) return done(null, undefined)
    if (readsBody(call) && request.headers['content-type'] !== undefined) {
      return done(new Failure('request.unsupportedType', { expected: 'application/json' }), undefined)
    }
    payload.resume()
    done(null, undefined)
  })
}
