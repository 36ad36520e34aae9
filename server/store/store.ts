import type { z } from 'zod'
import type { Push } from './push.ts'
import type { SystemEvent as WireEvent } from '../../contract/messages.ts'
import type { Groups } from './groups.ts'
import type { Contacts } from './contacts.ts'
import type { Friends } from './friends.ts'
import type { Modules } from './modules.ts'
import type { Search } from './search.ts'

/**
 * Everything that must outlive the process. One implementation over SQLite, one over PostgreSQL, one
 * conformance suite for both. Functions promise what their comment says; they never check permissions and
 * never throw for "not there". Any of them may reject with `StoreUnavailable` (disk full, database away):
 * then nothing of that call was kept.
 */
export type Store = AsyncDisposable & {
  users: Users
  tokens: Tokens
  directory: Directory
  contacts: Contacts
  friends: Friends
  conversations: Conversations
  groups: Groups
  messages: Messages
  search: Search
  files: Files
  push: Push
  codes: Codes
  modules: Modules
  settings: Settings
  /** Rejects with `StoreUnavailable` where a write would not be durable now. */
  check(): Promise<void>
  /** Copies a consistent state of everything to `path` while the store is in use. */
  backup(path: string): Promise<void>
}

/** The storage cannot take or give data for now; nothing of the call was kept. */
export class StoreUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'StoreUnavailable'
  }
}

/** A value that must be unique is taken: `field` says which. */
export class Taken extends Error {
  readonly field: string
  constructor(field: string) {
    super(`${field} is taken`)
    this.name = 'Taken'
    this.field = field
  }
}

/** What a licence allows: `most` people who are enabled, or levels of companies and of departments. */
export type Limit = { what: 'seats' | 'levels', license: string, most: number }

/** A licence does not allow it; nothing of the call was kept. */
export class LimitReached extends Error {
  readonly limit: Limit
  constructor(limit: Limit) {
    super(`the licence "${limit.license}" allows ${limit.most} ${limit.what === 'seats' ? 'enabled people' : 'levels'}, not more`)
    this.name = 'LimitReached'
    this.limit = limit
  }
}

// ---- people -------------------------------------------------------------------------------------------

export type Sex = 'male' | 'female' | 'unknown'

export type User = {
  id: number
  /** Lower case. */
  username: string
  trueName: string
  /** A path of this server (`/files/…`), an absolute URL, or null for the default. */
  avatar: string | null
  email: string | null
  phone: string | null
  sign: string | null
  birthday: string | null
  sex: Sex
  work: string | null
  workState: number | null
  companyId: number | null
  roleId: number | null
  isEnabled: boolean
  /** May use the administrator's console and command line. */
  isAdmin: boolean
  /** The password was set by somebody else, or is the one-time password of the first start. */
  mustChangePassword: boolean
  createdAt: number
  /** Of the name, full (`zhangwei`) and first letters (`zw`); the store finds them. */
  pinyin: string
  initials: string
}

type Given = Omit<User, 'id' | 'createdAt' | 'pinyin' | 'initials'>

export type NewUser = Partial<Given> & {
  username: string
  trueName: string
  /** PHC string of argon2id. */
  passwordHash: string
  createdAt: number
}

export type UserChange = Partial<Given> & { passwordHash?: string }

export type Users = {
  find(id: number): Promise<User | undefined>
  findMany(ids: readonly number[]): Promise<User[]>
  /** By username, phone or e-mail, without regard to case. */
  findAccount(account: string): Promise<(User & { passwordHash: string }) | undefined>
  /** By id order, `afterId` exclusive. */
  list(afterId: number, limit: number): Promise<User[]>
  count(): Promise<number>
  /** Once for each username, phone and e-mail, else rejects with `Taken`; within the seats of the company's licence, else with `LimitReached`. */
  create(user: NewUser): Promise<number>
  /** All or none, in the order given; ids in the same order. Rejects with `Taken` and `LimitReached`. */
  createMany(users: readonly NewUser[]): Promise<number[]>
  /** False where there is no such user. Rejects with `Taken`, and with `LimitReached` where it would take a seat that is not there. */
  change(id: number, change: UserChange): Promise<boolean>
  /** Finds the pinyin of `limit` people at most who were made before names had one; their ids, none when all have it. */
  fillPinyin(limit: number): Promise<number[]>
}

