import { computed, ref } from 'vue'
import { noticeSettings } from './notice-settings.ts'

/** Whether this browser can show notifications of this page at all. */
export const canNotify = isSecureContext && 'Notification' in globalThis

/** What the person has said to the browser; reactive. */
export const permission = ref(canNotify ? Notification.permission : 'denied')

/** Whether this device shows notifications; reactive. Turning them on asks for the browser's leave if needed. */
export const noticesOn = computed({
  get: () => noticeSettings.isOn && permission.value === 'granted',
  set: async wanted => {
    if (wanted && permission.value !== 'granted') permission.value = await Notification.requestPermission()
    noticeSettings.isOn = wanted && permission.value === 'granted'
  },
})
