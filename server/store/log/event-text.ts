import type { SystemEvent } from '../messages.ts'

/**
 * What a system line says, in Chinese: for clients that draw it as a text. Others write it themselves from the event.
 */
export const eventText = (event: SystemEvent): string => `${event.byName} ${eventDeed(event)}`

/** The same without who did it. */
export function eventDeed(event: SystemEvent): string {
  const { text } = event
  const names =
    event.users.map(user => user.name).join('、') + (event.count > event.users.length ? ` 等 ${event.count} 人` : '')
  const isOwn = event.count === 1 && event.users[0]?.id === event.byId
  switch (event.what) {
    case 'joined':
      return isOwn ? '加入了群聊' : `邀请 ${names} 加入了群聊`
    case 'left':
      return '退出了群聊'
    case 'removed':
      return `将 ${names} 移出了群聊`
    case 'renamed':
      return `将群名修改为“${text ?? ''}”`
    case 'owner':
      return isOwn ? '成为了群主' : `将群主转让给 ${names}`
    case 'manager':
      return `将 ${names} 设为管理员`
    case 'notManager':
      return `取消了 ${names} 的管理员身份`
    case 'muted':
      return event.count === 0 ? '开启了全员禁言' : `将 ${names} 禁言`
    case 'unmuted':
      return event.count === 0 ? '关闭了全员禁言' : `解除了 ${names} 的禁言`
    case 'notice':
      return `发布了群公告：${text ?? ''}`
    case 'dissolved':
      return '解散了群聊'
  }
}
