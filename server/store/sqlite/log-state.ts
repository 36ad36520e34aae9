import type { DatabaseSync } from 'node:sqlite'

/** What the writer must know of a conversation to append to it. */
export type ConversationState = {
  id: number
  kind: 'direct' | 'group'
  lowId: number | null
  highId: number | null
  lastSeq: number
  lastChange: number
  lastSentAt: number
  memberVersion: number
  isMuted: boolean
  isDissolved: boolean
  isDirty: boolean
  members: Map<number, MemberState>
}

export type MemberState = {
  role: 'owner' | 'manager' | 'member'
  leftSeq: number | null
  deliveredSeq: number
  readSeq: number
  isMarked: boolean
  silencedUntil: number
  isDirty: boolean
}

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

type MemberRow = { role: MemberState['role'], left_seq: number | null, delivered_seq: number, read_seq: number, is_marked: number, silenced_until: number }

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
  const createPair = db.prepare('INSERT INTO conversations (kind, low_id, high_id) VALUES (\'direct\', ?, ?)')
  const createMember = db.prepare('INSERT INTO members (conversation_id, user_id) VALUES (?, ?)')
  const findMember = db.prepare('SELECT role, left_seq, delivered_seq, read_seq, is_marked, silenced_until FROM members WHERE conversation_id = ? AND user_id = ?')
  const saveConversation = db.prepare('UPDATE conversations SET last_seq = ?, last_change = ?, last_sent_at = ? WHERE id = ?')
  const saveMember = db.prepare('UPDATE members SET delivered_seq = ?, read_seq = ?, is_marked = ? WHERE conversation_id = ? AND user_id = ?')

  const known = new Map<number, ConversationState>()
  const pairs = new Map<string, ConversationState>()
  const dirty: ConversationState[] = []

  const remember = (row: ConversationRow): ConversationState => {
    const state: ConversationState = {
      id: row.id, kind: row.kind, lowId: row.low_id, highId: row.high_id,
      lastSeq: row.last_seq, lastChange: row.last_change, lastSentAt: row.last_sent_at, memberVersion: row.member_version,
      isMuted: row.is_muted === 1, isDissolved: row.is_dissolved === 1, isDirty: false, members: new Map(),
    }
    known.set(state.id, state)
    if (state.lowId !== null) pairs.set(`${state.lowId}:${state.highId}`, state)
    return state
  }

  return {
    conversation(id: number): ConversationState | undefined {
      const state = known.get(id)
      if (state) return state
      const row = byId.get(id) as ConversationRow | undefined
      return row && remember(row)
    },

    /** The direct conversation of two people, or of one with themselves, made where there is none. */
    pair(userId: number, peerId: number): ConversationState {
      const low = Math.min(userId, peerId)
      const high = Math.max(userId, peerId)
      const state = pairs.get(`${low}:${high}`)
      if (state) return state
      const row = byPair.get(low, high) as ConversationRow | undefined
      if (row) return remember(row)
      const id = Number(createPair.run(low, high).lastInsertRowid)
      for (const member of new Set([low, high])) createMember.run(id, member)
      return remember(byId.get(id) as ConversationRow)
    },

    member(conversation: ConversationState, userId: number): MemberState | undefined {
      const state = conversation.members.get(userId)
      if (state) return state
      const row = findMember.get(conversation.id, userId) as MemberRow | undefined
      if (!row) return undefined
      const member: MemberState = {
        role: row.role, leftSeq: row.left_seq, deliveredSeq: row.delivered_seq, readSeq: row.read_seq,
        isMarked: row.is_marked === 1, silencedUntil: row.silenced_until, isDirty: false,
      }
      conversation.members.set(userId, member)
      return member
    },

    touch(conversation: ConversationState): void {
      if (conversation.isDirty) return
      conversation.isDirty = true
      dirty.push(conversation)
    },

    /** Writes what changed. */
    flush(): void {
      for (const conversation of dirty) {
        saveConversation.run(conversation.lastSeq, conversation.lastChange, conversation.lastSentAt, conversation.id)
        conversation.isDirty = false
        for (const [userId, member] of conversation.members) {
          if (!member.isDirty) continue
          saveMember.run(member.deliveredSeq, member.readSeq, Number(member.isMarked), conversation.id, userId)
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
