import type { SystemEvent } from '../store/messages.ts'

/** What a system line says, in Chinese: for clients that draw it as a text. Others write it themselves from the event. */
export function eventText(event: SystemEvent): string {
  const { byName, text } = event
  const names = event.users.map(user => user.name).join('、') + (event.count > event.users.length ? ` 等 ${event.count} 人` : '')
  const isOwn = event.count === 1 && event.users[0]?.id === event.byId
  switch (event.what) {
    case 'joined': return isOwn ? `${byName} 加入了群聊` : `${byName} 邀请 ${names} 加入了群聊`
    case 'left': return `${byName} 退出了群聊`
    case 'removed': return `${byName} 将 ${names} 移出了群聊`
    case 'renamed': return `${byName} 将群名修改为“${text ?? ''}”`
    case 'owner': return `${byName} 将群主转让给 ${names}`
    case 'manager': return `${byName} 将 ${names} 设为管理员`
    case 'notManager': return `${byName} 取消了 ${names} 的管理员身份`
    case 'muted': return event.count === 0 ? `${byName} 开启了全员禁言` : `${byName} 将 ${names} 禁言`
    case 'unmuted': return event.count === 0 ? `${byName} 关闭了全员禁言` : `${byName} 解除了 ${names} 的禁言`
    case 'notice': return `${byName} 发布了群公告：${text ?? ''}`
    case 'dissolved': return `${byName} 解散了群聊`
  }
}
