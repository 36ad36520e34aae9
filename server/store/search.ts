import type { Conversation, Member } from './conversations.ts'
import type { Span } from './span.ts'
import type { Message } from './messages.ts'

/** What of one conversation may be found. */
export type SearchPlace = {
  conversationId: number
  /** Ascending, disjoint. */
  spans: Span[]
  /** Messages that changed after this change are left out; null for none. */
  untilChange: number | null
}

export type Question = {
  /** Who asks: people take turns, so that nobody's many questions hold up another's one. */
  askerId: number
  places: readonly SearchPlace[]
  /**
   * Words, and "phrases" in quotes, all of which must stand in the text or the file's name; may be empty where
   * something else is asked for.
   */
  keyword: string
  senderId: number | undefined
  type: number | undefined
  /** ms, both included. */
  from: number | undefined
  to: number | undefined
  /** Hits to leave out, the newest first, and to return. */
  skip: number
  limit: number
}

export type Found = {
  /** Newest first. */
  messages: Message[]
  /**
   * Exact up to `mostHits`, which it never exceeds; hits past that many are not returned. Fewer where looking
   * took too long.
   */
  total: number
}

/** Hits of one question. */
export const mostHits = 10_000

export type Search = {
  /** Every conversation that this person is or was in. */
  places(userId: number): Promise<{ conversation: Conversation; member: Member }[]>
  /**
   * Messages of people, recalled ones left out; a message is found as soon as appending it has resolved. Without words,
   * sender or type nothing is.
   */
  messages(question: Question): Promise<Found>
}
