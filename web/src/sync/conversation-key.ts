import type { z } from 'zod'
import type { SessionRow } from '../../../contract/conversations.ts'

/** Names a conversation on this device: `d` and the peer's id, or `g` and the group's id. */
export type ConversationKey = `d${number}` | `g${number}`

export const isConversationKey = (text: string): text is ConversationKey => /^[dg]\d+$/.test(text)

export type Kind = 'direct' | 'group'
export type MiniType = 1100 | 1101

export const keyOf = (kind: Kind, id: number): ConversationKey => (kind === 'direct' ? `d${id}` : `g${id}`)
export const kindOf = (key: ConversationKey): Kind => (key.startsWith('d') ? 'direct' : 'group')
/** The peer's id, or the group's. */
export const idOf = (key: ConversationKey): number => Number(key.slice(1))
export const miniTypeOf = (key: ConversationKey): MiniType => (key.startsWith('d') ? 1100 : 1101)

/** Undefined for an assistant. */
export function keyOfSession(row: z.output<typeof SessionRow>): ConversationKey | undefined {
  if (row.miniType === 1100) return keyOf('direct', row.senderId ?? 0)
  return row.miniType === 1101 ? keyOf('group', row.receiverId ?? 0) : undefined
}

/** The conversation of a message or receipt, as the viewer sees it. */
export function keyOfMessage(
  { miniType, senderId, receiverId }: { miniType: number; senderId: number; receiverId: number },
  viewerId: number,
): ConversationKey {
  if (miniType === 1101) return keyOf('group', receiverId)
  return keyOf('direct', senderId === viewerId ? receiverId : senderId)
}
