import type { NotifyLevel } from '../../contract/notify-level.ts'
import type { Message, Moved } from './messages.ts'
import type { Span } from './span.ts'

export type MemberRole = 'owner' | 'manager' | 'member'

export type Conversation = {
  /** A group's id on the wire. */
  id: number
  kind: 'direct' | 'group'
  lastSeq: number
  lastChange: number
  /** Grows by one with every change of who is in it: what was read of the members under the same number still holds. */
  memberVersion: number
}

export type Group = {
  id: number
  name: string
  avatar: string | null
  note: string | null
  ownerId: number
  /** Can be found by search. */
  isPublic: boolean
  /** Whether joining by QR code needs the owner's agreement. */
  needsApproval: boolean
  isMuted: boolean
  isDissolved: boolean
  createdAt: number
}

export type Member = {
  conversationId: number
  userId: number
  role: MemberRole
  /** Reads from here on, exclusive; earlier stays are in `pastSpans`. */
  joinedSeq: number
  /** Last place this person may read after leaving; null while in. */
  leftSeq: number | null
  /** The newest change when this person left: the last one they hear of; null while in. */
  leftChange: number | null
  pastSpans: Span[]
  deliveredSeq: number
  readSeq: number
  /** For this person alone, unread again from this place on; 0 for not. Reading and sending take it forward. */
  unreadSeq: number
  isPinned: boolean
  /** Which messages disturb. */
  notify: NotifyLevel
  /** In the list again from this place on; 0 where it was never hidden. */
  hiddenSeq: number
  /** Marked as unread by hand; reading takes it away. */
  isMarked: boolean
  /** ms until when this member may not write in the group; 0 for not at all. */
  silencedUntil: number
}

/** A conversation as one of its members sees it in the list. */
export type Session = {
  conversation: Conversation
  member: Member
  /** The last message that this member may read. */
  last: Message | undefined
  /** Unread messages of others, exact; system lines and recalled messages do not count. */
  unread: number
  /** Those of them that mention this member, or everyone. */
  mentions: number
  /** The other person of a direct conversation. */
  peerId: number | undefined
  /** The other person's positions in a direct conversation. */
  peer: { deliveredSeq: number; readSeq: number } | undefined
  group: Group | undefined
}

/** Whether what a person wants to be unread again counts as unread, which it does unless this says otherwise. */
export type Counting = { unreadAgain: boolean }

/** A member's own settings of a conversation, and what counts as read. */
export type OwnSettings = Pick<Member, 'isPinned' | 'notify' | 'isMarked' | 'readSeq' | 'unreadSeq'> & {
  /** Out of the list until the next message. */
  isHidden: boolean
}

/** A system line as it was written, and the membership it was written under. */
export type Line = { message: Message; memberVersion: number }

export type Conversations = {
  find(id: number): Promise<Conversation | undefined>
  /** The direct conversation of two people; undefined before their first message. */
  findDirect(userId: number, peerId: number): Promise<Conversation | undefined>
  group(id: number): Promise<Group | undefined>
  /** This person's place, also after leaving. */
  member(conversationId: number, userId: number): Promise<Member | undefined>
  /** Everybody who is or was in it, in order of user id. */
  members(conversationId: number): Promise<Member[]>
  /**
   * Everybody who could read this place, its sender too, with what is drawn of them; in order of user id. One
   * statement, for groups of any size.
   */
  readersOf(
    conversationId: number,
    seq: number,
  ): Promise<{ userId: number; name: string; avatar: string | null; hasRead: boolean }[]>
  /** Ids of those in it now, with the version they belong to. */
  memberIds(conversationId: number): Promise<{ version: number; userIds: number[] }>
  /** Every conversation in this person's list, newest first, without pinning. */
  sessions(userId: number, counting?: Counting): Promise<Session[]>
  /** One conversation as this member sees it, in the list or not; undefined where they never were in it. */
  session(conversationId: number, userId: number, counting?: Counting): Promise<Session | undefined>
  /**
   * Changes what is given of a member's own settings: the settings after, and whether they changed. Positions stay.
   * Pinning, marking and making unread again bring a hidden conversation back into the list. Undefined where this
   * person never was a member.
   */
  changeSettings(change: {
    conversationId: number
    userId: number
    isPinned?: boolean
    notify?: NotifyLevel
    isMarked?: boolean
    /** 0 for not; a place that was never read is unread anyway. */
    unreadSeq?: number
  }): Promise<{ settings: OwnSettings; isNew: boolean } | undefined>
  /**
   * Takes a conversation out of a member's list until the next message; everything in it is read then. Undefined where
   * this person never was a member.
   */
  hide(place: {
    conversationId: number
    userId: number
  }): Promise<{ settings: OwnSettings; isNew: boolean; moved: Moved } | undefined>
  /** Whether the two are in one group now, dissolved ones too. */
  shareGroup(userId: number, otherId: number): Promise<boolean>
  /** The other people of this person's direct conversations, latest first. */
  recentPeers(userId: number, limit: number): Promise<number[]>
}
