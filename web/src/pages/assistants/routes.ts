import type { RouteRecordRaw } from 'vue-router'

const list = () => import('../chat/ChatList.vue')

export const assistantRoutes: RouteRecordRaw[] = [
  {
    path: '/assistants/:which(friends|groups|analysis)',
    name: 'assistant',
    components: { list, default: () => import('./AssistantPage.vue') },
    meta: { area: 'messages', pane: 'content' },
  },
]
