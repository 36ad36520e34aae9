import type { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../sql/rows.ts'
import type { Messages, Reacted } from '../messages.ts'
import type { LogState } from './log-state.ts'

type MessageRow = Parameters<typeof messageOf>[0]

/** Reactions: each is a row of its own, and a numbered change of the message that it is on. */
export function createReactionWrites(db: DatabaseSync, state: LogState) {
  const bySeq = db.prepare('SELECT * FROM messages WHERE conversation_id = ? AND seq = ?')
  const others = db.prepare('SELECT count(DISTINCT emoji) AS count FROM reactions WHERE conversation_id = ? AND seq = ? AND emoji <> ?')
  // Rows from before emoji had one form may lack U+FE0F: they are the same reaction.
  const own = `conversation_id = ?1 AND seq = ?2 AND replace(emoji, char(0xfe0f), '') = replace(?3, char(0xfe0f), '') AND user_id = ?4`
  const insert = db.prepare(`INSERT INTO reactions (conversation_id, seq, emoji, user_id, at, change)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM reactions WHERE ${own})`)
  const remove = db.prepare(`DELETE FROM reactions WHERE ${own}`)
  const number = db.prepare('UPDATE messages SET change = ? WHERE conversation_id = ? AND seq = ?')

  function react({ conversationId, seq, userId, emoji, isOn, at, limit }: Parameters<Messages['react']>[0]): Reacted {
    const conversation = state.conversation(conversationId)
    const row = bySeq.get(conversationId, seq) as MessageRow | undefined
    if (!conversation || !row) return { outcome: 'unknown' }
    if (state.member(conversation, userId)?.leftSeq !== null) return { outcome: 'notMember' }
    if (conversation.isDissolved) return { outcome: 'dissolved' }
    if (row.recalled_by !== null) return { outcome: 'recalled' }
    if (isOn && (others.get(conversationId, seq, emoji) as { count: number }).count >= limit) return { outcome: 'tooMany' }
    const change = conversation.lastChange + 1
    const { changes } = isOn ? insert.run(conversationId, seq, emoji, userId, at, change) : remove.run(conversationId, seq, emoji, userId)
    const message = messageOf(row, { kind: conversation.kind, low_id: conversation.lowId, high_id: conversation.highId })
    if (changes === 0) return { outcome: 'repeated', message }
    conversation.lastChange = change
    state.touch(conversation)
    number.run(change, conversationId, seq)
    return { outcome: 'changed', message: { ...message, change } }
  }

  return { react }
}
