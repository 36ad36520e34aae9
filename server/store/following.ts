import type { Message } from './messages.ts'

/** Messages of all conversations that one person follows. */
export type Following = {
  /**
   * Standing messages of others that mention this person, or everyone, and that they may read, newest first; those sent
   * at or before `until` (ms).
   */
  mentions(userId: number, page: { until?: number | undefined; skip: number; limit: number }): Promise<Message[]>
}
