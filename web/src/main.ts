import { createApp, watch } from 'vue'
import App from './app.vue'
import { keepClient, openFromNotices } from './install.ts'
import { router } from './router.ts'
import { followPush } from './push.ts'
import { followLogin, viewer } from './session.ts'
import { followLook } from './state/look-settings.ts'
import { followLanguage } from './text/language.ts'
import { followKeyboard } from './ui/keyboard.ts'
import { followTheme } from './ui/theme.ts'
import './ui/look.css'
import './ui/ground.css'

followTheme()
followLook()
followKeyboard()
followLanguage()
followLogin()
followPush()
keepClient()
openFromNotices(path => void router.push(path))
watch(viewer.login, login => {
  const { meta, path, fullPath } = router.currentRoute.value
  if (!login && !meta.open)
    void router.replace({
      name: 'login',
      query: viewer.ended.value === 'signedOut' || path === '/' ? {} : { next: fullPath },
    })
})
createApp(App).use(router).mount('#app')
