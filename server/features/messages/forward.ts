import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { forwardMessages, MessageDraft, SentMessage } from '../../../contract/messages.ts'
import type { Shown } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Merged } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import type { People } from '../people/people.ts'
import { sentWire } from './wire.ts'
import { lengthOf, mergedLength, mergedOf, mergedText, mergedTitle } from './merged.ts'
import type { Charge } from './charge.ts'
import type { Places } from './place.ts'
import type { createSend } from './send.ts'
import type { Show } from './message-views.ts'
import { isReadable, readableSpans } from '../log/spans.ts'

type Needs = {
  store: Store
  people: People
  places: Places
  show: Show
  charge: Charge
  send: ReturnType<typeof createSend>
}
type Asked = Input<typeof forwardMessages>['body']
type Target = Asked['targets'][number]
type Copy = Omit<z.output<typeof MessageDraft>, 'id' | 'receiverId'> & { merged: Merged | null }
type Sent = z.output<typeof SentMessage> & { miniType: number }
type Result = { sent: Sent[]; refused: (Target & { code: number; msg: string })[] }

/** Sending on what others wrote: each a message of the viewer's own, under the rules of every message. */
export function createForward({ store, people, places, show, charge, send }: Needs) {
  /**
   * What is to be forwarded, in the order of the log. Fails with `message.unknown` where any of it is not there for
   * this person.
   */
  async function find(viewer: Viewer, { from, seqs }: Asked): Promise<Shown[]> {
    const place = await places.named(viewer.user.id, from)
    const spans = place ? readableSpans(place.member, place.conversation) : []
    if (!place || !seqs.every(seq => isReadable(spans, seq))) throw new Failure('message.unknown')
    const rows = await store.messages.findMany(place.conversation.id, seqs)
    const isWhole =
      rows.length === seqs.length && rows.every(({ recalledBy, extra }) => recalledBy === null && !extra?.event)
    if (!isWhole) throw new Failure('message.unknown')
    return show(rows, place.member)
  }

  async function bind(viewer: Viewer, { from }: Asked, shown: readonly Shown[]): Promise<Copy> {
    if (shown.reduce((sum, { message }) => sum + message.content.length, 0) > mergedLength)
      throw new Failure('message.tooLong', { limit: mergedLength })
    const two =
      from.miniType === 1100
        ? ([await people.face(viewer.user.id), await people.face(from.targetId)] as const)
        : undefined
    const merged = mergedOf(mergedTitle(two), shown)
    return { type: 1, content: mergedText(merged, shown), merged }
  }

  /**
   * Each target's copies in their order, some at a time, so that other people's messages pass between. Who refuses is
   * listed once, with why.
   */
  async function sendAll(
    viewer: Viewer,
    { id, targets }: Asked,
    copies: readonly Copy[],
    fromDevice: string | null,
  ): Promise<Result> {
    const drafts = targets.flatMap((target, at) =>
      copies.map((copy, index) => ({ target, copy, id: `${id}-${at}-${index}` })),
    )
    const result: Result = { sent: [], refused: [] }
    for (const portion of portionsOf(drafts)) {
      const outcomes = await Promise.allSettled(
        portion.map(({ target: { miniType, targetId }, copy, id }) =>
          (miniType === 1100 ? send.sendDirect : send.sendGroup)(
            viewer,
            { ...copy, id, receiverId: targetId, isPaid: true },
            fromDevice,
          ),
        ),
      )
      for (const [at, outcome] of outcomes.entries()) {
        const target = portion[at]?.target
        if (!target) continue
        if (outcome.status === 'fulfilled') result.sent.push({ ...outcome.value, miniType: target.miniType })
        else if (!(outcome.reason instanceof Failure)) throw outcome.reason
        else if (!result.refused.some(one => isSameTarget(one, target)))
          result.refused.push({ ...target, code: outcome.reason.code, msg: outcome.reason.message })
      }
    }
    return result
  }

  /** What an earlier call with this id has sent; empty where there was none. */
  async function sentBefore(viewer: Viewer, { id, seqs, targets, merged }: Asked): Promise<Sent[]> {
    const own = async (copyId: string) =>
      (await store.messages.findById(copyId)).filter(({ senderId }) => senderId === viewer.user.id)
    const indexes = merged === 1 ? [0] : [...seqs.keys()]
    const found = await Promise.all(
      targets.map(async ({ miniType }, target) => {
        const [first] = await own(`${id}-${target}-0`)
        const rest = first ? await Promise.all(indexes.slice(1).map(index => own(`${id}-${target}-${index}`))) : []
        return first ? [first, ...rest.flat()].map(message => ({ ...sentWire(message), miniType })) : []
      }),
    )
    return found.flat()
  }

  /** For all of it at once: what is begun is not refused half way. */
  async function pay({ user: { id } }: Viewer, { targets }: Asked, copies: readonly Copy[]): Promise<void> {
    const told = { characters: charactersOf(copies), messages: copies.length }
    const weights = await Promise.all(
      targets.map(({ miniType, targetId }) =>
        miniType === 1100 ? charge.weights.direct(told) : charge.weights.group(id, targetId, told),
      ),
    )
    charge.take(
      id,
      weights.reduce((sum, weight) => sum + weight, 0),
    )
  }

  return {
    /**
     * To each target on its own: one that refuses is listed, and the others get theirs. The same `id` again is the same
     * answer.
     */
    async forward(viewer: Viewer, given: Asked, fromDevice: string | null): Promise<Result> {
      const asked = eachOnce(given)
      if ((asked.merged === 1 ? 1 : asked.seqs.length) * asked.targets.length > limits.forwardCopies) {
        throw new Failure('message.tooManyCopies', { limit: limits.forwardCopies })
      }
      const shown = await find(viewer, asked).catch(async (error: unknown) => {
        // What was forwarded may have been recalled since.
        const sent = error instanceof Failure ? await sentBefore(viewer, asked) : []
        if (sent.length === 0) throw error
        return { sent, refused: [] }
      })
      if ('sent' in shown) return shown
      const copies = asked.merged === 1 ? [await bind(viewer, asked, shown)] : shown.map(copyOf)
      if (charactersOf(copies) * asked.targets.length > limits.forwardCharacters) {
        throw new Failure('message.forwardTooLong', { limit: limits.forwardCharacters })
      }
      await pay(viewer, asked, copies)
      return sendAll(viewer, asked, copies, fromDevice)
    },
  }
}

