import type { Group, Line, MemberRole } from './conversations.ts'
import type { Span } from './span.ts'
import type { Message } from './messages.ts'

/**
 * Who changes a group: `by` must be in it with at least this role when the change is written, else nothing is. The
 * line that says what was done gets this message id and time.
 */
export type Acting = { groupId: number; by: number; atLeast: MemberRole; lineId: string; at: number }

/**
 * Nothing was changed: there is no such group or `by` never was in it (`noGroup`), `by` has left it, it was dissolved,
 * or the role of `by` is too low.
 */
export type NotDone = { outcome: 'noGroup' | 'notMember' | 'dissolved' | 'notAllowed' }

/**
 * The group and how many are in it after the change, and the line of the same commit; no line where nothing changed or
 * nothing is said.
 */
export type Done = { outcome: 'done'; group: Group; count: number; line: Line | undefined }

/**
 * What keeps people from asking again and again: at most so many since a time (ms), and none of who was refused since
 * another.
 */
export type ApplicationBounds = { since: number; most: number; refusedSince: number }

/** A member's part in a group. */
export type Part = { userId: number; role: MemberRole; silencedUntil: number }

/**
 * `apply`: `userId` wants in, by themselves or because `invitedBy` asks for it. `invite`: `invitedBy` brought them in.
 */
export type GroupApplication = {
  id: number
  groupId: number
  userId: number
  kind: 'apply' | 'invite'
  invitedBy: number | null
  content: string
  sentAt: number
  /** 0 open, 3 refused, 4 agreed. */
  state: 0 | 3 | 4
}

export type GroupNotice = {
  id: number
  groupId: number
  senderId: number
  content: string
  url: string | null
  sentAt: number
}

export type NewGroup = {
  name: string
  ownerId: number
  userIds: readonly number[]
  avatar: string | null
  note: string | null
  isPublic: boolean
  needsApproval: boolean
}

/** Only what is given changes. */
export type GroupChange = Partial<Pick<Group, 'name' | 'avatar' | 'note' | 'isPublic' | 'needsApproval'>>

export type Joining = {
  userIds: readonly number[]
  /** Members that the group may have. */
  limit: number
  /** The least role that may let people in where the group asks for approval; null for nobody. */
  freeFrom: MemberRole | null
  /** They came by themselves, and not by an invitation of `by`: the line says so, and no invitation is kept. */
  isOwn: boolean
}

/** Members that a change concerned, as they are now; who was that before is not among them. */
export type PartsChanged = Done & { parts: Part[] }

/**
 * Groups, and who may do what in them: every change is one commit with its system line, and what it presupposes is
 * looked at inside that commit, so that of two changes at once the second one sees the first.
 */
