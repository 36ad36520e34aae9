import type { Selectable } from 'kysely'
import { notifyLevels } from '../../../contract/notify-level.ts'
import type { NotifyLevel } from '../../../contract/notify-level.ts'
import type { Company, Department, License, Role, User } from '../people.ts'
import type { Conversation, Group, Member } from '../conversations.ts'
import type { Span } from '../span.ts'
import type { Message, MessageExtra } from '../messages.ts'
import type { LoginStage, Platform, PlatformKind, Token } from '../logins.ts'
import type { StoredFile } from '../store.ts'
import type { Schema } from './schema.ts'

/* Rows as the tables have them, to the words of the store: 0 and 1 become booleans, JSON text becomes lists. */

type Row<Table extends keyof Schema> = Selectable<Schema[Table]>

export const userOf = (row: Row<'users'>): User => ({
  id: row.id,
  username: row.username,
  trueName: row.true_name,
  avatar: row.avatar,
  email: row.email,
  phone: row.phone,
  sign: row.sign,
  birthday: row.birthday,
  sex: row.sex,
  work: row.work,
  workState: row.work_state,
  companyId: row.company_id,
  roleId: row.role_id,
  isEnabled: row.is_enabled === 1,
  isAdmin: row.is_admin === 1,
  mustChangePassword: row.must_change_password === 1,
  createdAt: row.created_at,
  pinyin: row.pinyin ?? '',
  initials: row.initials ?? '',
})

export const tokenOf = (row: Row<'tokens'>): Token => ({
  hash: row.hash,
  userId: row.user_id,
  platform: row.platform as Platform,
  kind: row.kind as PlatformKind,
  device: row.device,
  brand: row.brand,
  address: row.address,
  createdAt: row.created_at,
  usedAt: row.used_at,
  stage: row.stage as LoginStage,
})

export const companyOf = (row: Row<'companies'>): Company => ({
  id: row.id,
  name: row.name,
  avatar: row.avatar,
  note: row.note,
  code: row.code,
  parentId: row.parent_id,
  level: row.level,
  url: row.url,
  licenseId: row.license_id,
  createdBy: row.created_by,
  rangeId: row.range_id,
  industryId: row.industry_id,
  regionId: row.region_id,
  rangeText: row.range_text,
  industryText: row.industry_text,
  regionText: row.region_text,
  customerId: row.customer_id,
  isEnabled: row.is_enabled === 1,
  groupId: row.group_id,
})

export const departmentOf = (row: Row<'departments'>, isLeaf: boolean): Department => ({
  id: row.id,
  name: row.name,
  companyId: row.company_id,
  parentId: row.parent_id,
  level: row.level,
  code: row.code,
  note: row.note,
  ownerId: row.owner_id,
  isLeaf,
})

export const roleOf = (row: Row<'roles'>): Role => ({
  id: row.id,
  name: row.name,
  companyId: row.company_id,
  isAdmin: row.is_admin === 1,
  note: row.note,
})

export const licenseOf = (row: Row<'licenses'>): License => ({
  id: row.id,
  name: row.name,
  maxLevel: row.max_level,
  single: row.single,
  seats: row.seats,
})

export const conversationOf = (
  row: Omit<Row<'conversations'>, 'low_id' | 'high_id' | 'last_sent_at'>,
): Conversation => ({
  id: row.id,
  kind: row.kind,
  lastSeq: row.last_seq,
  lastChange: row.last_change,
  memberVersion: row.member_version,
})

export const groupOf = (row: Row<'groups'>): Group => ({
  id: row.id,
  name: row.name,
  avatar: row.avatar,
  note: row.note,
  ownerId: row.owner_id,
  isPublic: row.is_public === 1,
  needsApproval: row.needs_approval === 1,
  isMuted: row.is_muted === 1,
  isDissolved: row.is_dissolved === 1,
  createdAt: row.created_at,
})

/** From `[[from, to], …]`. */
export const spansOf = (json: string | null): Span[] =>
  json === null ? [] : (JSON.parse(json) as [number, number][]).map(([from, to]) => ({ from, to }))

/** To `[[from, to], …]`; null for none. */
export const spansJson = (spans: readonly Span[]): string | null =>
  spans.length === 0 ? null : JSON.stringify(spans.map(span => [span.from, span.to]))

/** From its place among the levels. */
export const notifyOf = (place: number): NotifyLevel => notifyLevels[place] ?? 'all'

export const memberOf = (row: Row<'members'>): Member => ({
  conversationId: row.conversation_id,
  userId: row.user_id,
  role: row.role,
  joinedSeq: row.joined_seq,
  leftSeq: row.left_seq,
  leftChange: row.left_change,
  pastSpans: spansOf(row.past_spans),
  deliveredSeq: row.delivered_seq,
  readSeq: row.read_seq,
  unreadSeq: row.unread_seq,
  isPinned: row.is_pinned === 1,
  notify: notifyOf(row.notify),
  hiddenSeq: row.hidden_seq,
  isMarked: row.is_marked === 1,
  silencedUntil: row.silenced_until,
})

/** Whether a place lies in one of a member's stays. */
export const isReadable = (member: Pick<Member, 'joinedSeq' | 'leftSeq' | 'pastSpans'>, seq: number): boolean =>
  (seq > member.joinedSeq && seq <= (member.leftSeq ?? Infinity))
  || member.pastSpans.some(span => seq >= span.from && seq <= span.to)

type Pair = Pick<Row<'conversations'>, 'kind' | 'low_id' | 'high_id'>

/** The other person of a direct conversation; undefined in a group. */
export const peerOf = (conversation: Pair, userId: number): number | undefined =>
  (conversation.low_id === userId ? conversation.high_id : conversation.low_id) ?? undefined

export const messageOf = (row: Omit<Row<'messages'>, 'is_counted'>, conversation: Pair): Message => ({
  conversationId: row.conversation_id,
  kind: conversation.kind,
  seq: row.seq,
  id: row.client_id,
  senderId: row.sender_id,
  receiverId: peerOf(conversation, row.sender_id) ?? row.conversation_id,
  type: row.type,
  content: row.content,
  fileId: row.file_id,
  atIds: row.at_ids === null ? null : (JSON.parse(row.at_ids) as number[]),
  sentAt: row.sent_at,
  change: row.change ?? 0,
  recalledBy: row.recalled_by,
  extra: row.extra === null ? null : (JSON.parse(row.extra) as MessageExtra),
})

export const fileOf = (row: Row<'files'>): StoredFile => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  extension: row.extension,
  contentType: row.content_type,
  size: row.size,
  playTime: row.play_time,
  blob: row.blob,
  thumbBlob: row.thumb_blob,
  ...(row.motion_blob !== null && { motionBlob: row.motion_blob }),
  createdAt: row.created_at,
})

const inChunks = 500

/** Reads by long lists of ids in pieces that both databases take as parameters; each id once. */
export async function readChunks<Id, Found>(
  ids: readonly Id[],
  read: (some: Id[]) => Promise<Found[]>,
): Promise<Found[]> {
  const all = [...new Set(ids)]
  const found: Found[] = []
  for (let start = 0; start < all.length; start += inChunks)
    found.push(...(await read(all.slice(start, start + inChunks))))
  return found
}
