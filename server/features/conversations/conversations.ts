import type { z } from 'zod'
import type { SessionRow } from '../../../contract/conversations.ts'
import { assistantAvatars, faceUrl } from '../../lib/avatar.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Notice } from '../../store/modules.ts'
import type { Session, Store } from '../../store/store.ts'
import type { Groups } from '../groups/groups.ts'
import { stateFor } from '../messages/state.ts'
import type { People } from '../people/people.ts'

type Row = z.output<typeof SessionRow>
type Face = { id: number, name: string, avatar: string | null }

const nobody: Face = { id: 0, name: '', avatar: null }

/** The list of one's conversations. */
export function createConversations({ store, people, groups }: { store: Store, people: People, groups: Pick<Groups, 'applications'> }) {
  return {
    /** The three assistants, then pinned conversations, then the others, newest first. */
    async sessions(viewer: Viewer, url: Url): Promise<Row[]> {
      const [sessions, friends, joining, notices] = await Promise.all([
        store.conversations.sessions(viewer.user.id),
        store.directory.openFriendApplications(viewer.user.id),
        groups.applications.assistant(viewer.user.id),
        store.modules.summary(viewer.user.id),
      ])
      const speakers = sessions.flatMap(({ last, peerId }) => [...last ? [last.senderId] : [], ...peerId === undefined ? [] : [peerId]])
      const faces = await people.faces([...new Set([...speakers, ...friends.map(({ senderId }) => senderId)])])
      const face = (id: number | undefined) => faces.get(id ?? 0) ?? nobody
      const latest = friends.at(-1)
      const rows = sessions.map(session => conversationRow(session, viewer.user.id, face, url))
      return [
        { ...assistantRow(11016, '新朋友', url), count: friends.length, content: latest ? `${face(latest.senderId).name} 请求加为好友` : null, sendTime: latest?.sentAt ?? null },
        { ...assistantRow(11017, '群助手', url), count: joining.count, content: joining.newest?.content ?? null, sendTime: joining.newest?.application.sentAt ?? null },
        { ...assistantRow(11021, '分析助手', url), count: notices.unread, content: noticeText(notices.newest), sendTime: notices.newest?.sentAt ?? null },
        ...rows.filter(row => row.top === 1),
        ...rows.filter(row => row.top === 0),
      ]
    },
  }
}

export type Conversations = ReturnType<typeof createConversations>

function assistantRow(miniType: 11016 | 11017 | 11021, name: string, url: Url): Row {
  return {
    senderId: null, receiverId: miniType === 11021 ? 1 : null, content: null, sendTime: null, state: 0, type: null, platform: null,
    name, avatar: url(assistantAvatars[miniType]), otherAvatar: null, otherName: null, miniType, count: 0, id: null,
    seq: 0, readSeq: 0, change: 0, top: 0, mute: 0, atCount: 0, marked: 0,
  }
}

/** Its content, or its title where it has none. */
const noticeText = (notice: Notice | undefined) => notice ? notice.content || notice.actionText : null

/** COMPAT: the other client drops rows whose `senderId` is its own user; the peer stands there, or null in a group. */
function conversationRow(session: Session, viewerId: number, face: (id: number | undefined) => Face, url: Url): Row {
  const { conversation, member, last, peerId, peer, group, unread } = session
  const isDirect = conversation.kind === 'direct'
  const speaker = isDirect ? face(peerId) : face(last?.senderId)
  const positions = isDirect ? [member, ...peer ? [{ userId: peerId ?? 0, ...peer }] : []] : [member]
  const otherFace = group && { id: group.id, name: group.name, avatar: group.avatar }
  return {
    senderId: isDirect ? peerId ?? null : last && last.senderId !== viewerId ? last.senderId : null,
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
    change: conversation.lastChange,
    top: member.isPinned ? 1 : 0,
    mute: member.isMuted ? 1 : 0,
    atCount: session.mentions,
    marked: member.isMarked ? 1 : 0,
  }
}
