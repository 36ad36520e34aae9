/** ms within which many messages make one sound. */
const pause = 2000
let playedAt = -Infinity
let context: AudioContext | undefined

/** Two soft notes, made here: nothing to load. Silent until the page was touched, as browsers want it. */
export function playTone(): void {
  if (performance.now() - playedAt < pause || navigator.userActivation?.hasBeenActive === false) return
  playedAt = performance.now()
  context ??= new AudioContext()
  const { currentTime: start, destination } = context
  for (const [note, [frequency, delay]] of (
    [
      [659, 0],
      [880, 0.11],
    ] as const
  ).entries()) {
    const oscillator = context.createOscillator()
    const volume = context.createGain()
    oscillator.type = 'sine'
    oscillator.frequency.value = frequency
    volume.gain.setValueAtTime(0, start + delay)
    volume.gain.linearRampToValueAtTime(0.09 - note * 0.02, start + delay + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + delay + 0.35)
    oscillator.connect(volume).connect(destination)
    oscillator.start(start + delay)
    oscillator.stop(start + delay + 0.4)
  }
}
