import type { GroupApplication } from '../../store/groups.ts'

/** What an application says where the person wrote nothing. */
export function applicationWords({ kind, content }: Pick<GroupApplication, 'kind' | 'content'>, names: { group: string, person: string, inviter: string | undefined }): string {
  if (kind === 'invite') return `${names.inviter ?? ''} 邀请你加入 ${names.group}`
  if (content) return content
  return names.inviter === undefined ? `${names.person} 申请加入 ${names.group}` : `${names.inviter} 邀请 ${names.person} 加入 ${names.group}`
}
