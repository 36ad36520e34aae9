import type { Group } from '../../store/conversations.ts'
import type { GroupApplication } from '../../store/groups.ts'

/** What an application says where the person wrote nothing. */
export function applicationWords(
  { kind, content }: Pick<GroupApplication, 'kind' | 'content'>,
  names: { group: string; person: string; inviter: string | undefined },
): string {
  if (kind === 'invite') return `${names.inviter ?? ''} 邀请你加入 ${names.group}`
  if (content) return content
  return names.inviter === undefined
    ? `${names.person} 申请加入 ${names.group}`
    : `${names.inviter} 邀请 ${names.person} 加入 ${names.group}`
}

/** A group as those see it who may not know its name: it may have got another since they were told of it. */
export const withoutName = <T extends Pick<Group, 'name' | 'avatar'>>(group: T): T => ({
  ...group,
  name: '群聊',
  avatar: null,
})
