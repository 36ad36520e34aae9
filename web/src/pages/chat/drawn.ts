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
