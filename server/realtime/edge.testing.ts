import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createInProcessBus } from '../bus/in-process.ts'
import { Failure } from '../../contract/failures.ts'
import { createFrames } from '../features/frames/frames.ts'
import { createRation, type Ration } from '../lib/ration.ts'
import type { Viewer } from '../lib/route.ts'
import { hashToken } from '../lib/secret.ts'
import type { Message } from '../store/messages.ts'
import type { Token } from '../store/logins.ts'
import type { User } from '../store/people.ts'
import { createRealtime, type RealtimeNeeds } from './realtime.ts'

type Got = { code: number; msg: string; data: Record<string, unknown> }

const names = ['alice', 'bob', 'carol', 'mallory'] as const
export const ids = { alice: 1, bob: 2, carol: 3, mallory: 4 }

export const person = (id: number): User => ({
  id,
  username: names[id - 1] ?? 'nobody',
  trueName: names[id - 1] ?? 'nobody',
  avatar: null,
  email: null,
  phone: null,
  sign: null,
  birthday: null,
  sex: 'unknown',
  work: null,
  workState: null,
  companyId: null,
  roleId: null,
  isEnabled: true,
  isAdmin: false,
  mustChangePassword: false,
  createdAt: 0,
  pinyin: '',
  initials: '',
})

export const direct = (id: string, senderId: number, receiverId: number, content = 'hi'): Message => ({
  conversationId: 1,
  kind: 'direct',
  seq: 1,
  id,
  senderId,
  receiverId,
  type: 1,
  content,
  fileId: null,
  atIds: null,
  sentAt: 1,
  change: 0,
  recalledBy: null,
  extra: null,
})

/** Where nothing can be sent. */
export const noMessages: RealtimeNeeds['messages'] = {
  sendDirect: () => Promise.reject(new Failure('user.unknown')),
  sendGroup: () => Promise.reject(new Failure('group.unknown')),
  receipt: () => Promise.reject(new Failure('message.unknown')),
  mayReach: async (_viewer, { receiverId }) => [receiverId],
}

/** Buckets that do not fill again while the test lasts; undefined: nothing is rationed. */
export const rationOf = (rates: { person: number; network: number } | undefined): Ration =>
  createRation(rates && { ...rates, module: 1 }, () => 0)

/** A real edge on a real port; tokens are `alice-windows`, `bob-android` and so on until they are ended. */
export async function startEdge({ ration = rationOf(undefined), ...change }: Partial<RealtimeNeeds> = {}) {
  const server = createServer()
  const bus = createInProcessBus()
  const ended = new Set<string>()
  const faults: unknown[] = []
  const tokenOf = (text: string): Token | undefined => {
    const [name = '', platform = ''] = text.split('-')
    if (!(name in ids) || ended.has(text)) return undefined
    return {
      hash: hashToken(text),
      userId: ids[name as keyof typeof ids],
      platform: platform as Token['platform'],
      kind: 'desktop',
      device: '',
      brand: '',
      address: '',
      createdAt: 0,
      usedAt: 0,
      stage: 'full',
    }
  }
  const viewerOf = async (text: string): Promise<Viewer | undefined> => {
    const token = tokenOf(text)
    return token && { user: person(token.userId), token }
  }
  const made = names.flatMap(name => ['windows', 'android', 'web'].map(platform => `${name}-${platform}`))
  const realtime = createRealtime({
    server,
    bus,
    ration,
    tokens: { viewerOf, viewerOfHash: async hash => viewerOf(made.find(text => hashToken(text) === hash) ?? '') },
    people: {
      user: async id => person(id),
      latestPeers: async id => [1, 2, 3].filter(other => other !== id),
      reaches: async () => true,
    },
    messages: {
      ...noMessages,
      async sendDirect(viewer, draft, fromDevice) {
        if (draft.receiverId > 4) throw new Failure('user.unknown')
        const message = direct(draft.id, viewer.user.id, draft.receiverId, draft.content)
        bus.toUsers([viewer.user.id, draft.receiverId], {
          type: 'message',
          message,
          sender: { id: viewer.user.id, name: viewer.user.trueName, avatar: null },
          group: null,
          files: [],
          quoted: null,
          reactions: [],
          pin: null,
          fromDevice,
        })
        return {
          senderId: message.senderId,
          receiverId: message.receiverId,
          content: message.content,
          sendTime: 1,
          seq: 1,
          type: 1,
          fileId: null,
          atIds: null,
          device: null,
          id: message.id,
        }
      },
    },
    frames: createFrames({ noticeData: notice => notice }),
    loginData: async (userId, token) => ({ user: { id: userId }, authorization: token }),
    config: {
      origin: undefined,
      allowedOrigins: [],
      trustProxy: false,
      escapeHtml: true,
      socketsPerLogin: 20,
      waitingDevices: 50,
    },
    log: {
      error: details => {
        faults.push(details)
      },
      warn: text => {
        faults.push(text)
      },
    },
    presenceGrace: 20,
    drainSpread: 0,
    ...change,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const clients: WebSocket[] = []

  /** Opens a socket and waits for its 1001. */
  async function connect(query = '', headers: Record<string, string> = {}, path = '/cnbi.io/') {
    const ws = new WebSocket(`ws://127.0.0.1:${port}${path}?${query}`, { headers })
    clients.push(ws)
    const queue: Got[] = []
    let wake: (() => void) | undefined
    ws.on('message', data => {
      queue.push(JSON.parse((data as Buffer).toString()) as Got)
      wake?.()
    })
    async function next(): Promise<Got> {
      while (queue.length === 0)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      return queue.shift() as Got
    }
    const send = (...frames: unknown[]) => {
      for (const frame of frames) ws.send(JSON.stringify(frame))
    }
    /** What came before the answer to a heartbeat sent now: everything that was pushed until then. */
    async function soFar(): Promise<Got[]> {
      send({ code: 1111 })
      const got: Got[] = []
      for (let frame = await next(); frame.code !== 1112; frame = await next()) got.push(frame)
      return got
    }
    const first = await next()
    return { ws, first, device: String(first.data.token), next, send, soFar, closed: once(ws, 'close') }
  }

  return {
    bus,
    realtime,
    server,
    port,
    connect,
    faults,
    viewer: async (text: string) => (await viewerOf(text)) as Viewer,
    /** Ends tokens as the accounts do, and tells every node. */
    end(reason: 'replaced' | 'over' | 'loggedOut', ...tokens: string[]) {
      for (const token of tokens) ended.add(token)
      bus.toAll({ type: 'tokensEnded', hashes: tokens.map(hashToken), reason })
    },
    refuse: (token: string) => bus.toAll({ type: 'deadTokenRefused', hash: hashToken(token) }),
    push(content: string, senderId = ids.mallory, receiverId = ids.alice) {
      bus.toUsers([senderId, receiverId], {
        type: 'message',
        message: direct(content, senderId, receiverId, content),
        sender: { id: senderId, name: 'x', avatar: null },
        group: null,
        files: [],
        quoted: null,
        reactions: [],
        pin: null,
        fromDevice: null,
      })
    },
    async [Symbol.asyncDispose]() {
      await realtime[Symbol.asyncDispose]()
      for (const ws of clients) ws.terminate()
      server.closeAllConnections()
      server.close()
    },
  }
}
