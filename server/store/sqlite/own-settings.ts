import type { DatabaseSync } from 'node:sqlite'
import type { Conversations, OwnSettings } from '../conversations.ts'
import type { ConversationState, LogState, MemberState } from './log-state.ts'
import type { LogWrites } from './log-writes.ts'

type Kept = { is_pinned: number, is_muted: number, hidden_seq: number }

/** What a member sets for a conversation of theirs. It disturbs nobody: no change number, no version. */
export function createOwnSettings(db: DatabaseSync, state: LogState, { movePosition }: Pick<LogWrites, 'movePosition'>) {
  const read = db.prepare('SELECT is_pinned, is_muted, hidden_seq FROM members WHERE conversation_id = ? AND user_id = ?')
  const save = db.prepare('UPDATE members SET is_pinned = ?, is_muted = ?, hidden_seq = ? WHERE conversation_id = ? AND user_id = ?')

  function find(conversationId: number, userId: number) {
    const conversation = state.conversation(conversationId)
    const member = conversation && state.member(conversation, userId)
    return member && { conversation, member, kept: read.get(conversationId, userId) as Kept }
  }

  const visibleSeq = (conversation: ConversationState, member: MemberState) => member.leftSeq ?? conversation.lastSeq

  const settingsOf = (conversation: ConversationState, member: MemberState, kept: Kept): OwnSettings => ({
    isPinned: kept.is_pinned === 1, isMuted: kept.is_muted === 1, isMarked: member.isMarked, readSeq: member.readSeq,
    isHidden: visibleSeq(conversation, member) < kept.hidden_seq,
  })

  function changeSettings({ conversationId, userId, isPinned, isMuted, isMarked }: Parameters<Conversations['changeSettings']>[0]): Awaited<ReturnType<Conversations['changeSettings']>> {
    const found = find(conversationId, userId)
    if (!found) return undefined
    const { conversation, member, kept } = found
    const after: Kept = {
      is_pinned: isPinned === undefined ? kept.is_pinned : Number(isPinned),
      is_muted: isMuted === undefined ? kept.is_muted : Number(isMuted),
      hidden_seq: isPinned || isMarked ? 0 : kept.hidden_seq,
    }
    const before = settingsOf(conversation, member, kept)
    if (isMarked !== undefined && isMarked !== member.isMarked) {
      member.isMarked = isMarked
      member.isDirty = true
      state.touch(conversation)
    }
    const settings = settingsOf(conversation, member, after)
    const isNew = Object.entries(settings).some(([name, value]) => before[name as keyof OwnSettings] !== value)
    if (isNew) save.run(after.is_pinned, after.is_muted, after.hidden_seq, conversationId, userId)
    return { settings, isNew }
  }

  function hide({ conversationId, userId }: Parameters<Conversations['hide']>[0]): Awaited<ReturnType<Conversations['hide']>> {
    const found = find(conversationId, userId)
    if (!found) return undefined
    const { conversation, member, kept } = found
    const seq = visibleSeq(conversation, member)
    const before = settingsOf(conversation, member, kept)
    const moved = movePosition({ conversationId, userId, seq, isRead: true })
    if (!moved) return undefined
    if (!before.isHidden) save.run(kept.is_pinned, kept.is_muted, seq + 1, conversationId, userId)
    const settings: OwnSettings = { ...before, isHidden: true, isMarked: false, readSeq: member.readSeq }
    return { settings, isNew: !before.isHidden || moved.isNew || moved.isUnmarked, moved }
  }

  return { changeSettings, hide }
}
