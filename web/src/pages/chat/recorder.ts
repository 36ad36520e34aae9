import { computed, onScopeDispose, ref, shallowRef } from 'vue'

/** s: the longest recording, and the shortest that says anything. */
const [longest, shortest] = [300, 1]
/** ms between two looks at the level. */
const tick = 80
/** Levels that are shown. */
const kept = 48

export type Recording = { blob: Blob; name: string; seconds: number }

const kinds = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg;codecs=opus', 'ogg'],
] as const

export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined

/** Records a voice message. `onFull` is called where the longest was reached. */
export function useRecorder({ onFull }: { onFull(): void }) {
  const startedAt = ref<number>()
  const seconds = ref(0)
  const levels = shallowRef<readonly number[]>([])
  let stop: (() => Promise<Recording | undefined>) | undefined

  let isStarting = false
  let isOver = false

  async function start(): Promise<void> {
    // The browser asks, and the finger presses again: the first recording would never end.
    if (isStarting || stop) return
    isStarting = true
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true },
      })
      if (isOver) for (const track of stream.getTracks()) track.stop()
      else begin(stream)
    } finally {
      isStarting = false
    }
  }

  function begin(stream: MediaStream): void {
    const [type, ending] = kinds.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ['', 'webm']
    const recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 32_000 } : {})
    const chunks: Blob[] = []
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) chunks.push(data)
    }
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const wave = new Uint8Array(analyser.fftSize)
    const began = performance.now()
    const timer = setInterval(() => {
      seconds.value = (performance.now() - began) / 1000
      analyser.getByteTimeDomainData(wave)
      const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0) / 128
      levels.value = [...levels.value, Math.min(1, peak * 1.6)].slice(-kept)
      if (seconds.value >= longest) onFull()
    }, tick)
    stop = async () => {
      stop = undefined
      clearInterval(timer)
      const ended = new Promise<void>(resolve => {
        recorder.onstop = () => resolve()
      })
      recorder.stop()
      await ended
      for (const track of stream.getTracks()) track.stop()
      await context.close()
      const length = (performance.now() - began) / 1000
      startedAt.value = undefined
      if (length < shortest) return undefined
      return {
        blob: new Blob(chunks, { type: type.split(';')[0] ?? '' }),
        name: `voice-${Date.now()}.${ending}`,
        seconds: length,
      }
    }
    recorder.start()
    seconds.value = 0
    levels.value = []
    startedAt.value = Date.now()
  }

  onScopeDispose(() => {
    isOver = true
    void stop?.()
  })

  return {
    isRecording: computed(() => startedAt.value !== undefined),
    seconds,
    /** From 0 to 1, the newest last. */
    levels,
    /** Rejects where there is no microphone, or it is not allowed. */
    start,
    /** Ends it; undefined where it was too short to say anything. */
    finish: (): Promise<Recording | undefined> => stop?.() ?? Promise.resolve(undefined),
  }
}
