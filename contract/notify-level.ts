import { z } from 'zod'

/** Which messages of a conversation disturb a member, from the loudest to the quietest; stores keep the place here. */
export const notifyLevels = ['all', 'mentions', 'none'] as const

export const NotifyLevel = z.enum(notifyLevels, { error: '应为 all、mentions 或 none' })
export type NotifyLevel = z.output<typeof NotifyLevel>

/** Whether a message may disturb: a push, a notification, a sound. The one rule, of the server and of our clients. */
export const disturbs = (level: NotifyLevel, isMention: boolean): boolean =>
  level === 'all' || (level === 'mentions' && isMention)

/** How many of the unread messages may disturb: what is counted on a title or an icon. */
export const disturbing = (level: NotifyLevel, unread: { count: number; mentions: number }): number =>
  ({ all: unread.count, mentions: unread.mentions, none: 0 })[level]
