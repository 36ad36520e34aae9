import { limits } from '../../../../contract/limits.ts'

/** People named in a reminder; more are mentioned without their names. */
const named = 20

/**
 * The words of a reminder and whom it mentions: those who have not read, or everyone where they are more than one
 * message may mention.
 */
export function reminderOf(
  unread: readonly { id: number; trueName: string }[],
  words: { everyone: string; reminder: string; andOthers: (count: number) => string },
) {
  if (unread.length > limits.mentions) return { content: `@${words.everyone} ${words.reminder}`, atIds: [0] }
  const names = unread
    .slice(0, named)
    .map(({ trueName }) => `@${trueName}`)
    .join(' ')
  const rest = unread.length > named ? ` ${words.andOthers(unread.length - named)}` : ''
  return { content: `${names}${rest} ${words.reminder}`, atIds: unread.map(({ id }) => id) }
}
