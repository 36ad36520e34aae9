import { createRouter, createWebHistory } from 'vue-router'
import { isOfOldVersion } from './missing-part.ts'
import { adminRoutes } from './pages/admin/routes.ts'
import { assistantRoutes } from './pages/assistants/routes.ts'
import { chatRoutes } from './pages/chat/routes.ts'
import { contactRoutes } from './pages/contacts/routes.ts'
import { followingRoutes } from './pages/following/routes.ts'
import { galleryRoutes } from './pages/gallery/routes.ts'
import { homeRoutes } from './pages/home/routes.ts'
import { joinRoutes } from './pages/join/routes.ts'
import { meRoutes } from './pages/me/routes.ts'
import { scanRoutes } from './pages/scan/routes.ts'
import { signInRoutes } from './pages/sign-in/routes.ts'
import './route-meta.ts'
import { viewer } from './session.ts'
import { beforeFirstLayer, closeTopmost } from './ui/layers.ts'
import { isPhone } from './ui/screen.ts'

/** Whether the page is being left by the way back: told before the router hears of it. */
let isGoingBack = false
const history = createWebHistory()
history.listen((_to, _from, { direction }) => {
  isGoingBack = direction === 'back'
})

export const router = createRouter({
  history,
  routes: [
    ...chatRoutes,
    ...contactRoutes,
    ...assistantRoutes,
    ...followingRoutes,
    ...homeRoutes,
    ...meRoutes,
    ...adminRoutes,
    ...scanRoutes,
    ...signInRoutes,
    ...joinRoutes,
    ...galleryRoutes,
    { path: '/:path(.*)*', name: 'lost', component: () => import('./frame/LostPage.vue'), meta: { pane: 'content' } },
  ],
})

router.onError((error, to) => {
  if (isOfOldVersion(error)) location.assign(to.fullPath)
})

// The way back closes what stands above the page first, as the system's gesture does everywhere.
router.beforeEach(() => {
  const isBack = isGoingBack
  isGoingBack = false
  return !(isBack && closeTopmost())
})

// There is no way back from where one came in: on a phone it would close the whole app. It gets a place to go back to.
beforeFirstLayer(() => {
  const { back } = history.state
  if (isPhone.value && (back === null || back === undefined))
    void router.push({ path: router.currentRoute.value.fullPath, force: true })
})

// Strangers, and who has yet to choose a password, see the login page first and then what they came for.
router.beforeEach(to => {
  const login = viewer.login.value
  if (to.meta.open || (login && !login.mustChangePassword)) return true
  return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
})