export type Company = {
  id: number
  name: string
  avatar: string | null
  note: string | null
  code: string | null
  parentId: number | null
  level: number
  url: string | null
  licenseId: number | null
  createdBy: number | null
  rangeId: number | null
  industryId: number | null
  regionId: number | null
  rangeText: string | null
  industryText: string | null
  regionText: string | null
  customerId: string | null
  isEnabled: boolean
}

export type Department = {
  id: number
  name: string
  companyId: number
  parentId: number | null
  level: number
  code: string | null
  note: string | null
  ownerId: number | null
  /** No department is below it. */
  isLeaf: boolean
}

export type Role = { id: number, name: string, companyId: number, isAdmin: boolean, note: string | null }
export type License = { id: number, name: string, maxLevel: number, single: number, seats: number }

/** Where a person stands in the organisation; everything undefined where there is none. */
export type Placement = {
  company: Company | undefined
  role: Role | undefined
  license: License | undefined
  /** The main department. */
  department: Department | undefined
}

/** What decides who may see whom: the companies of a person, the own one first, the roots of their trees, and the friends. */
export type Reach = { companyIds: number[], roots: number[], friendIds: number[] }

export type Directory = {
  placement(userId: number): Promise<Placement>
  reach(userId: number): Promise<Reach>
  company(id: number): Promise<Company | undefined>
  companies(): Promise<Company[]>
  /** Ids of every company in these trees, level by level. */
  companiesBelow(roots: readonly number[]): Promise<number[]>
  departments(companyId: number): Promise<Department[]>
  licenses(): Promise<License[]>
  createLicense(license: Omit<License, 'id'>): Promise<number>
  /** Puts the company on a licence. Rejects with `LimitReached` where its people are too many, or it lies or goes too deep. */
  licenseCompany(companyId: number, licenseId: number): Promise<void>
  /** On the licence of the one above it, unless another or null is given. Rejects with `LimitReached`. */
  createCompany(company: Partial<Omit<Company, 'id' | 'name'>> & { name: string }): Promise<number>
  createRole(role: Omit<Role, 'id'>): Promise<number>
  /** Below a department that is there, so that there are no circles. Rejects with `LimitReached`. */
  createDepartment(department: Partial<Omit<Department, 'id' | 'isLeaf'>> & { name: string, companyId: number }): Promise<number>
  /** Puts a person into a department; a repeat changes position and `isMain`. Rejects with `LimitReached`. */
  placeInDepartment(place: { userId: number, departmentId: number, position: string | null, isMain: boolean }): Promise<void>
  /** Both ways; a repeat is no change. */
  befriend(userId: number, friendId: number, at: number): Promise<void>
  /** Open applications to this person. */
  openFriendApplications(userId: number): Promise<{ id: number, senderId: number, content: string, sentAt: number }[]>
}

// ---- logins -------------------------------------------------------------------------------------------

export type Platform = 'windows' | 'mac' | 'linux' | 'android' | 'ios' | 'web'
/** Logins replace each other per kind. */
export type PlatformKind = 'desktop' | 'phone' | 'web'

export type Token = {
  /** SHA-256 of the token, hex: the token itself is never stored. */
  hash: string
  userId: number
  platform: Platform
  kind: PlatformKind
  device: string
  brand: string
  address: string
  createdAt: number
  usedAt: number
}

