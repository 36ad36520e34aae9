import { z } from 'zod'
import { frameCodes } from './frame-codes.ts'
import { MessageDraft, Receipt } from './messages.ts'
import { Id, MiniType } from './scalars.ts'

/** What every frame is, in both directions. */
export type Frame = { code: number, msg: string, data: unknown }

/** A frame from a client, before its `data` is looked at. */
export const ClientFrame = z.object({
  code: z.union([z.int(), z.string().regex(/^\d{1,6}$/).transform(Number)], { error: '缺少数字 code' }),
  data: z.unknown().optional(),
})

export const Typing = z.object({ receiverId: Id, miniType: MiniType })

/** A command for the same user's other devices: passed on as it is. */
export const DeviceCommand = z.record(z.string(), z.unknown())

/** The frames that a client may send, and what `data` must be. */
export const clientFrames = {
  [frameCodes.direct]: MessageDraft,
  [frameCodes.group]: MessageDraft,
  [frameCodes.receipt]: Receipt,
  [frameCodes.readUntil]: Receipt,
  [frameCodes.heartbeat]: z.unknown(),
  [frameCodes.accepted]: z.unknown(),
  [frameCodes.command]: DeviceCommand,
  [frameCodes.commandReceipt]: DeviceCommand,
  [frameCodes.typing]: Typing,
} as const

export type ClientFrameCode = keyof typeof clientFrames
