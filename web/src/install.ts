import { computed, shallowRef } from 'vue'

type InstallPrompt = Event & { prompt(): Promise<void>, userChoice: Promise<unknown> }

const offer = shallowRef<InstallPrompt>()
addEventListener('beforeinstallprompt', event => {
  event.preventDefault()
  offer.value = event as InstallPrompt
})
addEventListener('appinstalled', () => { offer.value = undefined })

/** Whether the browser offers to install the client as an app. */
export const canInstall = computed(() => offer.value !== undefined)

export async function install(): Promise<void> {
  const prompt = offer.value
  offer.value = undefined
  await prompt?.prompt()
}
