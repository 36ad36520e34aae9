import type { ConversationKey } from './conversation-key.ts'
import type { Face } from './facts.ts'
import type { KeptDraft } from './kept-draft.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { Position, Positions, Row, SessionRow } from './row.ts'
import type { Span, Spans } from './spans.ts'

/** What this device holds of one log. */
export type Log = {
  key: ConversationKey
  spans: Spans
  /** Every change up to this number is in the rows held; later ones may be. */
  change: number
  positions: Positions
}

export const emptyLog = (key: ConversationKey): Log => ({ key, spans: [], change: 0, positions: {} })

/** Rows of a log as they were read, oldest first. */
export type Reading = {
  rows: readonly Row[]
  span?: Span
  change?: number
  positions?: readonly Position[]
  isLive?: boolean
}

/**
 * What one account has on this device. Every write is all or nothing, whichever tab makes it, and none undoes another:
 * of two readings of a row the one that knows more changes stays, positions only move forward, spans only grow.
 */
export type Cache = {
  log(key: ConversationKey): Promise<Log>
  logs(): Promise<Log[]>
  /** Rows held in this range, oldest first, with the log of that moment. */
  rows(key: ConversationKey, span: Span): Promise<{ rows: Row[]; log: Log }>
  findRow(key: ConversationKey, id: string): Promise<Row | undefined>
  /** Adds a reading; beyond `messagesKept` the oldest rows of the log are dropped. The log after it. */
  keep(key: ConversationKey, reading: Reading): Promise<Log>
  /** Takes changed rows, where they or older ones are held, and moves the log's change number forward. */
  change(key: ConversationKey, reading: Reading): Promise<Log>
  forgetLog(key: ConversationKey): Promise<void>

  sessions(): Promise<SessionRow[]>
  /** In place of the list that was there. */
  keepSessions(rows: readonly SessionRow[]): Promise<void>
  faces(): Promise<Face[]>
  keepFaces(faces: readonly Face[]): Promise<void>
  drafts(): Promise<({ key: ConversationKey } & KeptDraft)[]>
  /** An empty one is dropped. */
  keepDraft(key: ConversationKey, draft: KeptDraft): Promise<void>
  /** Files that were chosen and not sent yet. */
  chosenFiles(key: ConversationKey): Promise<File[]>
  keepChosenFiles(key: ConversationKey, files: readonly File[]): Promise<void>
  /** In the order in which they were written. */
  outbox(): Promise<OutboxEntry[]>
  keepEntry(entry: OutboxEntry): Promise<void>
  dropEntry(id: string): Promise<void>

  /** What the server said last of something that is read whole, by name; undefined where nothing was kept. */
  answer(name: string): Promise<unknown>
  keepAnswer(name: string, answer: unknown): Promise<void>

  /** Deletes everything. */
  destroy(): Promise<void>
  close(): void
}

/** Rows of one log that stay on this device. */
export const messagesKept = 20_000
