import { fileSign } from '../../../../contract/files.ts'
import type { Row } from '../../sync/row.ts'

type Pictured = { thumbUrl: string; stillUrl?: string | null }

/** Whether a picture can be drawn: one that the server could not make smaller is a file. */
export const isSmall = ({ thumbUrl }: Pictured): boolean => !thumbUrl.endsWith(`/${fileSign}`)

/** Whether a message is drawn as a picture, or as a video's poster. */
export const isPictured = ({ type, file }: Pick<Row, 'type' | 'file'>): boolean =>
  type === 5 || (type === 2 && (!file || isSmall(file)))

const wantsStill = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined

/** The picture to draw: one that moves, unless this person wants things to stand still. */
export const thumbOf = ({ thumbUrl, stillUrl }: Pictured): string =>
  wantsStill?.matches ? (stillUrl ?? thumbUrl) : thumbUrl

/** px. */
export type Size = { width: number; height: number }

/** What a picture may take of a history, on a desk and on a phone, and how narrow it may get. */
const most = { desk: { width: 320, height: 184 }, phone: { width: 236, height: 168 } }
const narrowest = 84

/**
 * How large a picture is drawn, never larger than it is: what is too long or too high for its place is cut at its ends.
 * Undefined, as long as nobody knows: a large one of the usual shape.
 */
export function drawnSize(natural: Size | undefined, isPhone: boolean): Size {
  const room = most[isPhone ? 'phone' : 'desk']
  const { width, height } = natural ?? { width: (room.height * 4) / 3, height: room.height }
  const drawnHeight = Math.min(room.height, height)
  const fitting = Math.min(Math.max((drawnHeight * width) / height, narrowest), room.width)
  return { width: Math.round(Math.min(fitting, width)), height: drawnHeight }
}
