/** How a picture lies in the preview: scale against its fit, moved by px, turned by quarters. */
export type View = { scale: number; x: number; y: number; turns: number }
export const fit: View = { scale: 1, x: 0, y: 0, turns: 0 }
export const [leastScale, mostScale] = [1, 12]

/** Zooms so that what lies at (px, py), measured from the middle, stays there. */
export function zoomAt(view: View, factor: number, px: number, py: number): View {
  const scale = Math.min(mostScale, Math.max(leastScale, view.scale * factor))
  if (scale === leastScale) return { ...view, scale, x: 0, y: 0 }
  const ratio = scale / view.scale
  return { ...view, scale, x: px - (px - view.x) * ratio, y: py - (py - view.y) * ratio }
}

/** Keeps some of the picture in sight: it can be moved by half of what is hidden, and a little more. */
export function within(view: View, width: number, height: number): View {
  const limit = (size: number) => Math.max(0, (size * (view.scale - 1)) / 2 + (view.scale > 1 ? 60 : 0))
  const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value))
  return { ...view, x: clamp(view.x, limit(width)), y: clamp(view.y, limit(height)) }
}
