import type { Generated, Kysely, Transaction } from 'kysely'
import type { AuditActor } from '../../../contract/audit.ts'
import type { AuditRow } from '../audit-chain.ts'

/*
 * The tables, as both databases have them. Booleans are 0 and 1, times are ms, lists are JSON text.
 * Tables that grow are keyed by conversation or by user first, so that they can be spread later.
 *
 *   users ──< department_members >── departments ──> companies ──> licenses
 *     │ └──< friendships                                 └──< roles
 *     ├──< tokens
 *     └──< members >── conversations ──< messages        groups: what only a group has
 *                            └──< receipts               (same id as its conversation)
 */

type UserTable = {
  id: Generated<number>
  username: string
  true_name: string
  avatar: string | null
  email: string | null
  phone: string | null
  sign: string | null
  birthday: string | null
  sex: 'male' | 'female' | 'unknown'
  work: string | null
  work_state: number | null
  company_id: number | null
  role_id: number | null
  is_enabled: number
  is_admin: number
  must_change_password: number
  password_hash: string
  password_set_at: Generated<number>
  created_at: number
  /** Of the name, full and first letters; null until it was computed. */
  pinyin: string | null
  initials: string | null
}

type TokenTable = {
  hash: string
  user_id: number
  platform: string
  kind: string
  device: string
  brand: string
  address: string
  created_at: number
  used_at: number
  stage: Generated<string>
}

/** `at`: ms when another login of its kind took its place. */
type ReplacedLoginTable = { hash: string; at: number }

/** Where a user has logged in from, with success. */
type LoginAddressTable = { user_id: number; address: string; at: number }

type LicenseTable = { id: Generated<number>; name: string; max_level: number; single: number; seats: number }

type CompanyTable = {
  id: Generated<number>
  name: string
  avatar: string | null
  note: string | null
  code: string | null
  parent_id: number | null
  /** The top of its tree: itself where it has no parent. */
  root_id: number
  level: number
  url: string | null
  license_id: number | null
  created_by: number | null
  range_id: number | null
  industry_id: number | null
  region_id: number | null
  range_text: string | null
  industry_text: string | null
  region_text: string | null
  customer_id: string | null
  is_enabled: number
  /** The group that everybody of it is in. */
  group_id: Generated<number | null>
}

type InvitationTable = {
  id: Generated<number>
  code: string
  company_id: number
  created_by: number
  created_at: number
  expires_at: number
  uses: number
  used: number
  withdrawn_at: number | null
}

type RoleTable = { id: Generated<number>; name: string; company_id: number; is_admin: number; note: string | null }

type DepartmentTable = {
  id: Generated<number>
  name: string
  company_id: number
  parent_id: number | null
  level: number
  code: string | null
  note: string | null
  owner_id: number | null
}

type DepartmentMemberTable = { user_id: number; department_id: number; position: string | null; is_main: number }

/** Two rows a friendship, one each way. */
type FriendshipTable = { user_id: number; friend_id: number; created_at: number }

type FriendApplicationTable = {
  id: Generated<number>
  receiver_id: number
  sender_id: number
  content: string
  /** 0 open, 3 refused, 4 agreed: the contract's numbers. */
  state: number
  sent_at: number
}

type GroupApplicationTable = {
  id: Generated<number>
  group_id: number
  user_id: number
  state: number
  sent_at: number
  kind: Generated<'apply' | 'invite'>
  invited_by: number | null
  content: Generated<string>
  decided_at: number | null
}

type GroupNoticeTable = {
  id: Generated<number>
  group_id: number
  sender_id: number
  content: string
  url: string | null
  sent_at: number
}

type ConversationTable = {
  id: Generated<number>
  kind: 'direct' | 'group'
  /** The two people of a direct conversation, the lower id first. */
  low_id: number | null
  high_id: number | null
  last_seq: number
  last_change: number
  last_sent_at: number
  member_version: number
}

type GroupTable = {
  id: number
  name: string
  avatar: string | null
  note: string | null
  owner_id: number
  is_public: number
  needs_approval: number
  is_muted: number
  is_dissolved: number
  created_at: number
}

type MemberTable = {
  conversation_id: number
  user_id: number
  role: 'owner' | 'manager' | 'member'
  joined_seq: number
  left_seq: number | null
  /** The conversation's newest change when this person left; null while in. */
  left_change: number | null
  /** JSON: [[from, to], …] */
  past_spans: string | null
  delivered_seq: number
  read_seq: number
  /** For the member alone, unread again from this place on; 0 for not. */
  unread_seq: Generated<number>
  is_pinned: number
  /** Which messages disturb: 0 all, 1 mentions, 2 none. */
  notify: number
  /** In the list again from this place on; 0 where it was never hidden. */
  hidden_seq: number
  /** Marked as unread by hand. */
  is_marked: Generated<number>
  /** ms until when this member may not write; 0 for not at all. */
  silenced_until: Generated<number>
}

