import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { fastify } from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import { limits } from '../../contract/limits.ts'
import { isFromOurs } from '../../contract/our-clients.ts'
import type { Config } from '../config.ts'
import { forDrawing, unescaped } from '../lib/for-drawing.ts'
import { urlsOn } from '../lib/route.ts'
import type { Ration } from '../lib/ration.ts'
import type { Client, Route, Viewer } from '../lib/route.ts'
import { sendFailure, sendResult } from './answers.ts'
import { answerBrokenRequest } from './broken-requests.ts'
import { readBodies } from './bodies.ts'
import { createCharging } from './charging.ts'
import { boundStrangers } from './connections.ts'
import { createCors } from './cors.ts'
import { asItIs, failureOf, type Finish } from './envelope.ts'
import { createFaultLog } from './fault-log.ts'
import { createIdentity } from './identity.ts'
import { addPages } from './pages.ts'
import { clientOf, wantsPage, withoutExtraPrefix } from '../lib/request.ts'
import { createBodyDeadlines } from './slow-bodies.ts'
import { checkActing, parseInput } from './validate.ts'
import { addWebClient, loadWebClient } from './web-client.ts'

type Needs = {
  routes: Route[]
  /** Whose token this is; undefined where it is dead. */
  viewerOf: (token: string) => Promise<Viewer | undefined>
  /** Whether a login on another device took the place of the one with this dead token. */
  wasReplaced: (token: string) => Promise<boolean>
  config: Pick<Config, 'origin' | 'trustProxy' | 'allowedOrigins' | 'escapeHtml' | 'waitingDevices'>
  log: Logger
  ration: Ration
  /** False while starting and stopping: calls get 503. */
  isReady: () => boolean
  /** Told of a token that was refused with 401. */
  deadToken: (token: string) => void
  /** Told of each call with a good token, before it is answered. */
  sawViewer: (viewer: Viewer, client: Client) => void
  /** Told of who asked for a call of administrators and is none. */
  notAdministrator: (viewer: Viewer, client: Client, call: Call) => void
  /** Rejects where the server could not do its work now. */
  health: () => Promise<void>
  /** Folder of the built web client; a greeting stands at `/` where there is none. */
  webFolder?: string
}

export type HttpServer = AsyncDisposable & {
  /** For the WebSocket's `upgrade`. */
  server: Server
  /** To be told of connections on which somebody is known: those of strangers are bounded. */
  knownOn(socket: Socket): void
  /** Port 0 takes a free one. */
  listen(host: string, port: number): Promise<{ port: number }>
}

/** What is known of a request before its body is read. */
type Caller = { call: Call; viewer: Viewer | undefined; client: Client }

const timings = {
  /** ms for the head of a request. */
  head: 10_000,
  /** ms for a whole request: 200 MB at 2 Mbit/s. */
  whole: 15 * 60_000,
  /** ms of complete silence in the middle of something. */
  silence: 2 * 60_000,
  /** ms that an idle connection is kept; longer than common proxies do, so that they close first. */
  idle: 75_000,
  /** ms that answers may take once the server stops. */
  farewell: 5_000,
}
const mostConnections = 60_000
/** Connections on which nobody is known: of all networks, and of one for each waiting device that it may have. */
const mostStrangers = mostConnections / 2
const strangersADevice = 8

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/**
 * The HTTP edge (docs/protocol.md, section 1): identity, validation, envelope and headers of every call, and the
 * reference pages. Calls are added as routes; no rule of the product is here.
 */