export type Tokens = {
  find(hash: string): Promise<Token | undefined>
  /** Stores the token and, where `replaces` is set, ends the user's other tokens of the same kind in the same transaction: those come back. */
  create(token: Token, replaces: boolean): Promise<Token[]>
  touch(hash: string, usedAt: number): Promise<void>
  /** The ended token, or undefined where there was none. */
  end(hash: string): Promise<Token | undefined>
  /** Ends every token of the user but `except`; the ended ones. */
  endAll(userId: number, except?: string): Promise<Token[]>
  /** Deletes tokens unused since `usedBefore` or made before `createdBefore`; the ended ones. */
  expire(usedBefore: number, createdBefore: number): Promise<Token[]>
  /** Addresses from which this user has logged in with success since `since`. */
  knownAddresses(userId: number, since: number): Promise<string[]>
}

// ---- conversations ------------------------------------------------------------------------------------

export type MemberRole = 'owner' | 'manager' | 'member'

/** A range of places, both ends included. */
export type Span = { from: number, to: number }

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
  isPinned: boolean
  /** Does not want to be disturbed. */
  isMuted: boolean
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
  peer: { deliveredSeq: number, readSeq: number } | undefined
  group: Group | undefined
}

/** A member's own settings of a conversation, and what counts as read. */
export type OwnSettings = Pick<Member, 'isPinned' | 'isMuted' | 'isMarked' | 'readSeq'> & {
  /** Out of the list until the next message. */
  isHidden: boolean
}

/** A system line as it was written, and the membership it was written under. */
export type Line = { message: Message, memberVersion: number }

export type Conversations = {
  find(id: number): Promise<Conversation | undefined>
  /** The direct conversation of two people; undefined before their first message. */
  findDirect(userId: number, peerId: number): Promise<Conversation | undefined>
  group(id: number): Promise<Group | undefined>
  /** This person's place, also after leaving. */
  member(conversationId: number, userId: number): Promise<Member | undefined>
  /** Everybody who is or was in it, in order of user id. */
  members(conversationId: number): Promise<Member[]>
  /** Everybody who could read this place, its sender too, with what is drawn of them; in order of user id. One statement, for groups of any size. */
  readersOf(conversationId: number, seq: number): Promise<{ userId: number, name: string, avatar: string | null, hasRead: boolean }[]>
  /** Ids of those in it now, with the version they belong to. */
  memberIds(conversationId: number): Promise<{ version: number, userIds: number[] }>
  /** Every conversation in this person's list, newest first, without pinning. */
  sessions(userId: number): Promise<Session[]>
  /** One conversation as this member sees it, in the list or not; undefined where they never were in it. */
  session(conversationId: number, userId: number): Promise<Session | undefined>
  /**
   * Changes what is given of a member's own settings: the settings after, and whether they changed. Positions stay. Pinning and marking
   * bring a hidden conversation back into the list. Undefined where this person never was a member.
   */
  changeSettings(change: { conversationId: number, userId: number, isPinned?: boolean, isMuted?: boolean, isMarked?: boolean }): Promise<{ settings: OwnSettings, isNew: boolean } | undefined>
  /** Takes a conversation out of a member's list until the next message; everything in it is read then. Undefined where this person never was a member. */
  hide(place: { conversationId: number, userId: number }): Promise<{ settings: OwnSettings, isNew: boolean, moved: Moved } | undefined>
  /** The other people of this person's direct conversations, latest first. */
  recentPeers(userId: number, limit: number): Promise<number[]>
  /** The owner is a member too; the group's id. */
  createGroup(group: { name: string, ownerId: number, userIds: readonly number[], avatar?: string | null, note?: string | null, isPublic?: boolean, needsApproval?: boolean, at: number }): Promise<number>
  /** Without a word in the log (`Groups` says one). Who is in already stays as they are; those who came in. They read what comes after the last message. */
  addMembers(conversationId: number, userIds: readonly number[]): Promise<{ userIds: number[] }>
  /** Without a word in the log. Those who left; they keep what they could read. */
  removeMembers(conversationId: number, userIds: readonly number[]): Promise<{ userIds: number[] }>
}

