/**
 * Where the picture lies in the square window, in px of the window: its upper left corner, and px of the window per px
 * of the picture.
 */
export type Frame = { x: number; y: number; scale: number }
type Size = { width: number; height: number }

/** The most that a picture is enlarged beyond what fills the window. */
const mostZoom = 5

export const leastScale = ({ width, height }: Size, side: number): number => side / Math.min(width, height)
export const mostScale = (picture: Size, side: number): number => leastScale(picture, side) * mostZoom

/** Keeps the window covered by the picture. */
export function held(frame: Frame, picture: Size, side: number): Frame {
  const scale = Math.min(Math.max(frame.scale, leastScale(picture, side)), mostScale(picture, side))
  const within = (offset: number, length: number) => Math.min(0, Math.max(offset, side - length * scale))
  return { scale, x: within(frame.x, picture.width), y: within(frame.y, picture.height) }
}

/** The whole picture's middle. */
export function centred(picture: Size, side: number): Frame {
  const scale = leastScale(picture, side)
  return { scale, x: (side - picture.width * scale) / 2, y: (side - picture.height * scale) / 2 }
}

/** Enlarged or reduced around a point of the window, which stays where it is. */
export function zoomed(frame: Frame, scale: number, at: { x: number; y: number }, picture: Size, side: number): Frame {
  const { scale: allowed } = held({ ...frame, scale }, picture, side)
  const ratio = allowed / frame.scale
  return held({ scale: allowed, x: at.x - (at.x - frame.x) * ratio, y: at.y - (at.y - frame.y) * ratio }, picture, side)
}
