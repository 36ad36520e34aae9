import type { RouteRecordRaw } from 'vue-router'

export const homeRoutes: RouteRecordRaw[] = [
  { path: '/home', name: 'home', component: () => import('./HomePage.vue'), meta: { area: 'home', pane: 'list' } },
]
