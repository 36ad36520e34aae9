import type { z } from 'zod'
import type { Quote as WireQuote } from '../../../contract/messages.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { UploadedFile } from '../api/upload.ts'
import type { ApiFailure } from '../api/failure.ts'

export type Quote = z.output<typeof WireQuote>

/** What a person writes: text, or a file with its kind. 1 text, 2 image, 3 file, 4 voice, 5 video. */
export type Draft = {
  type: 1 | 2 | 3 | 4 | 5
  content: string
  /** A file that is still to be uploaded. */
  file?: { blob: Blob; name: string }
  /** A file that the server has already: a picture sent on. */
  uploaded?: UploadedFile
  atIds?: number[]
  /** Names the files that were chosen together: they go in that order. */
  together?: string
  /** The message that this one answers. */
  reply?: Quote
}

/** A message on its way to the server. It keeps its id whatever happens, so it arrives once. */
export type OutboxEntry = Draft & {
  /** The message's id. */
  id: string
  key: ConversationKey
  /** ms */
  writtenAt: number
  /** Its place among the entries of this account. */
  order: number
  state: 'waiting' | 'failed'
  /** The server's refusal, in its own words; the message stays until it is sent again or given up. */
  failure?: ApiFailure['told']
}
