import type { RouteRecordRaw } from 'vue-router'

const list = () => import('../chat/ChatList.vue')
const meta = { area: 'messages', pane: 'content' } as const

export const followingRoutes: RouteRecordRaw[] = [
  { path: '/mentions', name: 'mentions', components: { list, default: () => import('./MentionsPage.vue') }, meta },
  { path: '/saved', name: 'saved', components: { list, default: () => import('./SavedPage.vue') }, meta },
]
