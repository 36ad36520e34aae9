import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { openCodeReader } from './code-reader.ts'

type CameraState = 'starting' | 'looking' | 'denied' | 'none'

/** ms between two looks at the picture. */
const pause = 120

/** Looks through the camera on the back until it sees a code; `resume` looks for the next one. */
export function useCamera(video: Readonly<ShallowRef<HTMLVideoElement | null>>, found: (text: string) => void) {
  const state = shallowRef<CameraState>('starting')
  let stream: MediaStream | undefined
  let isGone = false
  let isLooking = false

  async function start(): Promise<void> {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } },
      })
    } catch (error) {
      state.value = (error as DOMException).name === 'NotAllowedError' ? 'denied' : 'none'
      return
    }
    if (isGone || !video.value) return stop()
    video.value.srcObject = stream
    await video.value.play().catch(() => undefined)
    state.value = 'looking'
    await look()
  }

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    const read = await openCodeReader()
    while (!isGone && video.value) {
      const text = await read(video.value)
      if (text) {
        found(text)
        break
      }
      await new Promise(resolve => setTimeout(resolve, pause))
    }
    isLooking = false
  }

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
  }

  onScopeDispose(() => {
    isGone = true
    stop()
  })
  return { state, start, resume: look }
}
