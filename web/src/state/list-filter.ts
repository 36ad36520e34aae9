import { ref, watch } from 'vue'
import type { Conversation } from './conversations.ts'
import type { SessionRow } from '../sync/row.ts'
import { storage } from '../storage.ts'

export const listFilters = ['all', 'unread', 'mentions', 'groups', 'direct'] as const
export type ListFilter = (typeof listFilters)[number]

const key = 'hongyan.listFilter'

/** Which conversations the list shows; kept on this device. */
export const listFilter = ref<ListFilter>(listFilters.find(filter => filter === storage.getItem(key)) ?? 'all')
watch(listFilter, filter => storage.setItem(key, filter))

const fitting: Record<ListFilter, (conversation: Conversation) => boolean> = {
  all: () => true,
  unread: ({ count, isMarked }) => count > 0 || isMarked,
  mentions: ({ mentions }) => mentions > 0,
  groups: ({ kind }) => kind === 'group',
  direct: ({ kind }) => kind === 'direct',
}

/**
 * What the list shows: the conversations that fit, with the one that is open, whose reading would take it away under
 * the reader's eyes; assistants with what is unread, and among all.
 */
export function filtered(
  conversations: readonly Conversation[],
  assistants: readonly SessionRow[],
  filter: ListFilter,
  open: string | undefined,
): [readonly Conversation[], readonly SessionRow[]] {
  if (filter === 'all') return [conversations, assistants]
  const isOfReading = filter === 'unread' || filter === 'mentions'
  return [
    conversations.filter(one => fitting[filter](one) || (isOfReading && one.key === open)),
    filter === 'unread' ? assistants.filter(({ count }) => count > 0) : [],
  ]
}

/** How many rows a filter shows. */
export const countOf = (
  conversations: readonly Conversation[],
  assistants: readonly SessionRow[],
  filter: ListFilter,
): number => filtered(conversations, assistants, filter, undefined).flat().length
