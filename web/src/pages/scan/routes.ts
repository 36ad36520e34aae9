import type { RouteRecordRaw } from 'vue-router'

export const scanRoutes: RouteRecordRaw[] = [
  { path: '/scan', name: 'scan', component: () => import('./ScanPage.vue'), meta: { alone: true } },
  {
    path: '/scan/login/:code',
    name: 'scan-login',
    component: () => import('./ScanLoginPage.vue'),
    meta: { area: 'me', pane: 'content' },
  },
  {
    path: '/scan/card/:code',
    name: 'scan-card',
    component: () => import('./ScanCardPage.vue'),
    meta: { area: 'me', pane: 'content' },
  },
]
