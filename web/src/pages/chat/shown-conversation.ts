import { shallowRef } from 'vue'
import type { ConversationKey } from '../../sync/conversation-key.ts'

/** The conversation that is open: what comes there needs no notification while somebody looks. */
export const shownConversation = shallowRef<ConversationKey>()
