import type { NotifyLevel } from '../../contract/notify-level.ts'
import type { Notice } from '../store/modules.ts'
import type { Group, MemberRole } from '../store/conversations.ts'
import type { Message, Pin, Reaction } from '../store/messages.ts'
import type { Status } from '../store/statuses.ts'
import type { StoredFile } from '../store/store.ts'
import type { User } from '../store/people.ts'

/** A name and a picture, as frames draw them. */
export type Face = { id: number; name: string; avatar: string | null }

/** A message with everything that is drawn of it. */
export type Shown = {
  message: Message
  sender: Face
  /** Those that it carries, or that were forwarded in it. */
  files: readonly StoredFile[]
  /** What it replies to, as that is now. */
  quoted: { message: Message; sender: Face; file: StoredFile | null } | null
  reactions: readonly Reaction[]
  /** Set where it is pinned. */
  pin: (Pin & { name: string }) | null
}

/** A receipt as its sender's client made it, with what the log knows. */
type ReceiptEvent = {
  id: string
  endTime: number
  miniType: number
  senderId: number
  receiverId: number
  state: 1 | 2
}

/** A member of a group as frames draw them. */
export type MemberFace = Face
  & Pick<User, 'username' | 'pinyin' | 'initials'> & { role: MemberRole; silencedUntil: number }

export type NoticeFace = { id: number; content: string; url: string | null; sentAt: number; sender: Face }

/** What changed of a conversation: enough to know the state after from the state before. */
export type Change =
  | { what: 'joined'; groupId: number; members: readonly MemberFace[]; count: number }
  | { what: 'left'; groupId: number; userIds: readonly number[]; count: number }
  /** Roles, and who may not write. */
  | { what: 'members'; groupId: number; members: readonly MemberFace[] }
  | { what: 'info'; groupId: number; group: Group; count: number }
  | { what: 'notice'; groupId: number; notice: NoticeFace }
  | { what: 'noticeDeleted'; groupId: number; noticeId: number }
  /** One's own wish to see a notice no more. */
  | { what: 'noticeHidden'; groupId: number; noticeId: number }
  /** One's own settings of a conversation. */
  | {
      what: 'settings'
      miniType: 1100 | 1101
      targetId: number
      isPinned: boolean
      notify: NotifyLevel
      isMarked: boolean
      isHidden: boolean
      readSeq: number
      unreadSeq: number
    }
  /** One's own notices of business systems: one, or (null) all there are of the module. */
  | { what: 'module'; moduleId: number; noticeId: number | null; isRead: boolean; unread: number }
  | { what: 'friend'; userId: number; isFriend: boolean }
  /** One's own answer to an application for friendship. */
  | { what: 'application'; code: string; state: 3 | 4 }
  /** What somebody says of themselves for a while; null: nothing any more. */
  | { what: 'status'; userId: number; status: Status | null }

/** What happened, for the devices of one or more users. Plain data: it may cross machines. */
export type UserEvent =
  /** To all devices of receivers; of the sender's own only to those that said `v=1`, but never to `fromDevice`. */
  | (Shown & { type: 'message'; group: Face | null; fromDevice: string | null })
  /** A message was recalled, edited or reacted to: frame 3004, for `v=1`; it reaches others when they read again. */
  | (Shown & {
      type: 'messageChanged'
      group: Face | null
      /** How far the receiver is, in a direct conversation. */ state: number
    })
  /** To all devices of these users; of `readerId`'s own only to other devices that said `v=1`. */
  | { type: 'receipt'; receipt: ReceiptEvent; readerId: number; fromDevice: string | null }
  | { type: 'typing'; senderId: number; receiverId: number; miniType: 1100 | 1101 }
  /** From one device of a user to that user's others: 1500 and its receipt 15001. */
  | { type: 'command'; code: 1500 | 15001; data: Record<string, unknown>; fromDevice: string | null }
  | { type: 'presence'; user: User; platform: string; isOnline: boolean }
  /** Frame 3003, for `v=1`. */
  | { type: 'conversationChanged'; change: Change }
  /**
   * Frames 11016 (`friend`) and 11017: somebody asks for friendship, to join a group, was invited to one, or has the
   * answer. `state`: 0 open, 3 refused, 4 agreed.
   */
  | {
      type: 'application'
      kind: 'friend' | 'apply' | 'invite'
      code: string
      sender: Face
      receiverId: number
      group: Face | null
      content: string
      at: number
      state: 0 | 3 | 4
    }
  /** Frame 11021, to all devices of the receivers: a notice of a business system. */
  | { type: 'moduleNotice'; notice: Notice }

/** For one waiting device, by its number. */
export type DeviceEvent =
  /** Its QR code was scanned by this person: frame 10010. */
  | { type: 'scanned'; user: Face }
  /** That person refused: frame 10012. */
  | { type: 'scanCancelled' }
  /** It belongs to this token now; `login` is set where frame 10011 must carry it (QR). */
  | { type: 'loggedIn'; userId: number; tokenHash: string; login: { token: string } | null }

/** For every node. */
export type NodeEvent =
  /**
   * These tokens are dead: their sockets get 1002 (`replaced`), 1003 (`over`) or nothing (`loggedOut`) and become
   * waiting devices.
   */
  | { type: 'tokensEnded'; hashes: string[]; reason: 'replaced' | 'over' | 'loggedOut' }
  /** This login replaced its one-time password: what waited for that belongs to it now. */
  | { type: 'loginOpened'; userId: number; tokenHash: string }
  /** Forget what is cached of these users. */
  | { type: 'usersChanged'; userIds: number[] }
  /** Forget who may see whom: of these people, or of all. */
  | { type: 'reachChanged'; userIds?: number[] }
  /** A call was refused with 401: sockets opened with the same dead token get 1003. */
  | { type: 'deadTokenRefused'; hash: string }
  /** For who is connected and may see this person's card, and for who remembers it. */
  | { type: 'statusChanged'; userId: number; status: Status | null }

/**
 * Tells devices, wherever they are connected, what was committed. At most once; in order per conversation.
 * Losing an event costs latency, never messages: clients catch up by `seq`.
 */
export type Bus = AsyncDisposable & {
  toUsers(userIds: readonly number[], event: UserEvent): void
  toDevice(device: string, event: DeviceEvent): void
  toAll(event: NodeEvent): void
  /** Called for each event that this node must look at. */
  onUsers(listener: (userIds: readonly number[], event: UserEvent) => void): void
  onDevice(listener: (device: string, event: DeviceEvent) => void): void
  onAll(listener: (event: NodeEvent) => void): void
}