// ---- messages -----------------------------------------------------------------------------------------

export type Draft = {
  /** Made by the client; unique per sender. */
  id: string
  senderId: number
  /** A direct conversation is found, or made, by its two people; a group by its id. */
  to: { peerId: number } | { groupId: number }
  type: number
  content: string
  fileId: number | null
  /** User ids, 0 for everyone. Stored are those who are in the conversation then, each once. */
  atIds: readonly number[] | null
  /** The place of the message that it replies to. */
  replySeq?: number | null
  merged?: Merged | null
  /** ms; the stored time is never before that of the message before it. */
  sentAt: number
}

/** What the system says in a group. */
export type SystemEvent = z.output<typeof WireEvent>

/** Messages forwarded as one, as they were when they were forwarded. */
export type Merged = {
  title: string
  items: { name: string, avatar: string | null, userId: number, sentAt: number, type: number, content: string, fileId: number | null }[]
}

/** What one emoji was given by whom, in the order they came. */
export type Reaction = { emoji: string, userIds: number[] }

/** What few messages have. */
export type MessageExtra = {
  /** The place of the message that it replies to. */
  replySeq?: number
  /** ms, and the number of that change. */
  editedAt?: number
  editChange?: number
  /** Earlier texts, oldest first, each for those who left while it stood: before change `until`. */
  past?: { until: number, content: string, atIds: number[] | null, editedAt?: number }[]
  event?: SystemEvent
  merged?: Merged
}

export type Message = {
  conversationId: number
  kind: 'direct' | 'group'
  seq: number
  id: string
  senderId: number
  /** The other person of a direct conversation, the group's id in a group. */
  receiverId: number
  type: number
  content: string
  fileId: number | null
  atIds: number[] | null
  sentAt: number
  /** Number of this row's last change, 0 where it never changed. */
  change: number
  recalledBy: number | null
  extra: MessageExtra | null
}

export type Appended =
  | { outcome: 'stored' | 'repeated', message: Message, memberVersion: number }
  | { outcome: 'notMember' | 'noGroup' | 'dissolved' | 'muted' | 'silenced' }

/** A member's position after a receipt. */
export type Moved = {
  conversationId: number
  kind: 'direct' | 'group'
  userId: number
  deliveredSeq: number
  readSeq: number
  /** The newest change number of the conversation. */
  change: number
  /** False where everything up to there was delivered, or read, before. */
  isNew: boolean
  /** Reading took the mark away. */
  isUnmarked: boolean
}

export type Recalled = { outcome: 'recalled' | 'repeated', message: Message } | { outcome: 'unknown' | 'notYours' | 'tooLate' }

export type Edited = { outcome: 'edited' | 'repeated', message: Message }
  | { outcome: 'unknown' | 'notEditable' | 'recalled' | 'tooLate' | 'notMember' | 'dissolved' | 'muted' | 'silenced' }

export type Reacted = { outcome: 'changed' | 'repeated', message: Message } | { outcome: 'unknown' | 'recalled' | 'tooMany' | 'notMember' | 'dissolved' }

/** The rows of one reading, newest first, and how many the reader can read in all. */
export type Page = { rows: Message[], total: number }

export type Changes = { rows: Message[], /** Ask from here next. */ change: number }

