import { computed, reactive, ref, watch } from 'vue'
import { storage } from '../storage.ts'

type Settings = {
  isOn: boolean
  /** Says what was written, not only that something was. */
  hasPreview: boolean
  hasSound: boolean
  /** Unix ms; 0 where nobody asked for quiet. */
  quietUntil: number
}

const key = 'hongyan.notices'

function read(): Settings {
  const usual = { isOn: false, hasPreview: true, hasSound: true, quietUntil: 0 }
  try {
    return { ...usual, ...(JSON.parse(storage.getItem(key) ?? '{}') as Partial<Settings>) }
  } catch {
    return usual
  }
}

/** How this device tells of new messages. */
export const noticeSettings = reactive(read())
watch(noticeSettings, settings => storage.setItem(key, JSON.stringify(settings)))
addEventListener('storage', event => {
  if (event.key === key) Object.assign(noticeSettings, read())
})

const now = ref(Date.now())
let timer: ReturnType<typeof setTimeout> | undefined
watch(
  () => noticeSettings.quietUntil,
  until => {
    now.value = Date.now()
    clearTimeout(timer)
    if (until > now.value)
      timer = setTimeout(
        () => {
          now.value = Date.now()
        },
        Math.min(until - now.value, 2 ** 31 - 1),
      )
  },
  { immediate: true },
)

/** Whether the person asked not to be disturbed now. */
export const isQuiet = computed(() => noticeSettings.quietUntil > now.value)
