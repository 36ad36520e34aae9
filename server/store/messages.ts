import type { z } from 'zod'
import type { SystemEvent as WireEvent } from '../../contract/messages.ts'
import type { Span } from './span.ts'

export type Draft = {
  /** Made by the client; unique per sender. */
  id: string
  senderId: number
  /** A direct conversation is found, or made, by its two people; a group by its id. */
  to: { peerId: number } | { groupId: number }
  type: number
  content: string
  fileId: number | null
  /** User ids, 0 for everyone. Stored are those who are in the conversation then, each once. */
  atIds: readonly number[] | null
  /** The place of the message that it replies to. */
  replySeq?: number | null
  merged?: Merged | null
  /** ms; the stored time is never before that of the message before it. */
  sentAt: number
}

/** What the system says in a group. */
export type SystemEvent = z.output<typeof WireEvent>

/** Messages forwarded as one, as they were when they were forwarded. */
export type Merged = {
  title: string
  items: {
    name: string
    avatar: string | null
    userId: number
    sentAt: number
    type: number
    content: string
    fileId: number | null
  }[]
}

/** What one emoji was given by whom, in the order they came. */
export type Reaction = { emoji: string; userIds: number[] }

/** A message that stands atop its conversation: who pinned it, when (ms), and the number of that change. */
export type Pin = { seq: number; userId: number; at: number; change: number }

/** What few messages have. */
export type MessageExtra = {
  /** The place of the message that it replies to. */
  replySeq?: number
  /** ms, and the number of that change. */
  editedAt?: number
  editChange?: number
  /** Earlier texts, oldest first, each for those who left while it stood: before change `until`. */
  past?: { until: number; content: string; atIds: number[] | null; editedAt?: number }[]
  event?: SystemEvent
  merged?: Merged
}

export type Message = {
  conversationId: number
  kind: 'direct' | 'group'
  seq: number
  id: string
  senderId: number
  /** The other person of a direct conversation, the group's id in a group. */
  receiverId: number
  type: number
  content: string
  fileId: number | null
  atIds: number[] | null
  sentAt: number
  /** Number of this row's last change, 0 where it never changed. */
  change: number
  recalledBy: number | null
  extra: MessageExtra | null
}

export type Appended =
  | { outcome: 'stored' | 'repeated'; message: Message; memberVersion: number }
  | { outcome: 'notMember' | 'noGroup' | 'dissolved' | 'muted' | 'silenced' | 'noFile' }

/** A member's position after a receipt. */
export type Moved = {
  conversationId: number
  kind: 'direct' | 'group'
  userId: number
  /** How far this move reached: for who has left not beyond what they could read. */
  seq: number
  deliveredSeq: number
  readSeq: number
  /** The newest change number of the conversation. */
  change: number
  /** False where everything up to there was delivered, or read, before. */
  isNew: boolean
  /** Reading took a mark away, or what was unread again forward. */
  isUnmarked: boolean
}

/** `released` are the files that nothing uses any more. */
export type Recalled =
  | { outcome: 'recalled'; message: Message; released: number[] }
  | { outcome: 'repeated'; message: Message }
  | { outcome: 'unknown' | 'notYours' | 'tooLate' }

export type Edited =
  | { outcome: 'edited' | 'repeated'; message: Message }
  | { outcome: 'unknown' | 'notEditable' | 'recalled' | 'tooLate' | 'notMember' | 'dissolved' | 'muted' | 'silenced' }

export type Reacted =
  | { outcome: 'changed' | 'repeated'; message: Message }
  | { outcome: 'unknown' | 'recalled' | 'tooMany' | 'notMember' | 'dissolved' }

export type Pinned =
  | { outcome: 'changed' | 'repeated'; message: Message }
  | { outcome: 'unknown' | 'recalled' | 'tooMany' | 'notMember' | 'notAllowed' | 'dissolved' }

/** The rows of one reading, newest first, and how many the reader can read in all. */
export type Page = { rows: Message[]; total: number }

