import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import type { MessageDraft } from '../../../contract/messages.ts'
import type { Face } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Appended, Draft, Merged } from '../../store/messages.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import type { Files } from '../files/files.ts'
import type { People } from '../people/people.ts'
import type { Charge } from './charge.ts'
import type { FanOut } from './fan-out.ts'
import type { Quote, Quoting } from './quoting.ts'
import { bare, sentWire } from './wire.ts'

type Needs = {
  store: Store
  people: People
  files: Files
  fanOut: FanOut
  charge: Charge
  quote: Quote
  clock: () => number
}
/** A draft of a client, or of ours, which may carry several messages merged, and may be paid for with others. */
type Wire = z.output<typeof MessageDraft> & { merged?: Merged | null; isPaid?: true }
type Prepared = { draft: Draft; files: readonly StoredFile[]; group: Face | null; quoting: Quoting | null }

const refusals = {
  notMember: 'group.notMember',
  noGroup: 'group.unknown',
  dissolved: 'group.dissolved',
  muted: 'group.muted',
  silenced: 'group.silenced',
  noFile: 'file.unknown',
} as const

/** The way of a message: check, store durably, tell the sender, tell everyone else. */
export function createSend({ store, people, files, fanOut, charge, quote, clock }: Needs) {
  const preparing = new Map<number, Promise<unknown>>()

  async function checkPeer(viewer: Viewer, peerId: number): Promise<void> {
    if (!(await people.user(peerId))) throw new Failure('user.unknown')
    await people.needTalk(viewer.user.id, peerId)
  }

  async function checkFile(viewer: Viewer, fileId: number): Promise<StoredFile> {
    const file = await files.mayAttach(viewer.user.id, fileId)
    if (!file) throw new Failure('file.unknown')
    if (file === 'notYours') throw new Failure('file.notYours')
    return file
  }

  function toDraft(viewer: Viewer, wire: Wire, to: Draft['to']): Draft {
    const needsFile = wire.type !== 1
    if (needsFile && wire.fileId == null)
      throw new Failure('request.invalid', { name: 'fileId', expected: '图片、文件、语音和视频需要 fileId' })
    if (!needsFile && wire.content.trim() === '') throw new Failure('message.empty')
    return {
      id: wire.id,
      senderId: viewer.user.id,
      to,
      type: wire.type,
      content: wire.content,
      fileId: needsFile ? (wire.fileId ?? null) : null,
      atIds: wire.atIds?.length ? wire.atIds : null,
      sentAt: clock(),
      ...(wire.replySeq != null && { replySeq: wire.replySeq }),
      ...(wire.merged && { merged: wire.merged }),
    }
  }

  /** Undefined where it takes a look at the group's members. */
  function weightOf(viewer: Viewer, wire: Wire, kind: 'direct' | 'group'): number | undefined {
    if (wire.isPaid) return 0
    return kind === 'direct'
      ? charge.weights.direct(toldOf(wire))
      : charge.knownWeight(viewer.user.id, wire.receiverId, toldOf(wire))
  }

  /** Everything that must hold before storing; at once where it is remembered. */
  function prepare(viewer: Viewer, wire: Wire, kind: 'direct' | 'group'): Prepared | Promise<Prepared> {
    if (wire.senderId !== undefined && wire.senderId !== viewer.user.id)
      throw new Failure('viewer.mismatch', { name: 'senderId' })
    const draft = toDraft(viewer, wire, kind === 'direct' ? { peerId: wire.receiverId } : { groupId: wire.receiverId })
    const group = kind === 'group' ? fanOut.knownFace(wire.receiverId) : null
    const weight = weightOf(viewer, wire, kind)
    if (weight !== undefined) charge.take(viewer.user.id, weight)
    const isKnown =
      kind === 'group' ? group !== undefined : people.knownMayTalk(viewer.user.id, wire.receiverId) === true
    if (isKnown && weight !== undefined && draft.fileId === null && draft.replySeq == null && !draft.merged)
      return { draft, files: [], group: group ?? null, quoting: null }
    return prepareSlowly()

    async function prepareSlowly(): Promise<Prepared> {
      if (weight === undefined) await charge.group(viewer.user.id, wire.receiverId, toldOf(wire))
      if (kind === 'direct' && !isKnown) await checkPeer(viewer, wire.receiverId)
      const own = draft.fileId === null ? [] : [await checkFile(viewer, draft.fileId)]
      const inside = await files.findMany(draft.merged?.items.flatMap(({ fileId }) => fileId ?? []) ?? [])
      return {
        draft,
        files: [...own, ...inside.values()],
        group: kind === 'group' ? await fanOut.face(wire.receiverId) : null,
        quoting: draft.replySeq == null ? null : await quote(viewer.user.id, draft.to, draft.replySeq),
      }
    }
  }

  /** Drafts of one person are stored in the order they came, however long checking takes. */
  function prepareInOrder(viewer: Viewer, wire: Wire, kind: 'direct' | 'group'): Prepared | Promise<Prepared> {
    const earlier = preparing.get(viewer.user.id)
    const prepared = earlier ? earlier.then(() => prepare(viewer, wire, kind)) : prepare(viewer, wire, kind)
    if (prepared instanceof Promise) {
      const settled: Promise<unknown> = prepared
        .catch(() => {})
        .then(() => {
          if (preparing.get(viewer.user.id) === settled) preparing.delete(viewer.user.id)
        })
      preparing.set(viewer.user.id, settled)
    }
    return prepared
  }

  async function send(viewer: Viewer, wire: Wire, kind: 'direct' | 'group', fromDevice: string | null) {
    const preparation = prepareInOrder(viewer, wire, kind)
    const { draft, files: found, group, quoting } = preparation instanceof Promise ? await preparation : preparation
    try {
      const appended = await store.messages.append(draft)
      if (!isStored(appended)) throw new Failure(refusals[appended.outcome])
      if (appended.outcome === 'stored') {
        const sender = { id: viewer.user.id, name: viewer.user.trueName, avatar: viewer.user.avatar }
        const shown = { ...bare(appended.message, sender), files: found, quoted: quoting?.now() ?? null }
        fanOut.stored(appended.message, appended.memberVersion, { type: 'message', ...shown, group, fromDevice })
      }
      return sentWire(appended.message)
    } finally {
      quoting?.release()
    }
  }

  /** The friendship may have ended, or the account been disabled, between the first time and this one. */
  const sendOnce: typeof send = (viewer, wire, ...rest) =>
    send(viewer, wire, ...rest).catch(async (error: unknown) => {
      const first =
        error instanceof Failure && (error.failure === 'user.notReachable' || error.failure === 'user.disabled')
          ? (await store.messages.findById(wire.id)).find(({ senderId }) => senderId === viewer.user.id)
          : undefined
      if (!first) throw error
      return sentWire(first)
    })

  return {
    /** Stores once and durably, then tells everyone; a repeat of the same id gets the first answer. */
    sendDirect: (viewer: Viewer, wire: Wire, fromDevice: string | null) => sendOnce(viewer, wire, 'direct', fromDevice),
    /** The same, for a group: `receiverId` is its id. */
    sendGroup: (viewer: Viewer, wire: Wire, fromDevice: string | null) => sendOnce(viewer, wire, 'group', fromDevice),
  }
}

const toldOf = ({ content }: Wire) => ({ characters: content.length })

const isStored = (appended: Appended): appended is Extract<Appended, { message: unknown }> => 'message' in appended
