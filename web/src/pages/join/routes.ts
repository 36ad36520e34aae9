import type { RouteRecordRaw } from 'vue-router'

/** How people come in for the first time: by an invitation, and as the one who begins. */
export const joinRoutes: RouteRecordRaw[] = [
  { path: '/join/:code', name: 'join', component: () => import('./JoinPage.vue'), meta: { alone: true, open: true } },
  { path: '/welcome', name: 'welcome', component: () => import('./WelcomePage.vue'), meta: { alone: true } },
]