export type Groups = {
  /** The owner and the others are in it; the line names the others. */
  create(group: NewGroup & { lineId: string; at: number }): Promise<Done>
  /**
   * All come in, or nobody; who is in already is not among the parts. Their open applications, which are agreed, and
   * the invitations.
   */
  add(
    acting: Acting,
    joining: Joining,
  ): Promise<
    NotDone | { outcome: 'full' } | { outcome: 'needsApproval' } | (PartsChanged & { applications: GroupApplication[] })
  >
  /** Those of them who were in it; where one is not of a lower role than `by`, nobody goes. */
  remove(
    acting: Acting,
    userIds: readonly number[],
  ): Promise<NotDone | { outcome: 'notLower' } | (Done & { userIds: number[] })>
  /** `gone` where this person had left before; the owner stays. */
  leave(acting: Acting): Promise<NotDone | { outcome: 'gone' } | { outcome: 'owner' } | Done>
  edit(acting: Acting, change: GroupChange): Promise<NotDone | (Done & { isNew: boolean })>
  /** Refuses open applications; again is no change. */
  dissolve(acting: Acting): Promise<NotDone | (Done & { isNew: boolean; applications: GroupApplication[] })>
  /** Managers, or ordinary members again; the owner is passed over. */
  setManagers(
    acting: Acting,
    userIds: readonly number[],
    isManager: boolean,
  ): Promise<NotDone | { outcome: 'targetNotMember' } | PartsChanged>
  /** `by`, who owned it, is an ordinary member after; the parts of both. To a member who is enabled. */
  handOver(acting: Acting, userId: number): Promise<NotDone | { outcome: 'targetNotMember' } | PartsChanged>
  /**
   * Where the owner is disabled: the manager, else the member, who is enabled and has been in it for the longest time
   * owns it, and the former owner is an ordinary member. `kept` where the owner is enabled, or nobody else is.
   */
  succeed(at: { groupId: number; lineId: string; at: number }): Promise<{ outcome: 'kept' } | PartsChanged>
  muteAll(acting: Acting, isMuted: boolean): Promise<NotDone | (Done & { isNew: boolean })>
  /**
   * They may not write until `until` (ms, 0: they may); where one is not of a lower role than `by`, nothing changes.
   */
  silence(
    acting: Acting,
    userIds: readonly number[],
    until: number,
  ): Promise<NotDone | { outcome: 'targetNotMember' | 'notLower' } | PartsChanged>
  publishNotice(
    acting: Acting,
    notice: { content: string; url: string | null },
  ): Promise<NotDone | (Done & { notice: GroupNotice })>
  /** Also in a dissolved group. */
  deleteNotice(acting: Acting, id: number): Promise<NotDone | { outcome: 'noNotice' } | Done>
  /** For this person alone, this notice and older ones stand atop the conversation no more; whether they did. */
  hideNotice(hidden: { groupId: number; userId: number; noticeId: number }): Promise<boolean>
  /** A request to join by the person themselves; an open one stays as it is, and is `repeated`. */
  apply(application: {
    groupId: number
    userId: number
    content: string
    at: number
    bounds?: ApplicationBounds
  }): Promise<
    | { outcome: 'noGroup' | 'dissolved' | 'alreadyMember' }
    | { outcome: 'tooMany' | 'refusedLately'; since: number }
    | { outcome: 'applied' | 'repeated'; group: Group; application: GroupApplication }
  >
  /** Asks for others to be let in: the new applications; who is in it, or has an open one, is passed over. */
  propose(
    acting: Acting,
    userIds: readonly number[],
    bounds?: Omit<ApplicationBounds, 'refusedSince'>,
  ): Promise<NotDone | { outcome: 'tooMany'; since: number } | (Done & { applications: GroupApplication[] })>
  /**
   * Decides an open application once: whoever comes second gets `repeated` for the same decision and `closed` for the
   * other. Agreed, the person is in with the same commit. An invitation is its receiver's, an application the owner's
   * and managers'.
   */
  decide(decision: {
    id: number
    by: number
    state: 3 | 4
    limit: number
    lineId: string
    at: number
  }): Promise<
    | { outcome: 'repeated' }
    | { outcome: 'unknown' | 'notYours' | 'dissolved' | 'closed' | 'full' }
    | (PartsChanged & { application: GroupApplication })
  >

  /** The groups this person is in and that were not dissolved. */
  list(userId: number): Promise<{ group: Group; role: MemberRole; count: number }[]>
  /** Those in it now, in order of user id. */
  parts(groupId: number): Promise<Part[]>
  /** The owner and the managers. */
  leaderIds(groupId: number): Promise<number[]>
  /** Newest first. */
  notices(groupId: number): Promise<GroupNotice[]>
  /** The newest notice; undefined where there is none, or this person hid it. */
  shownNotice(groupId: number, userId: number): Promise<GroupNotice | undefined>
  /** Groups that `succeed` would give another owner, `limit` at most. */
  ownerless(limit: number): Promise<number[]>
  /** This person's open application to that group. */
  openApplication(groupId: number, userId: number): Promise<GroupApplication | undefined>
  /**
   * Applications to groups that this person leads, invitations of this person and decided applications of this person,
   * newest first. `isMine`: open, and this person's to decide.
   */
  applications(userId: number, limit: number): Promise<(GroupApplication & { group: Group; isMine: boolean })[]>
  /** Open applications that this person may decide. */
  countOpen(userId: number): Promise<number>
  /**
   * Messages with files of these types whose places are in the spans, sent at or before `until` (ms), newest first,
   * and how many there are.
   */
  media(
    groupId: number,
    spans: readonly Span[],
    types: readonly number[],
    page: { skip: number; size: number; until?: number | undefined },
  ): Promise<{ rows: Message[]; total: number }>
}
