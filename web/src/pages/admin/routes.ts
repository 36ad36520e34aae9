import type { RouteRecordRaw } from 'vue-router'

const meta = { area: 'me', pane: 'content' } as const

export const adminRoutes: RouteRecordRaw[] = [
  { path: '/admin', name: 'admin', component: () => import('./PeoplePage.vue'), meta },
  { path: '/admin/departments', name: 'admin-departments', component: () => import('./DepartmentsPage.vue'), meta },
  { path: '/admin/audit', name: 'admin-audit', component: () => import('./AuditPage.vue'), meta },
]
