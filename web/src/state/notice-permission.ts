import { computed, ref } from 'vue'
import { noticeSettings } from './notice-settings.ts'

/** Whether this browser can show notifications of this page at all. */
export const canNotify = isSecureContext && 'Notification' in globalThis

/** What the person has said to the browser; reactive. */
export const permission = ref(canNotify ? Notification.permission : 'denied')
if (canNotify && 'permissions' in navigator) void followBrowser()

/** Whether this device shows notifications; reactive. Turning them on asks for the browser's leave if needed. */
export const noticesOn = computed({
  get: () => noticeSettings.isOn && permission.value === 'granted',
  set: async wanted => {
    if (wanted && permission.value !== 'granted') permission.value = await Notification.requestPermission()
    noticeSettings.isOn = wanted && permission.value === 'granted'
  },
})

/** People also change their mind in the browser's own settings. */
async function followBrowser(): Promise<void> {
  const status = await navigator.permissions.query({ name: 'notifications' }).catch(() => undefined)
  status?.addEventListener('change', () => {
    permission.value = Notification.permission
  })
}
