import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Frame } from '../../../contract/frames.ts'
import { forDrawing } from '../../lib/for-drawing.ts'
import type { Audience } from './audience.ts'

/** For whom a frame is finished: as it is, with what the existing client needs of every frame, or escaped besides. */
export type Finish = 'asItIs' | 'existing' | 'html'

export const finishFor = ({ from, isDrawnAsHtml }: Audience): Finish =>
  from.isOurs ? 'asItIs' : isDrawnAsHtml ? 'html' : 'existing'

/** A frame as such a client takes it; `senderId` if it has none of its own. */
export function finished(frame: Frame, finish: Finish, senderId: number | null): Frame {
  if (finish === 'asItIs') return frame
  const whole = withSender(frame, senderId)
  return finish === 'html' ? forDrawing(whole) : whole
}

/**
 * COMPAT: frames that nobody counts: who they are from does not matter, and 1003 is exact (docs/protocol.md, section
 * 3).
 */
const uncounted: readonly number[] = [
  frameCodes.connected,
  frameCodes.loginOver,
  frameCodes.accepted,
  frameCodes.heartbeatAnswer,
  frameCodes.refused,
]

/** COMPAT: it takes a frame without `senderId` for its own user's, and counts nothing. */
function withSender({ code, msg, data }: Frame, senderId: number | null): Frame {
  const lacksSender = typeof data === 'object' && data !== null && !('senderId' in data) && !uncounted.includes(code)
  return { code, msg, data: lacksSender ? { senderId, ...data } : data }
}
