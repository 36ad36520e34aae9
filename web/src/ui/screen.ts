import { readonly, ref } from 'vue'

/** The same width as in the styles: below it there is one pane and a bar at the bottom. */
const query = matchMedia('(max-width: 719px)')
const matches = ref(query.matches)
query.addEventListener('change', event => {
  matches.value = event.matches
})

/** Whether this is a phone's screen, or a window as narrow. */
export const isPhone = readonly(matches)

/** Whether one writes here on a keyboard that is drawn: the device is used with fingers. */
export const isTouched = matchMedia('(pointer: coarse)').matches
