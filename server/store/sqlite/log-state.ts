import type { DatabaseSync } from 'node:sqlite'
import type { ConversationState, MemberState } from '../log/state.ts'

/** A conversation that the writer remembers. `state` is replaced as a whole, by `put`. */
export type LogConversation = {
  readonly id: number
  readonly lowId: number | null
  readonly highId: number | null
  readonly memberVersion: number
  state: ConversationState
  readonly members: Map<number, LogMember>
  isDirty: boolean
}

type LogMember = { readonly userId: number; state: MemberState; isDirty: boolean }

/** Conversations remembered between commits. */
const conversationsKept = 50_000

type ConversationRow = {
  id: number
  kind: 'direct' | 'group'
  low_id: number | null
  high_id: number | null
  last_seq: number
  last_change: number
  last_sent_at: number
  member_version: number
  is_muted: number | null
  is_dissolved: number | null
}

type MemberRow = {
  role: MemberState['role']
  left_seq: number | null
  delivered_seq: number
  read_seq: number
  unread_seq: number
  is_marked: number
  silenced_until: number
}

/**
 * The conversations that the writer works on, in memory. However many messages of one conversation a commit holds,
 * its row and its members' rows are written once. Only the writer changes these tables, so what is remembered from
 * one commit to the next stays true until somebody calls `forget`.
 */
export function createLogState(db: DatabaseSync) {
  const columns = `c.id, c.kind, c.low_id, c.high_id, c.last_seq, c.last_change, c.last_sent_at, c.member_version, g.is_muted, g.is_dissolved
    FROM conversations c LEFT JOIN groups g ON g.id = c.id`
  const byId = db.prepare(`SELECT ${columns} WHERE c.id = ?`)
  const byPair = db.prepare(`SELECT ${columns} WHERE c.low_id = ? AND c.high_id = ?`)
  const createPair = db.prepare("INSERT INTO conversations (kind, low_id, high_id) VALUES ('direct', ?, ?)")
  const createMember = db.prepare('INSERT INTO members (conversation_id, user_id) VALUES (?, ?)')
  const findMember = db.prepare(
    'SELECT role, left_seq, delivered_seq, read_seq, unread_seq, is_marked, silenced_until FROM members WHERE conversation_id = ? AND user_id = ?',
  )
  const saveConversation = db.prepare(
    'UPDATE conversations SET last_seq = ?, last_change = ?, last_sent_at = ? WHERE id = ?',
  )
  const saveMember = db.prepare(
    'UPDATE members SET delivered_seq = ?, read_seq = ?, unread_seq = ?, is_marked = ? WHERE conversation_id = ? AND user_id = ?',
  )

  const known = new Map<number, LogConversation>()
  const pairs = new Map<string, LogConversation>()
  const dirty: LogConversation[] = []

  const remember = (row: ConversationRow): LogConversation => {
    const conversation: LogConversation = {
      id: row.id,
      lowId: row.low_id,
      highId: row.high_id,
      memberVersion: row.member_version,
      state: {
        kind: row.kind,
        lastSeq: row.last_seq,
        lastChange: row.last_change,
        lastSentAt: row.last_sent_at,
        isMuted: row.is_muted === 1,
        isDissolved: row.is_dissolved === 1,
      },
      members: new Map(),
      isDirty: false,
    }
    known.set(conversation.id, conversation)
    if (row.low_id !== null) pairs.set(`${row.low_id}:${row.high_id}`, conversation)
    return conversation
  }

  function put(conversation: LogConversation, state: ConversationState): void {
    conversation.state = state
    if (conversation.isDirty) return
    conversation.isDirty = true
    dirty.push(conversation)
  }

  return {
    conversation(id: number): LogConversation | undefined {
      const conversation = known.get(id)
      if (conversation) return conversation
      const row = byId.get(id) as ConversationRow | undefined
      return row && remember(row)
    },

    /** The direct conversation of two people, or of one with themselves, made where there is none. */
    pair(userId: number, peerId: number): LogConversation {
      const low = Math.min(userId, peerId)
      const high = Math.max(userId, peerId)
      const conversation = pairs.get(`${low}:${high}`)
      if (conversation) return conversation
      const row = byPair.get(low, high) as ConversationRow | undefined
      if (row) return remember(row)
      const id = Number(createPair.run(low, high).lastInsertRowid)
      for (const member of new Set([low, high])) createMember.run(id, member)
      return remember(byId.get(id) as ConversationRow)
    },

    /** Somebody who is or was in it. */
    member(conversation: LogConversation, userId: number): LogMember | undefined {
      const known = conversation.members.get(userId)
      if (known) return known
      const row = findMember.get(conversation.id, userId) as MemberRow | undefined
      if (!row) return undefined
      const member: LogMember = {
        userId,
        isDirty: false,
        state: {
          role: row.role,
          leftSeq: row.left_seq,
          deliveredSeq: row.delivered_seq,
          readSeq: row.read_seq,
          unreadSeq: row.unread_seq,
          isMarked: row.is_marked === 1,
          silencedUntil: row.silenced_until,
        },
      }
      conversation.members.set(userId, member)
      return member
    },

    /** How the conversation is from now on; written with the commit. */
    put,

    /** How a member is from now on; written with the commit. */
    putMember(conversation: LogConversation, member: LogMember, state: MemberState): void {
      member.state = state
      member.isDirty = true
      put(conversation, conversation.state)
    },

    /** Writes what changed. */
    flush(): void {
      for (const conversation of dirty) {
        const { lastSeq, lastChange, lastSentAt } = conversation.state
        saveConversation.run(lastSeq, lastChange, lastSentAt, conversation.id)
        conversation.isDirty = false
        for (const member of conversation.members.values()) {
          if (!member.isDirty) continue
          const { deliveredSeq, readSeq, unreadSeq, isMarked } = member.state
          saveMember.run(deliveredSeq, readSeq, unreadSeq, Number(isMarked), conversation.id, member.userId)
          member.isDirty = false
        }
      }
      dirty.length = 0
      if (known.size > conversationsKept) this.forget()
    },

    /** After a rollback, and after changes made by other statements. */
    forget(): void {
      known.clear()
      pairs.clear()
      dirty.length = 0
    },
  }
}

export type LogState = ReturnType<typeof createLogState>
