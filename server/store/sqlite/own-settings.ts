import type { DatabaseSync } from 'node:sqlite'
import { notifyLevels } from '../../../contract/notify-level.ts'
import type { Conversations } from '../conversations.ts'
import { changeSettings as changeRule, hide as hideRule } from '../log/own-settings.ts'
import type { Kept } from '../log/own-settings.ts'
import { notifyOf } from '../sql/rows.ts'
import type { LogState } from './log-state.ts'
import type { LogWriter } from './log-writes.ts'

type KeptRow = { is_pinned: number; notify: number; hidden_seq: number }

/** What members set for a conversation of theirs. */
export function createOwnSettings(db: DatabaseSync, log: LogState, { movePosition }: Pick<LogWriter, 'movePosition'>) {
  const read = db.prepare('SELECT is_pinned, notify, hidden_seq FROM members WHERE conversation_id = ? AND user_id = ?')
  const write = db.prepare(
    'UPDATE members SET is_pinned = ?, notify = ?, hidden_seq = ? WHERE conversation_id = ? AND user_id = ?',
  )

  function find(conversationId: number, userId: number) {
    const conversation = log.conversation(conversationId)
    const member = conversation && log.member(conversation, userId)
    if (!member) return undefined
    const row = read.get(conversationId, userId) as KeptRow
    const kept: Kept = { isPinned: row.is_pinned === 1, notify: notifyOf(row.notify), hiddenSeq: row.hidden_seq }
    return { conversation, member, kept }
  }

  const save = (conversationId: number, userId: number, { isPinned, notify, hiddenSeq }: Kept) =>
    write.run(Number(isPinned), notifyLevels.indexOf(notify), hiddenSeq, conversationId, userId)

  function changeSettings({
    conversationId,
    userId,
    ...change
  }: Parameters<Conversations['changeSettings']>[0]): Awaited<ReturnType<Conversations['changeSettings']>> {
    const found = find(conversationId, userId)
    if (!found) return undefined
    const { settings, isNew, member, kept } = changeRule(
      found.conversation.state,
      found.member.state,
      found.kept,
      change,
    )
    if (!isNew) return { settings, isNew }
    const before = found.member.state
    if (member.isMarked !== before.isMarked || member.unreadSeq !== before.unreadSeq)
      log.putMember(found.conversation, found.member, member)
    save(conversationId, userId, kept)
    return { settings, isNew }
  }

  function hide({
    conversationId,
    userId,
  }: Parameters<Conversations['hide']>[0]): Awaited<ReturnType<Conversations['hide']>> {
    const found = find(conversationId, userId)
    if (!found) return undefined
    const { settings, isNew, position, kept } = hideRule(found.conversation.state, found.member.state, found.kept)
    const moved = movePosition({ conversationId, userId, seq: position.seq, isRead: true })
    if (!moved) return undefined
    if (kept.hiddenSeq !== found.kept.hiddenSeq) save(conversationId, userId, kept)
    return { settings, isNew, moved }
  }

  return { changeSettings, hide }
}