export type Changes = { rows: Message[]; /** Ask from here next. */ change: number }

export type Messages = {
  /**
   * Durable when it resolves; `seq` is contiguous from 1 in each conversation; once for each (sender, id), for ever:
   * a repeat gets the first message back. A file that is not there, or was released, is refused. The sender has then
   * read everything before it. Appends of one turn of the event loop keep their order.
   */
  append(draft: Draft): Promise<Appended>
  /**
   * Moves a member's position forward, never back, to `seq` or the conversation's end; in a direct conversation a
   * move is a numbered change. Undefined where this person never was a member.
   */
  movePosition(move: {
    conversationId: number
    userId: number
    seq: number
    isRead: boolean
  }): Promise<Moved | undefined>
  /**
   * Empties a message, takes away its mentions and reactions, and numbers the change. A group's owner and managers may
   * recall at any time, the sender until `sentAfter`; nobody what the system says.
   */
  recall(recall: {
    conversationId: number
    seq: number
    userId: number
    sentAfter: number
    at?: number
  }): Promise<Recalled>
  /**
   * Replaces text and mentions of a sender's own text message that was sent after `sentAfter`, where the sender could
   * send now, and numbers the change; it stays as read as it was. The same text and mentions again change nothing.
   */
  edit(edit: {
    conversationId: number
    seq: number
    userId: number
    content: string
    atIds: readonly number[] | null
    at: number
    sentAfter: number
  }): Promise<Edited>
  /**
   * Adds or takes away one person's emoji, `limit` different ones at most, and numbers the change of the row; again
   * changes nothing.
   */
  react(reaction: {
    conversationId: number
    seq: number
    userId: number
    emoji: string
    isOn: boolean
    at: number
    limit: number
  }): Promise<Reacted>
  /**
   * Pins a message for everybody in the conversation, `limit` at most, or takes it down, and numbers the change of the
   * row; again changes nothing. In a group only its owner and managers may; nobody what the system says. A recalled
   * message is no longer pinned.
   */
  pin(pin: {
    conversationId: number
    seq: number
    userId: number
    isOn: boolean
    at: number
    limit: number
  }): Promise<Pinned>
  /** What is pinned, the last first. */
  pins(conversationId: number): Promise<Pin[]>
  /**
   * By place: emoji in the order of their first use, people in the order they came; those up to change number `until`.
   */
  reactions(conversationId: number, seqs: readonly number[], until?: number): Promise<Map<number, Reaction[]>>
  /**
   * How many standing messages in these spans reply to each of these, up to `most`; those without any are left out.
   * What was recalled replies to nothing.
   */
  replyCounts(
    conversationId: number,
    seqs: readonly number[],
    spans: readonly Span[],
    most: number,
  ): Promise<Map<number, number>>
  /** The newest of them, newest first. */
  replies(conversationId: number, seq: number, spans: readonly Span[], limit: number): Promise<Message[]>
  /** Messages with this id, of any sender. */
  findById(id: string): Promise<Message[]>
  /** One message by its place. */
  find(conversationId: number, seq: number): Promise<Message | undefined>
  /** The messages at these places, in the log's order; those that are not there are left out. */
  findMany(conversationId: number, seqs: readonly number[]): Promise<Message[]>
  /** Rows whose places are in these spans (ascending, disjoint), newest first; costs the same at any depth. */
  inSpans(conversationId: number, spans: readonly Span[]): Promise<Message[]>
  /** The last place whose message was sent at or before `time`; 0 where there is none. */
  seqAt(conversationId: number, time: number): Promise<number>
  /**
   * Rows whose last change came after change number `after`, up to `until`: recalled, edited, reacted to, or (direct)
   * `viewerId`'s own that the other side got or read. In portions of about `limit` rows that lose none.
   */
  changedSince(conversationId: number, viewerId: number, after: number, limit: number, until?: number): Promise<Changes>
}
