import type { RouteRecordRaw } from 'vue-router'

const list = () => import('./ContactList.vue')

export const contactRoutes: RouteRecordRaw[] = [
  { path: '/contacts', name: 'contacts', components: { list, default: () => import('./NoContact.vue') }, meta: { area: 'contacts', pane: 'list' } },
]
