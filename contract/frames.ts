import { z } from 'zod'
import { frameCodes } from './frame-codes.ts'
import { GroupInfo, GroupNotice, GroupUser } from './groups.ts'
import { MessageDraft, Receipt } from './messages.ts'
import { ModuleNotice } from './modules.ts'
import { NotifyLevel } from './notify-level.ts'
import { Id, MiniType } from './scalars.ts'
import { Status } from './statuses.ts'

/** What every frame is, in both directions. */
export type Frame = { code: number; msg: string; data: unknown }

/** A frame from a client, before its `data` is looked at. */
export const ClientFrame = z.object({
  code: z.union(
    [
      z.int(),
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number),
    ],
    { error: '缺少数字 code' },
  ),
  data: z.unknown().optional(),
})

export const Typing = z.object({ receiverId: Id, miniType: MiniType })

/** A command for the same user's other devices: passed on as it is. */
const DeviceCommand = z.record(z.string(), z.unknown())

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

/** Data of frame 11021: the notice, unread. */
export const PushedNotice = ModuleNotice.extend({ miniType: z.literal(frameCodes.moduleNotice) })

const inGroup = { miniType: z.literal(1101), groupId: z.int() }

/**
 * Data of frame 3003: a conversation changed. It carries what changed, so that a client which knew the state before
 * knows the state after. Who comes into a conversation reads the rest (`my_session`, `group_info`).
 */
export const ConversationChange = z.discriminatedUnion('what', [
  /** People came in, with their faces; the receiver may be one of them. */
  z.object({ ...inGroup, what: z.literal('joined'), users: z.array(GroupUser), count: z.int() }),
  /** People went, or were removed; the receiver may be one of them. */
  z.object({ ...inGroup, what: z.literal('left'), userIds: z.array(z.int()), count: z.int() }),
  /** Roles or mutes of these members, as they are now. */
  z.object({ ...inGroup, what: z.literal('members'), users: z.array(GroupUser) }),
  /** Name, picture, note, owner, settings, mute of all, dissolved. */
  z.object({ ...inGroup, what: z.literal('info'), info: GroupInfo }),
  z.object({ ...inGroup, what: z.literal('notice'), notice: GroupNotice }),
  z.object({ ...inGroup, what: z.literal('noticeDeleted'), noticeId: z.int() }),
  /** The receiver put this notice away, and older ones, on one of their devices: see `hide_group_notice`. */
  z.object({ ...inGroup, what: z.literal('noticeHidden'), noticeId: z.int() }),
  /**
   * The receiver's own settings, changed on another device. `readSeq` is what counts as read, but for what is unread
   * again from `unreadSeq` on (0: nothing is); `hidden` 1: out of the
   * list until the next message.
   */
  z.object({
    what: z.literal('settings'),
    miniType: z.union([z.literal(1100), z.literal(1101)]),
    targetId: z.int(),
    top: z.int(),
    mute: z.int(),
    notify: NotifyLevel,
    marked: z.int(),
    hidden: z.int(),
    readSeq: z.int(),
    unreadSeq: z.int(),
  }),
  /**
   * The state of one notice of a business system (`noticeId`), or of all that there are (null) of `moduleId` (1: of
   * every module), changed on one of the receiver's devices. `count` is the exact unread number of the analysis
   * assistant.
   */
  z.object({
    what: z.literal('module'),
    moduleId: z.int(),
    noticeId: z.int().nullable(),
    state: z.int(),
    count: z.int(),
  }),
  /** Two people became friends, or are none any more; one of them is the receiver. */
  z.object({ what: z.literal('friend'), userId: z.int(), isFriend: z.boolean() }),
  /** What a colleague or friend, or oneself, says of themselves for a while; null: nothing any more. */
  z.object({ what: z.literal('status'), userId: z.int(), status: Status.nullable() }),
  /** The receiver answered this application for friendship (11016) on one of their devices: 3 refused, 4 agreed. */
  z.object({ what: z.literal('application'), code: z.string(), state: z.union([z.literal(3), z.literal(4)]) }),
])
