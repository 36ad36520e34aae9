import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterEach } from 'vitest'
import { authUrl, login, logout } from '../../contract/accounts.ts'
import { listConversations } from '../../contract/conversations.ts'
import type { failures } from '../../contract/failures.ts'
import { listCompanies } from '../../contract/directory.ts'
import { Failure } from '../../contract/failures.ts'
import { fileUpload, openFile } from '../../contract/files.ts'
import { previewLink } from '../../contract/links.ts'
import { deliver, recallGroup, sendDirect } from '../../contract/messages.ts'
import { contactInfo } from '../../contract/people.ts'
import { cancelScanLogin, openScanLogin } from '../../contract/qr.ts'
import type { Config } from '../config.ts'
import { createRation } from '../lib/ration.ts'
import { Answer, openRoute, route, WithHeaders } from '../lib/route.ts'
import type { Client, Route, Viewer } from '../lib/route.ts'
import { StoreUnavailable } from '../store/store.ts'
import { createHttpServer } from './server.ts'
import type { HttpServer } from './server.ts'

export const alice = { user: { id: 539, trueName: 'alice' }, token: { hash: 'x', stage: 'full' } } as Viewer
export const draft = { id: 'cnbift1', receiverId: 538, type: 1, content: '你好' }

/** A JSON answer; what is in it is for the test to say. */
export const read = async <T>(answer: Response) => (await answer.json()) as T

const running: HttpServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server[Symbol.asyncDispose]()))
})

const sent = (body: { senderId?: number; receiverId: number; content: string; id: string }) => ({
  senderId: 539,
  receiverId: body.receiverId,
  content: body.content,
  sendTime: 1,
  seq: 1,
  type: 1,
  fileId: null,
  atIds: null,
  device: null,
  id: body.id,
})

/** Routes of the real contract whose handlers tell what they got. */
function sampleRoutes(seen: { inputs: unknown[]; streams: Readable[]; abroad: { promise: Promise<null> } }): Route[] {
  return [
    route(listConversations, ({ url }) => {
      if (url('/x') === '') throw new Error('no')
      return []
    }),
    route(sendDirect, ({ body }) => {
      seen.inputs.push(body)
      return sent(body)
    }),
    route(deliver, ({ body }) => sent(body.data)),
    route(recallGroup, () => {
      throw new StoreUnavailable('disk full')
    }),
    route(contactInfo, () => {
      throw new Error('secret of ours')
    }),
    route(cancelScanLogin, () => null),
    route(previewLink, () => seen.abroad.promise),
    route(listCompanies, () => [{ name: '长'.repeat(30 * 8192) }] as never),
    route(logout, ({ query }) => query.authorization ?? 'none'),
    openRoute(login, ({ query, body }) => {
      seen.inputs.push({ ...query, ...body })
      if (body?.account === 'locked') throw new Failure('login.locked', { minutes: 5 }, 300)
      return new WithHeaders({} as never, { 'set-cookie': 'a=b; HttpOnly\r\nX-Evil: 1' })
    }),
    openRoute(authUrl, ({ query }) => new Answer(302, { location: query.redirectUrl })),
    openRoute(openScanLogin, ({ viewer, client, url }) =>
      client.wantsPage
        ? new Answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<p>page')
        : {
            code: String(viewer?.user.id ?? 'stranger'),
            platform: url('/p'),
            ip: client.address,
            time: 0,
            sameNetwork: 1,
          },
    ),
    openRoute(openFile, ({ params }) => {
      const stream =
        params.name === 'endless'
          ? Readable.from(
              (async function* () {
                for (;;) yield Buffer.alloc(65_536)
              })(),
            )
          : params.name === 'broken'
            ? Readable.from(
                (async function* () {
                  yield Buffer.alloc(10)
                  throw new Error('disk')
                })(),
              )
            : Readable.from([Buffer.from('hello')])
      seen.streams.push(stream)
      const size: Record<string, string> =
        params.name === 'endless' ? {} : { 'content-length': params.name === 'broken' ? '100' : '5' }
      return new Answer(200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=60', ...size }, stream)
    }),
    route(fileUpload, async ({ raw }) => {
      seen.inputs.push(await text(raw))
      return null as never
    }),
  ]
}

export type Options = {
  origin?: string
  trustProxy?: boolean
  escapeHtml?: boolean
  isReady?: () => boolean
  health?: () => Promise<void>
  rates?: Config['rates']
}

/** A server with these routes; it ends with the test. */
export async function start({
  origin,
  trustProxy = false,
  escapeHtml = false,
  isReady = () => true,
  health = async () => {},
  rates,
}: Options = {}) {
  const seen = {
    inputs: [] as unknown[],
    streams: [] as Readable[],
    dead: [] as string[],
    viewers: [] as [Viewer, Client][],
    /** What the previews of links wait for. */
    abroad: Promise.withResolvers<null>(),
    logged: [] as string[],
  }
  const server = createHttpServer({
    routes: sampleRoutes(seen),
    viewerOf: async token => {
      if (token === 'away') throw new StoreUnavailable('locked')
      return token === 'good' ? alice : undefined
    },
    wasReplaced: async token => token === 'replaced',
    config: { origin, trustProxy, allowedOrigins: ['https://chat.example'], escapeHtml, waitingDevices: 50 },
    log: pino({ level: 'info' }, { write: line => void seen.logged.push(line) }),
    ration: createRation(rates, () => 0),
    isReady,
    deadToken: token => void seen.dead.push(token),
    notAdministrator: () => undefined,
    sawViewer: (viewer, client) => void seen.viewers.push([viewer, client]),
    health,
  })
  running.push(server)
  const { port } = await server.listen('127.0.0.1', 0)
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init })
  const asAlice = (path: string, init: RequestInit = {}) =>
    ask(path, { ...init, headers: { authorization: 'good', ...init.headers } })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    asAlice(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { port, ask, asAlice, post, seen }
}

/** What the server answers to these bytes before it hangs up. */
export const sayRaw = (port: number, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('data', part => {
      answer += String(part)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })

export const refused = (name: keyof typeof failures, words: Record<string, string | number> = {}) => {
  const { code, message } = new Failure(name, words)
  return { data: null, code, msg: message, message, failure: name, values: words }
}
