import { ref, watch } from 'vue'
import { storage } from '../storage.ts'

const barKey = 'hongyan.formatBar'
const key = 'hongyan.markdown'
const read = () => storage.getItem(key) !== 'off'

/** Whether this device draws the marks of Markdown in messages as what they stand for. */
export const isMarkdownOn = ref(read())
watch(isMarkdownOn, isOn => storage.setItem(key, isOn ? 'on' : 'off'))
// Texts are put into words also where there is no page.
globalThis.addEventListener?.('storage', event => {
  if (event.key === key) isMarkdownOn.value = read()
})

/** Whether the bar with the formats stands where one writes. */
export const isFormatBarOpen = ref(storage.getItem(barKey) === 'open')
watch(isFormatBarOpen, isOpen => storage.setItem(barKey, isOpen ? 'open' : ''))
