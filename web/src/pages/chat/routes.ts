import type { RouteRecordRaw } from 'vue-router'
import ChatEntry from './ChatEntry.vue'

const list = () => import('./ChatList.vue')

/** `/chat/direct/17`, `/chat/group/4`. */
export const chatRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'messages',
    components: { list, default: () => import('./NoChat.vue') },
    meta: { area: 'messages', pane: 'list' },
  },
  {
    path: '/chat/:kind(direct|group)/:id(\\d+)',
    name: 'chat',
    components: { list, default: ChatEntry },
    meta: { area: 'messages', pane: 'content' },
  },
]
