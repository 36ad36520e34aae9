import type { RouteRecordRaw } from 'vue-router'

export const signInRoutes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./SignInPage.vue'), meta: { alone: true, open: true } },
]
