/** A tick that the finger feels, where the device has one for pages. */
export function tick(): void {
  if ('vibrate' in navigator) navigator.vibrate(10)
}
