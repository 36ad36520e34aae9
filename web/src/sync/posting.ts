import type { z } from 'zod'
import { deliver } from '../../../contract/messages.ts'
import type { MessageDraft, SentMessage } from '../../../contract/messages.ts'
import { limits } from '../../../contract/limits.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { idOf, miniTypeOf } from './conversation-key.ts'
import type { OutboxEntry } from './outbox-entry.ts'

export type Sent = z.output<typeof SentMessage>

type Needs = {
  ask: Ask
  line: { send(frames: readonly unknown[]): boolean; state(): string }
  viewerId: number
}

/** ms that frame 2000 may take before the message is sent again as a call. */
const patience = 10_000
/** Bytes of the frame around a message's text. */
const around = 2048

/**
 * Hands one message to the server: over the line, or by a call where that does not answer. Twice is once, by its id.
 */
export function createPosting({ ask, line, viewerId }: Needs) {
  const waiting = new Map<string, { resolve(sent: Sent): void; reject(failure: ApiFailure): void }>()

  function overLine(code: number, draft: z.input<typeof MessageDraft>): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer)
        waiting.delete(draft.id)
        settle()
      }
      const timer = setTimeout(() => end(() => reject(new ApiFailure(0, 'no answer'))), patience)
      waiting.set(draft.id, {
        resolve: sent => end(() => resolve(sent)),
        reject: failure => end(() => reject(failure)),
      })
      if (!line.send([{ code, data: draft }])) waiting.get(draft.id)?.reject(new ApiFailure(0, 'no line'))
    })
  }

  return {
    /** What the server made of it. Rejects with the server's refusal, or with code 0 where it was not reached. */
    async post(entry: OutboxEntry): Promise<Sent> {
      const code = miniTypeOf(entry.key)
      const data = draftOf(entry, viewerId)
      const isShort = new TextEncoder().encode(JSON.stringify(data)).length < limits.frameBytes - around
      if (isShort && line.state() === 'connected') {
        try {
          return await overLine(code, data)
        } catch (error) {
          if (!(error instanceof ApiFailure) || error.code !== 0) throw error
        }
      }
      return ask(deliver, { body: { code, data } })
    },

    /** Frame 2000. */
    accepted(data: unknown): void {
      const sent = data as Sent
      waiting.get(sent.id)?.resolve(sent)
    },
    /** Frame 3400 that names a message. */
    refused(id: string, failure: ApiFailure): void {
      waiting.get(id)?.reject(failure)
    },
    /** What was not answered when the line broke will not be answered on it. */
    lineIs(state: string): void {
      if (state !== 'connected')
        for (const { reject } of [...waiting.values()]) reject(new ApiFailure(0, 'the line broke'))
    },
  }
}

const draftOf = (entry: OutboxEntry, viewerId: number): z.input<typeof MessageDraft> => ({
  id: entry.id,
  senderId: viewerId,
  receiverId: idOf(entry.key),
  type: entry.type,
  content: entry.content,
  fileId: entry.uploaded?.id ?? null,
  ...(entry.atIds?.length ? { atIds: entry.atIds } : {}),
  ...(entry.reply ? { replySeq: entry.reply.seq } : {}),
})
