import type { Frame } from '../../../contract/frames.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { KeptDraft } from './kept-draft.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { Position, Row, SessionRow } from './row.ts'
import type { Span } from './spans.ts'

export type LineState = 'connecting' | 'connected' | 'offline'
/** Why a login ended. */
export type EndReason = 'kicked' | 'expired' | 'signedOut'

/**
 * Something that this account's tabs have learnt. Whoever learns it keeps it in the cache; every tab applies it to
 * what it shows. Facts may be lost, doubled or late without harm: each says how things are, not how they differ.
 */
export type Fact =
  /**
   * Rows of a log, oldest first; `span` is what is known now without gaps, `change` the number that the rows reflect.
   */
  | {
      type: 'rows'
      key: ConversationKey
      rows: Row[]
      span?: Span
      change?: number
      positions?: Position[]
      isLive?: true
    }
  /** Rows that changed; `change` is what held rows reflect now, where that is known. */
  | { type: 'changes'; key: ConversationKey; rows: Row[]; change?: number; positions?: Position[] }
  | { type: 'positions'; key: ConversationKey; positions: Position[] }
  /** One reading of the whole list; `isKept`: the last one, as this device kept it. */
  | { type: 'sessions'; rows: SessionRow[]; isKept?: true }
  /** A conversation was set or hidden here or on another device. */
  | {
      type: 'session'
      key: ConversationKey
      change: Partial<Pick<SessionRow, 'top' | 'notify' | 'marked' | 'unreadSeq'>> | 'gone'
    }
  | { type: 'outbox'; entry: OutboxEntry }
  /** The entry is sent, or was given up. */
  | { type: 'outboxDone'; id: string }
  | { type: 'uploadProgress'; id: string; share: number }
  | { type: 'draft'; key: ConversationKey; draft: KeptDraft }
  | { type: 'faces'; faces: Face[] }
  | { type: 'groupFace'; id: number; name: string; avatar: string }
  | { type: 'presence'; userId: number; isOnline: boolean }
  | { type: 'typing'; key: ConversationKey; userId: number }
  /** A frame that is none of the above, for whoever knows it. */
  | { type: 'frame'; frame: Frame }
  | { type: 'line'; state: LineState }

/** A name and a picture. */
export type Face = { id: number; name: string; avatar: string }

export type FactListener = (fact: Fact) => void