type MessageTable = {
  conversation_id: number
  seq: number
  /** The id that the sender's client made. */
  client_id: string
  sender_id: number
  type: number
  content: string
  file_id: number | null
  at_ids: string | null
  sent_at: number
  /** Null where it never changed. */
  change: number | null
  recalled_by: number | null
  /** 0 for what does not count as unread: recalled messages and system lines. */
  is_counted: Generated<number>
  /** JSON of `MessageExtra`; null for most. */
  extra: string | null
}

/** Who is mentioned where; user 0 is everyone. */
type MentionTable = { conversation_id: number; user_id: number; seq: number; sent_at: number }
type ReactionTable = {
  conversation_id: number
  seq: number
  emoji: string
  user_id: number
  at: number
  change: Generated<number>
}

/** Messages pinned to the top of their conversation. */
type PinTable = { conversation_id: number; seq: number; user_id: number; at: number; change: number }
/** The newest notice of a group that a member does not want to see atop the conversation any more. */
type HiddenNoticeTable = { user_id: number; group_id: number; notice_id: number }

/** Which standing messages answer which. */
type ReplyTable = { conversation_id: number; reply_seq: number; seq: number }

/** Messages that people put by for themselves. */
type SavedMessageTable = { user_id: number; conversation_id: number; seq: number; at: number }

/** The moves of positions in direct conversations, so that a change number tells what was read since. */
type ReceiptTable = {
  conversation_id: number
  change: number
  user_id: number
  delivered_seq: number
  read_seq: number
}

type FileTable = {
  id: Generated<number>
  owner_id: number
  name: string
  extension: string
  content_type: string
  size: number
  play_time: number
  blob: string
  thumb_blob: string | null
  motion_blob: string | null
  is_unsent: Generated<number>
  released_at: number | null
  created_at: number
}

/** Business systems. Id 1 stands for all of them and has no key. */
type ModuleTable = {
  id: Generated<number>
  name: string
  avatar: string | null
  key_hash: string | null
  company_id: number | null
  is_enabled: Generated<number>
  created_at: number
}
type ModuleNoticeTable = {
  id: Generated<number>
  module_id: number
  /** Null for one that was given up before all its receivers were written. */
  code: string | null
  action_text: string
  content: string
  url: string | null
  sent_at: number
  receivers: number
  /** 0 until all its receivers are written: nobody sees it before. */
  is_whole: number
}
type NoticeReceiverTable = { user_id: number; notice_id: number; module_id: number; is_read: Generated<number> }
type EntryTable = {
  id: Generated<number>
  kind: 'card' | 'node'
  name: string
  avatar: string | null
  redirect: string
  company_id: number | null
  position: number
}

type PushTable = {
  user_id: number
  endpoint: string
  token_hash: string
  p256dh: string
  auth: string
  has_preview: number
  quiet_until: number
}

type StatusTable = { user_id: number; emoji: string; words: string; ends_at: number | null }
type CodeTable = { code: string; kind: string; data: string; expires_at: number; holder: string | null }
type SettingTable = { name: string; value: string }

/** Temporary tables of the writer's connection: an import that breaks off leaves nothing. */
type StagedPersonTable = Pick<
  UserTable,
  | 'username'
  | 'true_name'
  | 'phone'
  | 'email'
  | 'work'
  | 'must_change_password'
  | 'password_hash'
  | 'created_at'
  | 'pinyin'
  | 'initials'
> & { import_id: string; line: number; company: string | null }
type StagedPlacementTable = {
  import_id: string
  line: number
  company: string
  path: string
  position: string | null
  is_main: number
}
type StagedCompanyTable = { import_id: string; company: string; company_id: number }
type StagedDepartmentTable = { import_id: string; company: string; path: string; department_id: number }

/** `id`: contiguous; `details`: JSON; `hash`: see `audit-chain.ts`. */
export type AuditTable = AuditRow & { actor_kind: AuditActor }

export type Schema = {
  users: UserTable
  tokens: TokenTable
  replaced_logins: ReplacedLoginTable
  login_addresses: LoginAddressTable
  licenses: LicenseTable
  companies: CompanyTable
  roles: RoleTable
  departments: DepartmentTable
  department_members: DepartmentMemberTable
  friendships: FriendshipTable
  friend_applications: FriendApplicationTable
  group_applications: GroupApplicationTable
  group_notices: GroupNoticeTable
  conversations: ConversationTable
  groups: GroupTable
  members: MemberTable
  messages: MessageTable
  mentions: MentionTable
  reactions: ReactionTable
  pins: PinTable
  replies: ReplyTable
  saved_messages: SavedMessageTable
  hidden_notices: HiddenNoticeTable
  receipts: ReceiptTable
  files: FileTable
  blobs_to_remove: { name: string }
  modules: ModuleTable
  module_notices: ModuleNoticeTable
  notice_receivers: NoticeReceiverTable
  entries: EntryTable
  push_subscriptions: PushTable
  statuses: StatusTable
  codes: CodeTable
  invitations: InvitationTable
  settings: SettingTable
  audit: AuditTable
  staged_people: StagedPersonTable
  staged_placements: StagedPlacementTable
  staged_companies: StagedCompanyTable
  staged_departments: StagedDepartmentTable
}

export type Db = Kysely<Schema>
export type Tx = Transaction<Schema> | Kysely<Schema>
