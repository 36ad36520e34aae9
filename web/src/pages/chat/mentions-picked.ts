import type { ConversationKey } from '../../sync/conversation-key.ts'

/** Who was picked to be mentioned in what is being written, by id. Lives as long as the draft does in this tab. */
const picked = new Map<ConversationKey, Map<number, string>>()

export function pickedIn(key: ConversationKey): Map<number, string> {
  const known = picked.get(key) ?? new Map<number, string>()
  picked.set(key, known)
  return known
}