export type Messages = {
  /**
   * Durable when it resolves; `seq` is contiguous from 1 in each conversation; once for each (sender, id), for ever:
   * a repeat gets the first message back. The sender has then read everything before it. Appends of one turn of the
   * event loop keep their order.
   */
  append(draft: Draft): Promise<Appended>
  /**
   * Moves a member's position forward, never back, to `seq` or the conversation's end; in a direct conversation a
   * move is a numbered change. Undefined where this person never was a member.
   */
  movePosition(move: { conversationId: number, userId: number, seq: number, isRead: boolean }): Promise<Moved | undefined>
  /**
   * Empties a message, takes away its mentions and reactions, and numbers the change. A group's owner may recall at any
   * time, the sender until `sentAfter`; nobody what the system says.
   */
  recall(recall: { conversationId: number, seq: number, userId: number, sentAfter: number }): Promise<Recalled>
  /**
   * Replaces text and mentions of a sender's own text message that was sent after `sentAfter`, where the sender could send now,
   * and numbers the change; it stays as read as it was. The same text and mentions again change nothing.
   */
  edit(edit: { conversationId: number, seq: number, userId: number, content: string, atIds: readonly number[] | null, at: number, sentAfter: number }): Promise<Edited>
  /** Adds or takes away one person's emoji, `limit` different ones at most, and numbers the change of the row; again changes nothing. */
  react(reaction: { conversationId: number, seq: number, userId: number, emoji: string, isOn: boolean, at: number, limit: number }): Promise<Reacted>
  /** By place: emoji in the order of their first use, people in the order they came; those up to change number `until`. */
  reactions(conversationId: number, seqs: readonly number[], until?: number): Promise<Map<number, Reaction[]>>
  /** Messages with this id, of any sender. */
  findById(id: string): Promise<Message[]>
  /** One message by its place. */
  find(conversationId: number, seq: number): Promise<Message | undefined>
  /** The messages at these places, in the log's order; those that are not there are left out. */
  findMany(conversationId: number, seqs: readonly number[]): Promise<Message[]>
  /** Rows whose places are in these spans (ascending, disjoint), newest first; costs the same at any depth. */
  inSpans(conversationId: number, spans: readonly Span[]): Promise<Message[]>
  /** The last place whose message was sent at or before `time`; 0 where there is none. */
  seqAt(conversationId: number, time: number): Promise<number>
  /**
   * Rows whose last change came after change number `after`, up to `until`: recalled, edited, reacted to, or (direct) `viewerId`'s
   * own that the other side got or read. In portions of about `limit` rows that lose none.
   */
  changedSince(conversationId: number, viewerId: number, after: number, limit: number, until?: number): Promise<Changes>
}

// ---- files, codes, settings ---------------------------------------------------------------------------

export type StoredFile = {
  id: number
  ownerId: number
  /** The name it was uploaded under. */
  name: string
  /** Lower case, without a dot; may be empty. */
  extension: string
  contentType: string
  /** Bytes. */
  size: number
  /** Seconds. */
  playTime: number
  /** Unguessable name in `Blobs`. */
  blob: string
  /** The thumbnail's or poster's, where there is one. */
  thumbBlob: string | null
  createdAt: number
}

export type Files = {
  find(id: number): Promise<StoredFile | undefined>
  findMany(ids: readonly number[]): Promise<StoredFile[]>
  /** By the name of its blob or of its thumbnail's. */
  findByBlob(blob: string): Promise<StoredFile | undefined>
  create(file: Omit<StoredFile, 'id'>): Promise<number>
  /** Whether this person uploaded the file or was sent it in a conversation they can or could read. */
  maySend(fileId: number, userId: number): Promise<boolean>
}

/** Short-lived secrets that any node must know: QR codes and tickets. `data` is JSON text. */
export type Code = { code: string, kind: 'scanLogin' | 'group' | 'user' | 'ticket', data: string, expiresAt: number }

export type Codes = {
  create(code: Code): Promise<void>
  /** Expired ones too: the caller tells "expired" from "never was". They are deleted a day after. */
  find(code: string): Promise<Code | undefined>
  /** Replaces `data` if it still is `expected`; whether it did. */
  change(code: string, expected: string, data: string): Promise<boolean>
  /** Ends a code; it comes back to exactly one caller. */
  take(code: string): Promise<Code | undefined>
  /** Deletes what expired before `time`. */
  expire(time: number): Promise<void>
}

export type Settings = {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
}