export function createHttpServer({
  routes,
  viewerOf,
  wasReplaced,
  config,
  log,
  ration,
  isReady,
  deadToken,
  sawViewer,
  notAdministrator,
  health,
  webFolder,
}: Needs): HttpServer {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: timings.whole,
    keepAliveTimeout: timings.idle,
    connectionTimeout: timings.silence,
    http: { headersTimeout: timings.head, requireHostHeader: false, maxHeaderSize: 16 * 1024 },
    return503OnClosing: false,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    rewriteUrl: raw => withoutExtraPrefix(raw.url ?? '/'),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => refuse(error, request, reply),
  })
  app.server.maxConnections = mostConnections
  // Behind a proxy all connections are the proxy's.
  const knownOn = config.trustProxy
    ? () => undefined
    : boundStrangers(app.server, ration.networkKey, {
        perNetwork: config.waitingDevices * strangersADevice,
        most: mostStrangers,
      })

  const corsOf = createCors(config.allowedOrigins)
  // A public address with https is never to be tried without it: tokens stand in some addresses.
  const transport: Record<string, string> = config.origin?.startsWith('https:')
    ? { 'strict-transport-security': 'max-age=31536000' }
    : {}
  const headersOf = (request: FastifyRequest) => ({ ...commonHeaders, ...transport, ...corsOf(request.raw) })
  /** COMPAT: the one place where answers are escaped for a client that draws them as HTML. */
  const finishFor = ({ raw }: FastifyRequest, call?: Call): Finish =>
    !config.escapeHtml || call?.caller === 'system' || isFromOurs(raw.headers.version, raw.url ?? '')
      ? asItIs
      : forDrawing
  const redirects = new Set(routes.filter(({ call }) => call.answers === 'redirect').map(({ call }) => call.path))
  /** Whether a person opens this address and looks at what comes: the other calls answer programs. */
  const isOpened = ({ raw, routeOptions }: FastifyRequest): boolean =>
    redirects.has(routeOptions?.url ?? '') && wantsPage(raw)
  const identify = createIdentity({ viewerOf, wasReplaced, deadToken, sawViewer, notAdministrator })
  const charging = createCharging({ ration, trustProxy: config.trustProxy })
  const bodyDeadlines = createBodyDeadlines()
  const logFault = createFaultLog(log)

  const callers = new WeakMap<FastifyRequest, Caller>()

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    logFault(error, request.method, request.routeOptions?.url)
    const failure = failureOf(error) ?? new Failure('server.fault')
    const isKnown = callers.get(request)?.viewer !== undefined
    sendFailure(
      request,
      reply,
      isKnown ? failure : charging.refuseStranger(request, failure),
      headersOf(request),
      finishFor(request),
      isOpened(request),
    )
  }

  app.setErrorHandler(refuse)
  const webClient = webFolder === undefined ? undefined : loadWebClient(webFolder)
  app.setNotFoundHandler((request, reply) => {
    if (webClient?.sendPage(request, reply)) return
    refuse(new Failure('request.unknownPath'), request, reply)
  })
  readBodies(app, request => callers.get(request)?.call)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headersOf(request))
    if (request.method === 'OPTIONS') return void reply.code(204).send()
    if (request.method !== 'GET' && request.method !== 'HEAD') bodyDeadlines.watch(request.raw)
    // Clients that leave the type out mean JSON.
    request.headers['content-type'] ||= 'application/json'
    done()
  })

  for (const { call, handle } of routes) {
    app.route({
      method: call.answers === 'file' ? ['GET', 'HEAD'] : call.method,
      url: call.path,
      // Identity comes before the body is read: a stranger is told 401, whatever was sent.
      onRequest: async request => {
        if (!isReady()) throw new Failure('server.starting')
        const client = clientOf(request.raw, config)
        const viewer = await identify(call, request, client)
        callers.set(request, { call, viewer, client })
        if (viewer) knownOn(request.raw.socket)
        charging.charge(viewer, client, call.weight ?? 1)
        if (call.multipart && !/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '')) {
          throw new Failure('request.unsupportedType', { expected: 'multipart/form-data' })
        }
        if (call.multipart) bodyDeadlines.spare(request.raw)
      },
      handler: async (request, reply) => {
        const caller = callers.get(request)
        if (caller === undefined) throw new Error('The handler ran before identity was known')
        const { viewer, client } = caller
        if (call.sentBack && finishFor(request, call) === forDrawing)
          request.query = unescaped(request.query, call.sentBack)
        const input = parseInput(call, request)
        checkActing(call, request, input, viewer?.user)
        if (call.moreWeight) charging.charge(viewer, client, call.moreWeight(input))
        await charging.answer(viewer, call, async () => {
          const result = await handle({
            ...input,
            viewer,
            client,
            url: urlsOn(client.origin),
            raw: request.raw,
          } as Parameters<Route['handle']>[0])
          return sendResult(request, reply, result, call.says, finishFor(request, call))
        })
        return reply
      },
    })
  }
  addPages(app, { calls: routes.map(({ call }) => call), isReady, health, hasClient: webClient !== undefined })
  if (webClient) addWebClient(app, webClient)

  return {
    server: app.server,
    knownOn,
    async listen(host, port) {
      await app.listen({ host, port })
      return { port: (app.server.address() as AddressInfo).port }
    },
    async [Symbol.asyncDispose]() {
      const impatience = setTimeout(() => app.server.closeAllConnections(), timings.farewell)
      await app.close()
      clearTimeout(impatience)
    },
  }
}
