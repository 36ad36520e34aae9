import { createRouter, createWebHistory } from 'vue-router'
import { assistantRoutes } from './pages/assistants/routes.ts'
import { chatRoutes } from './pages/chat/routes.ts'
import { contactRoutes } from './pages/contacts/routes.ts'
import { galleryRoutes } from './pages/gallery/routes.ts'
import { homeRoutes } from './pages/home/routes.ts'
import { meRoutes } from './pages/me/routes.ts'
import { signInRoutes } from './pages/sign-in/routes.ts'
import './route-meta.ts'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...chatRoutes, ...contactRoutes, ...assistantRoutes, ...homeRoutes, ...meRoutes, ...signInRoutes, ...galleryRoutes,
    { path: '/:path(.*)*', name: 'lost', component: () => import('./frame/LostPage.vue'), meta: { pane: 'content' } },
  ],
})
