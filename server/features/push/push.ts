import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import { fitting } from '../../../contract/graphemes.ts'
import { disturbs } from '../../../contract/notify-level.ts'
import type { PushPayload, savePush, testPush } from '../../../contract/push.ts'
import type { Bus, UserEvent } from '../../bus/bus.ts'
import type { Input } from '../../../contract/call.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Message } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import { createKeys, isPoint } from './keys.ts'
import { createSender, keptFor } from './sender.ts'
import { mayPushTo } from './services.ts'

type Payload = z.input<typeof PushPayload>

type Needs = {
  store: Pick<Store, 'push' | 'conversations' | 'settings'>
  bus: Bus
  /** Whether a socket of this login is open: then its page tells the person itself. */
  isConnected(tokenHash: string): boolean
  config: { webPush: boolean; pushOrigins: readonly string[]; pushContact: string }
  log: { warn(details: object, text: string): void }
  clock(): number
  /** Sends a request to a push service. */
  post?(endpoint: string, init: RequestInit): Promise<Response>
}

export type Push = ReturnType<typeof createPush>

/** UTF-16 units: whatever they are, the payload fits into what push services take. */
const previewLength = 120

/** Tells browsers of news while no page of ours is open in them, through their push services. */
export function createPush({ store, bus, isConnected, config, log, clock, post }: Needs) {
  const keys = createKeys(store)
  const warn = (error: unknown) => log.warn({ err: error }, 'pushes were not sent')
  const sender = createSender({
    keys,
    contact: config.pushContact,
    clock,
    log,
    post,
    gone: ({ endpoint, userId }) => {
      store.push.remove(endpoint, userId).catch(warn)
    },
  })
  /** Who has a subscription at all, once that was read. */
  let subscribers: Set<number> | undefined
  let reading: Promise<Set<number>> | undefined

  const readSubscribers = () =>
    (reading ??= store.push
      .subscribers()
      .then(ids => (subscribers = new Set(ids)))
      .catch((error: unknown) => {
        reading = undefined
        throw error
      }))
  /** Most events end here. */
  const reachesNobody = (userIds: readonly number[]) =>
    subscribers !== undefined && !userIds.some(id => subscribers?.has(id))

  async function tell(
    userIds: readonly number[],
    payload: Payload,
    wants: (userId: number) => Promise<boolean>,
  ): Promise<void> {
    const known = await readSubscribers()
    const some = userIds.filter(id => known.has(id))
    if (some.length === 0) return
    const subscriptions = (await store.push.of(some)).filter(
      ({ tokenHash, quietUntil }) => !isConnected(tokenHash) && quietUntil <= clock(),
    )
    for (const subscription of subscriptions) {
      if (await wants(subscription.userId))
        sender.send({ subscription, payload: subscription.hasPreview ? payload : { ...payload, content: '' } })
    }
  }

  async function onMessage(
    userIds: readonly number[],
    { type, message, sender, group, files }: Extract<UserEvent, { type: 'message' | 'messageChanged' }>,
  ): Promise<void> {
    if (message.extra?.event) return
    const isGone = type === 'messageChanged'
    const targetId = message.kind === 'group' ? message.conversationId : message.senderId
    const mentions = (userId: number) => message.atIds?.some(id => id === 0 || id === userId) ?? false
    const isWanted = async (userId: number) => {
      const member = await store.conversations.member(message.conversationId, userId)
      return disturbs(member?.notify ?? 'all', mentions(userId))
    }
    const others = userIds.filter(id => id !== message.senderId)
    const payload: Payload = {
      kind: isGone ? 'recalled' : 'message',
      id: message.id,
      seq: message.seq,
      tag: `${message.kind === 'direct' ? 'd' : 'g'}${targetId}`,
      path: `/chat/${message.kind}/${targetId}`,
      name: sender.name,
      group: group?.name ?? null,
      ...(isGone
        ? { type: 1, content: '' }
        : { type: message.type, content: preview(message.content || (files[0]?.name ?? '')) }),
      isMention: false,
    }
    const mentioned = others.filter(mentions)
    if (mentioned.length > 0) await tell(mentioned, { ...payload, isMention: true }, isWanted)
    await tell(
      others.filter(id => !mentions(id)),
      payload,
      isWanted,
    )
  }

  async function onApplication(
    userIds: readonly number[],
    { kind, code, sender, group, content, state }: Extract<UserEvent, { type: 'application' }>,
  ): Promise<void> {
    if (state !== 0) return
    const which = kind === 'friend' ? 'friend' : 'group'
    await tell(
      userIds,
      {
        kind: which,
        tag: which,
        id: code,
        seq: null,
        path: `/assistants/${which}s`,
        name: sender.name,
        group: group?.name ?? null,
        type: 1,
        content: preview(content),
        isMention: false,
      },
      async () => true,
    )
  }

  const onNotice = (userIds: readonly number[], { notice }: Extract<UserEvent, { type: 'moduleNotice' }>) =>
    tell(
      userIds,
      {
        kind: 'notice',
        tag: 'notice',
        id: String(notice.id),
        seq: null,
        path: '/assistants/analysis',
        name: notice.module.name,
        group: null,
        type: 1,
        content: preview(notice.actionText),
        isMention: false,
      },
      async () => true,
    )

  /** So lately that a browser may still show it, or have yet to fetch what tells of it. */
  const isRecalled = ({ recalledBy, sentAt }: Message) => recalledBy !== null && clock() - sentAt < keptFor * 1000

  if (config.webPush) {
    bus.onUsers((userIds, event) => {
      if (reachesNobody(userIds)) return
      if (event.type === 'message' || (event.type === 'messageChanged' && isRecalled(event.message)))
        onMessage(userIds, event).catch(warn)
      else if (event.type === 'application') onApplication(userIds, event).catch(warn)
      else if (event.type === 'moduleNotice') onNotice(userIds, event).catch(warn)
    })
    bus.onAll(event => {
      if (event.type === 'tokensEnded') store.push.removeOf(event.hashes).catch(warn)
    })
  }

  return {
    /** For browsers to subscribe with; empty where pushes are turned off. */
    async publicKey(): Promise<string> {
      return config.webPush ? (await keys()).publicKey : ''
    },

    /** Fails with `push.notAllowed` where the address is none of a push service. */
    async subscribe(
      viewer: Viewer,
      { endpoint, keys: { p256dh, auth }, preview, quietUntil }: Input<typeof savePush>['body'],
    ): Promise<void> {
      if (!config.webPush || !mayPushTo(endpoint, config.pushOrigins)) throw new Failure('push.notAllowed')
      if (!(await isPoint(p256dh)))
        throw new Failure('request.invalid', { name: 'keys.p256dh', expected: '应为 P-256 公钥' })
      if (Buffer.from(auth, 'base64url').length !== 16)
        throw new Failure('request.invalid', { name: 'keys.auth', expected: '应为 16 字节的密钥' })
      await store.push.save({
        userId: viewer.user.id,
        endpoint,
        tokenHash: viewer.token.hash,
        p256dh,
        auth,
        hasPreview: preview === 1,
        quietUntil,
      })
      void (await readSubscribers()).add(viewer.user.id)
    },

    /** Sends one to a browser of the viewer's now. Fails with `push.unknown` where it has no subscription. */
    async test(
      viewer: Viewer,
      { endpoint, id }: Input<typeof testPush>['body'],
    ): Promise<z.input<(typeof testPush)['reply']>> {
      const subscription = (await store.push.of([viewer.user.id])).find(one => one.endpoint === endpoint)
      if (!config.webPush || !subscription) throw new Failure('push.unknown')
      const payload = { kind: 'test', tag: 'test', id, seq: null, path: '/me/notices' } as const
      return sender.deliver({
        subscription,
        payload: { ...payload, name: '', group: null, type: 1, content: '', isMention: false },
      })
    },

    unsubscribe: (viewer: Viewer, endpoint: string): Promise<void> => store.push.remove(endpoint, viewer.user.id),
  }
}

const preview = (text: string) => fitting(text, previewLength)