/** Without what tied it to its conversation: what it replied to, and who was mentioned. */
const copyOf = ({ message: { type, content, fileId, extra } }: Shown): Copy => ({
  type,
  content,
  fileId,
  merged: extra?.merged ?? null,
})

const charactersOf = (copies: readonly Copy[]): number => copies.reduce((sum, copy) => sum + lengthOf(copy), 0)

/** Copies that are sent at a time: so many, or of so many characters. */
const atATime = { copies: 20, characters: 50_000 }

function portionsOf<D extends { copy: Copy }>(drafts: readonly D[]): D[][] {
  const portions: D[][] = []
  let characters = 0
  for (const draft of drafts) {
    const last = portions.at(-1)
    characters += lengthOf(draft.copy)
    if (last && last.length < atATime.copies && characters <= atATime.characters) {
      last.push(draft)
    } else {
      portions.push([draft])
      characters = lengthOf(draft.copy)
    }
  }
  return portions
}

const isSameTarget = (one: Target, other: Target) => one.miniType === other.miniType && one.targetId === other.targetId

/** Each message and each target counts once, however often it is named. */
const eachOnce = (asked: Asked): Asked => ({
  ...asked,
  seqs: [...new Set(asked.seqs)],
  targets: [...new Map(asked.targets.map(target => [`${target.miniType}-${target.targetId}`, target])).values()],
})
