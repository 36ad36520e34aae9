import { words } from './words.ts'

/** What one does not want to lose sight of in a conversation: what is pinned and what was answered. */
export const following = words({
  zh: {
    pinned: '置顶消息',
    pinnedCount: (count: number) => `${count} 条置顶`,
    pinnedBy: (name: string) => `${name} 置顶`,
    atop: '会话置顶',
    noPins: '没有置顶消息',
    noPinsText: '在消息的菜单里选“置顶”，重要的内容就固定在会话顶部。',
    replies: (count: number) => `${count > 999 ? '999+' : count} 条回复`,
    thread: '回复',
    olderReplies: '更早的回复',
    answerIt: '回复这条消息',
    toPlace: '跳到原消息',
    notice: '群公告',
    hideNotice: '不再显示这条公告',
    pinDone: '已置顶',
    unpinDone: '已取消置顶',
  },
  en: {
    pinned: 'Pinned messages',
    pinnedCount: count => `${count} pinned`,
    pinnedBy: name => `Pinned by ${name}`,
    atop: 'Pinned in this chat',
    noPins: 'No pinned messages',
    noPinsText: 'Choose “Pin” in a message’s menu to keep it at the top of the chat.',
    replies: count => (count === 1 ? '1 reply' : `${count > 999 ? '999+' : count} replies`),
    thread: 'Replies',
    olderReplies: 'Earlier replies',
    answerIt: 'Reply to this message',
    toPlace: 'Go to the message',
    notice: 'Notice',
    hideNotice: 'Hide this notice',
    pinDone: 'Pinned',
    unpinDone: 'Unpinned',
  },
})
