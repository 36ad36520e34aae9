import type { Message } from './messages.ts'

/** A message that somebody put by, and when, in ms. */
export type Saved = { message: Message; at: number }
type SavedPlace = { userId: number; conversationId: number; seq: number }

/** Messages of all conversations that one person follows. */
export type Following = {
  /**
   * Standing messages of others that mention this person, or everyone, and that they may read, newest first; those sent
   * at or before `until` (ms).
   */
  mentions(userId: number, page: { until?: number | undefined; skip: number; limit: number }): Promise<Message[]>
  /** Puts a message by, `limit` at most; a recalled one is no longer saved, nor can be. */
  save(saved: SavedPlace & { at: number; limit: number }): Promise<'saved' | 'repeated' | 'recalled' | 'tooMany'>
  forget(saved: SavedPlace): Promise<void>
  /** What was saved last first; those saved at or before `until` (ms). */
  saved(userId: number, page: { until?: number | undefined; skip: number; limit: number }): Promise<Saved[]>
}
