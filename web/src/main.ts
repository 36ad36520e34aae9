import { createApp } from 'vue'
import App from './app.vue'
import { router } from './router.ts'
import { followLanguage } from './text/language.ts'
import { followTheme } from './ui/theme.ts'
import './ui/look.css'
import './ui/ground.css'

followTheme()
followLanguage()
createApp(App).use(router).mount('#app')
