import type { Message, StoredFile, User } from '../store/store.ts'

/** A name and a picture, as frames draw them. */
export type Face = { id: number, name: string, avatar: string | null }

/** A receipt as its sender's client made it, with what the log knows. */
export type ReceiptEvent = { id: string, endTime: number, miniType: number, senderId: number, receiverId: number, state: 1 | 2 }

/** What happened, for the devices of one or more users. Plain data: it may cross machines. */
export type UserEvent =
  /** To all devices of receivers; of the sender's own only to those that said `v=1`, but never to `fromDevice`. */
  | { type: 'message', message: Message, sender: Face, group: Face | null, file: StoredFile | null, fromDevice: string | null }
  /** A message was recalled: frame 3004, for `v=1`; recall reaches others when they read again. */
  | { type: 'messageChanged', message: Message, sender: Face, group: Face | null }
  /** To all devices of these users; of `readerId`'s own only to other devices that said `v=1`. */
  | { type: 'receipt', receipt: ReceiptEvent, readerId: number, fromDevice: string | null }
  | { type: 'typing', senderId: number, receiverId: number, miniType: 1100 | 1101 }
  /** From one device of a user to that user's others: 1500 and its receipt 15001. */
  | { type: 'command', code: 1500 | 15001, data: Record<string, unknown>, fromDevice: string | null }
  | { type: 'presence', user: User, platform: string, isOnline: boolean }
  /** A group's members, name or state changed: frame 3003, for `v=1`. */
  | { type: 'conversationChanged', conversationId: number, what: 'members' | 'dissolved' | 'info' }
  /** Frames 11016 and 11017: somebody asks for friendship, or to join a group. */
  | { type: 'application', kind: 'friend' | 'group', sender: Face, group: Face | null, content: string, at: number }

/** For one waiting device, by its number. */
export type DeviceEvent =
  /** Its QR code was scanned by this person: frame 10010. */
  | { type: 'scanned', user: Face }
  /** It belongs to this token now; `login` is set where frame 10011 must carry it (QR). */
  | { type: 'loggedIn', userId: number, tokenHash: string, login: { token: string } | null }

/** For every node. */
export type NodeEvent =
  /** These tokens are dead: their sockets get 1002 (`replaced`), 1003 (`over`) or nothing (`loggedOut`) and become waiting devices. */
  | { type: 'tokensEnded', hashes: string[], reason: 'replaced' | 'over' | 'loggedOut' }
  /** Forget what is cached of these users. */
  | { type: 'usersChanged', userIds: number[] }
  /** Forget who may see whom. */
  | { type: 'reachChanged' }
  /** A call was refused with 401: sockets opened with the same dead token get 1003. */
  | { type: 'deadTokenRefused', hash: string }

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
