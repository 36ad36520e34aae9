import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import type { hideConversation, SessionRow, setConversation } from '../../../contract/conversations.ts'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { NotifyLevel } from '../../../contract/notify-level.ts'
import type { Bus } from '../../bus/bus.ts'
import { assistantAvatars, faceUrl } from '../../lib/avatar.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Notice } from '../../store/modules.ts'
import type { OwnSettings, Session } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { Groups } from '../groups/groups.ts'
import { isReadable, readableSpans } from '../log/spans.ts'
import { visibleVersion, newestChange } from '../log/visible-version.ts'
import { lineForExisting } from '../messages/wire-existing.ts'
import type { Messages } from '../messages/messages.ts'
import type { Place } from '../messages/place.ts'
import { stateFor } from '../log/delivery-state.ts'
import type { People } from '../people/people.ts'

type Row = z.output<typeof SessionRow>
type Face = { id: number; name: string; avatar: string | null }

const nobody: Face = { id: 0, name: '', avatar: null }

type Needs = {
  store: Store
  bus: Bus
  people: People
  groups: Pick<Groups, 'applications'>
  messages: Pick<Messages, 'places' | 'tellRead'>
}
type Target = Input<typeof hideConversation>['query']

/** The list of one's conversations, and what one sets for them. */
export function createConversations({ store, bus, people, groups, messages }: Needs) {
  /** Fails with `conversation.unknown` where there is none that this person is or was in. */
  async function find(userId: number, target: Target): Promise<Place> {
    const place = await messages.places.named(userId, target).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error
    })
    if (!place) throw new Failure('conversation.unknown')
    return place
  }

  /** To all devices of this person that know of settings. */
  function tell(userId: number, { miniType, targetId }: Target, settings: OwnSettings): void {
    bus.toUsers([userId], {
      type: 'conversationChanged',
      change: { what: 'settings', miniType, targetId, ...settings },
    })
  }

  async function row(conversationId: number, viewer: Viewer, url: Url, isOurs: boolean): Promise<Row> {
    const session = await store.conversations.session(conversationId, viewer.user.id, countingFor(isOurs))
    if (!session) throw new Failure('conversation.notMember')
    const faces = await people.faces([session.last?.senderId, session.peerId].filter(id => id !== undefined))
    const whole = conversationRow(session, viewer.user.id, id => faces.get(id ?? 0) ?? nobody, url)
    return isOurs ? whole : sessionForExisting(whole, session, viewer.user.id, await fileNames([session]))
  }

  /** COMPAT: names of the files that last messages without words carry, by id. */
  async function fileNames(sessions: readonly Session[]): Promise<Map<number, string>> {
    const fileIds = sessions.flatMap(({ last }) =>
      last && last.content.trim() === '' && last.fileId !== null ? [last.fileId] : [],
    )
    const files = fileIds.length > 0 ? await store.files.findMany(fileIds) : []
    return new Map(files.map(({ id, name }) => [id, name]))
  }

  return {
    /** Only what is given changes: pinned, which messages disturb, marked as unread. */
    async set(
      viewer: Viewer,
      { top, mute, notify = levelOf(mute), unread, unreadSeq, ...target }: Input<typeof setConversation>['query'],
      url: Url,
      isOurs = true,
    ): Promise<Row> {
      const place = await find(viewer.user.id, target)
      if (unreadSeq) needRecent(place, unreadSeq)
      const conversationId = place.conversation.id
      const changed = await store.conversations.changeSettings({
        conversationId,
        userId: viewer.user.id,
        ...(top !== undefined && { isPinned: top === 1 }),
        ...(notify !== undefined && { notify }),
        ...(unread !== undefined && { isMarked: unread === 1 }),
        ...(unreadSeq !== undefined && { unreadSeq }),
      })
      if (changed?.isNew) tell(viewer.user.id, target, changed.settings)
      return row(conversationId, viewer, url, isOurs)
    },

    /** Out of the list until the next message; what was unread is read, and who wrote it is told. */
    async hide(viewer: Viewer, target: Target): Promise<void> {
      const conversationId = (await find(viewer.user.id, target)).conversation.id
      const hidden = await store.conversations.hide({ conversationId, userId: viewer.user.id })
      if (hidden?.moved.isNew) await messages.tellRead(viewer.user.id, conversationId, hidden.moved.readSeq)
      if (hidden?.isNew) tell(viewer.user.id, target, hidden.settings)
    },

    /** The three assistants, then pinned conversations, then the others, newest first. */
    async sessions(viewer: Viewer, url: Url, isOurs = true): Promise<Row[]> {
      const [sessions, friends, joining, notices] = await Promise.all([
        store.conversations.sessions(viewer.user.id, countingFor(isOurs)),
        store.directory.openFriendApplications(viewer.user.id),
        groups.applications.assistant(viewer.user.id),
        store.modules.summary(viewer.user.id),
      ])
      const speakers = sessions.flatMap(({ last, peerId }) => [
        ...(last ? [last.senderId] : []),
        ...(peerId === undefined ? [] : [peerId]),
      ])
      const faces = await people.faces([...new Set([...speakers, ...friends.map(({ senderId }) => senderId)])])
      const face = (id: number | undefined) => faces.get(id ?? 0) ?? nobody
      const latest = friends.at(-1)
      const names = isOurs ? new Map<number, string>() : await fileNames(sessions)
      const rows = sessions.map(session => {
        const whole = conversationRow(session, viewer.user.id, face, url)
        return isOurs ? whole : sessionForExisting(whole, session, viewer.user.id, names)
      })
      return [
        {
          ...assistantRow(11016, '新朋友', url),
          count: friends.length,
          content: latest ? `${face(latest.senderId).name} 请求加为好友` : null,
          sendTime: latest?.sentAt ?? null,
        },
        {
          ...assistantRow(11017, '群助手', url),
          count: joining.count,
          content: joining.newest?.content ?? null,
          sendTime: joining.newest?.application.sentAt ?? null,
        },
        {
          ...assistantRow(11021, '分析助手', url),
          count: notices.unread,
          content: noticeText(notices.newest),
          sendTime: notices.newest?.sentAt ?? null,
        },
        ...rows.filter(row => row.top === 1),
        ...rows.filter(row => row.top === 0),
      ]
    },
  }
}

