import type { Quote } from './outbox-entry.ts'

/** Somebody who is mentioned: who, by what name, and where in the text the `@` stands. Id 0 is everyone. */
export type Mention = { id: number; name: string; at: number }

/** What is being written in a conversation and not sent yet. Without a text and an answer there is none. */
export type KeptDraft = {
  text: string
  mentions?: readonly Mention[]
  /** The message that it answers. */
  reply?: Quote
  /** ms, of the last change. */
  changedAt?: number
}

export const isEmptyDraft = ({ text, reply }: KeptDraft): boolean => text === '' && reply === undefined
