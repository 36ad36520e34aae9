import { reactive } from 'vue'
import { storage } from '../../storage.ts'

/** Which voice message is being played, and where: one at a time, whatever page is shown. */
export const playing = reactive({ id: '', at: 0, isPaused: true })

const name = 'hongyan.played'
/** Ids that are remembered. */
const most = 500
const played = reactive(new Set<string>(JSON.parse(storage.getItem(name) ?? '[]') as string[]))
let audio: HTMLAudioElement | undefined

export const isPlayed = (id: string): boolean => played.has(id)

function remember(id: string): void {
  played.add(id)
  storage.setItem(name, JSON.stringify([...played].slice(-most)))
}

/** Plays it from where it was, or pauses it. Rejects where the browser cannot play it. */
export async function toggleVoice(id: string, src: string): Promise<void> {
  audio ??= createAudio()
  if (playing.id === id && !playing.isPaused) return audio.pause()
  if (playing.id !== id) {
    audio.src = src
    Object.assign(playing, { id, at: 0 })
  }
  remember(id)
  await audio.play()
}

function createAudio(): HTMLAudioElement {
  const element = new Audio()
  const follow = () => {
    playing.at = element.currentTime
  }
  element.addEventListener('timeupdate', follow)
  element.addEventListener('play', () => {
    playing.isPaused = false
  })
  element.addEventListener('pause', () => {
    playing.isPaused = true
  })
  element.addEventListener('ended', () => Object.assign(playing, { id: '', at: 0, isPaused: true }))
  return element
}
