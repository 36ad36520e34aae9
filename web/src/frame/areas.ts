import { BookUser, House, MessageCircle, UserRound } from '@lucide/vue'
import { frame } from '../text/frame.ts'

/** What the rail and the bar lead to. */
export const areas = [
  { name: 'messages', label: () => frame.messages, icon: MessageCircle },
  { name: 'contacts', label: () => frame.contacts, icon: BookUser },
  { name: 'home', label: () => frame.home, icon: House },
  { name: 'me', label: () => frame.me, icon: UserRound },
] as const
