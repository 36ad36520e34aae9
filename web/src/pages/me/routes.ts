import type { RouteRecordRaw } from 'vue-router'

const list = () => import('./MeList.vue')
const profile = () => import('./ProfilePage.vue')
const content = { area: 'me', pane: 'content' } as const

export const meRoutes: RouteRecordRaw[] = [
  { path: '/me', name: 'me', components: { list, default: profile }, meta: { area: 'me', pane: 'list' } },
  { path: '/me/profile', name: 'me-profile', components: { list, default: profile }, meta: content },
  { path: '/me/code', name: 'me-code', components: { list, default: () => import('./CodePage.vue') }, meta: content },
  {
    path: '/me/security',
    name: 'me-security',
    components: { list, default: () => import('./SecurityPage.vue') },
    meta: content,
  },
  {
    path: '/me/notices',
    name: 'me-notices',
    components: { list, default: () => import('./NoticesPage.vue') },
    meta: content,
  },
  { path: '/me/look', name: 'me-look', components: { list, default: () => import('./LookPage.vue') }, meta: content },
]