/**
 * COMPAT: the other client tells of reading only where a message was not read yet: what is unread again would stay so.
 */
const countingFor = (isOurs: boolean) => ({ unreadAgain: isOurs })

/** Whether this person may read that place, and it is one of the newest: what is unread is counted by looking at it. */
function needRecent({ conversation, member }: Place, seq: number): void {
  if (!isReadable(readableSpans(member, conversation), seq)) throw new Failure('message.unknown')
  if ((member.leftSeq ?? conversation.lastSeq) - seq >= limits.unreadAgain)
    throw new Failure('message.tooFarBack', { limit: limits.unreadAgain })
}

/** What turning muting on or off comes to. */
const levelOf = (mute: 0 | 1 | undefined): NotifyLevel | undefined =>
  mute === undefined ? undefined : mute === 1 ? 'mentions' : 'all'

export type Conversations = ReturnType<typeof createConversations>

function assistantRow(miniType: 11016 | 11017 | 11021, name: string, url: Url): Row {
  return {
    senderId: null,
    receiverId: miniType === 11021 ? 1 : null,
    content: null,
    sendTime: null,
    state: 0,
    type: null,
    platform: null,
    name,
    avatar: url(assistantAvatars[miniType]),
    otherAvatar: null,
    otherName: null,
    miniType,
    count: 0,
    id: null,
    seq: 0,
    readSeq: 0,
    unreadSeq: 0,
    change: 0,
    top: 0,
    mute: 0,
    notify: 'all',
    atCount: 0,
    marked: 0,
    event: null,
  }
}

/** Its content, or its title where it has none. */
const noticeText = (notice: Notice | undefined) => (notice ? notice.content || notice.actionText : null)

/** COMPAT: the last line as the existing client draws it. */
function sessionForExisting(
  row: Row,
  { last }: Session,
  viewerId: number,
  fileNames: ReadonlyMap<number, string>,
): Row {
  if (!last) return row
  const line = {
    ...last,
    content: row.content ?? '',
    recallerId: last.recalledBy,
    event: row.event,
    fileName: fileNames.get(last.fileId ?? 0),
  }
  return { ...row, ...lineForExisting(line, viewerId) }
}

/** COMPAT: the other client drops rows whose `senderId` is its own user; the peer stands there, or null in a group. */
function conversationRow(session: Session, viewerId: number, face: (id: number | undefined) => Face, url: Url): Row {
  const { conversation, member, peerId, peer, group, unread } = session
  const last = session.last && visibleVersion(session.last, member)
  const isDirect = conversation.kind === 'direct'
  const speaker = isDirect ? face(peerId) : face(last?.senderId)
  const positions = isDirect ? [member, ...(peer ? [{ userId: peerId ?? 0, ...peer }] : [])] : [member]
  const otherFace = group && { id: group.id, name: group.name, avatar: group.avatar }
  return {
    senderId: isDirect ? (peerId ?? null) : last && last.senderId !== viewerId ? last.senderId : null,
    receiverId: isDirect ? viewerId : conversation.id,
    content: last?.content ?? null,
    sendTime: last?.sentAt ?? group?.createdAt ?? null,
    state: last ? stateFor(last, viewerId, positions) : 2,
    type: last?.type ?? null,
    platform: null,
    name: speaker.name,
    avatar: faceUrl(url, speaker),
    otherAvatar: otherFace ? faceUrl(url, otherFace) : null,
    otherName: otherFace ? otherFace.name : null,
    miniType: isDirect ? 1100 : 1101,
    count: unread,
    id: last?.id ?? null,
    seq: last?.seq ?? 0,
    readSeq: member.readSeq,
    unreadSeq: member.unreadSeq,
    change: newestChange(conversation, member),
    top: member.isPinned ? 1 : 0,
    mute: member.notify === 'all' ? 0 : 1,
    notify: member.notify,
    atCount: session.mentions,
    marked: member.isMarked ? 1 : 0,
    event: last?.extra?.event ?? null,
  }
}
