import type { NoticeFace } from '../../bus/bus.ts'
import type { GroupNotice } from '../../store/groups.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { People } from '../people/people.ts'
import type { Actors } from './actors.ts'
import { done } from './refusals.ts'
import type { GroupEvents } from './group-events.ts'

type Needs = { store: Pick<Store, 'groups'>; people: People; events: GroupEvents; actors: Actors }

/** What the owner and managers have to say to everyone in a group. */
export function createNotices({ store, people, events, actors }: Needs) {
  return {
    /** Newest first, for its members. */
    async list(viewer: User, groupId: number): Promise<NoticeFace[]> {
      await actors.member(viewer, groupId)
      const notices = await store.groups.notices(groupId)
      const faces = await people.faces(notices.map(notice => notice.senderId))
      return notices.map(notice => shown(notice, faces.get(notice.senderId)))
    },

    async publish(viewer: User, groupId: number, notice: { content: string; url: string | null }): Promise<NoticeFace> {
      const published = done(await store.groups.publishNotice(actors.by(groupId, viewer.id, 'manager'), notice))
      const face = shown(published.notice, { id: viewer.id, name: viewer.trueName, avatar: viewer.avatar })
      events.notice(published, face)
      return face
    },

    async remove(viewer: User, groupId: number, id: number): Promise<void> {
      events.noticeDeleted(done(await store.groups.deleteNotice(actors.by(groupId, viewer.id, 'manager'), id)), id)
    },
  }
}

const shown = (
  { id, content, url, sentAt, senderId }: GroupNotice,
  sender: NoticeFace['sender'] = { id: senderId, name: '', avatar: null },
): NoticeFace => ({ id, content, url, sentAt, sender })
