import { Failure } from '../../../contract/failures.ts'
import type { Face, MemberFace } from '../../bus/bus.ts'
import type { Group, MemberRole } from '../../store/conversations.ts'
import type { Message } from '../../store/messages.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Files } from '../files/files.ts'
import { readableSpans } from '../log/spans.ts'
import type { People } from '../people/people.ts'
import type { Actors } from './actors.ts'
import { memberFaces } from './group-events.ts'

type Needs = {
  store: Pick<Store, 'groups' | 'conversations'>
  people: People
  files: Pick<Files, 'findMany'>
  actors: Actors
}

/** A file, and the message it came in. */
export type SentFile = { message: Message; sender: Face; file: StoredFile }

/** Message types; a film is looked for among the files. */
const typesOf = { file: [3, 5], image: [2] } as const

const order: MemberRole[] = ['owner', 'manager', 'member']
const byName = (one: { pinyin: string; name: string; id: number }, other: typeof one) =>
  compare(one.pinyin, other.pinyin) || compare(one.name, other.name) || one.id - other.id
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Groups as their members see them. */
export function createGroupQueries({ store, people, files, actors }: Needs) {
  return {
    /** For its members: the owner first, then managers, then the others by name. */
    async info(viewer: User, groupId: number): Promise<{ group: Group; members: MemberFace[]; count: number }> {
      const { group } = await actors.member(viewer, groupId)
      const parts = await store.groups.parts(groupId)
      const members = await memberFaces(people, parts)
      return {
        group,
        members: members.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || byName(a, b)),
        count: parts.length,
      }
    },

    /** The groups this person is in and that were not dissolved, by name. */
    async list(viewer: User): Promise<{ group: Group; role: MemberRole; count: number }[]> {
      const collator = new Intl.Collator('zh-CN')
      return (await store.groups.list(viewer.id)).sort(
        (a, b) => collator.compare(a.group.name, b.group.name) || a.group.id - b.group.id,
      )
    },

    /** What was sent in the group and this person can read, newest first; also for who has left. */
    async media(
      viewer: User,
      groupId: number,
      kind: keyof typeof typesOf,
      page: { page: number; size: number; to?: number | undefined },
    ): Promise<{ found: SentFile[]; total: number }> {
      const [conversation, member] = await Promise.all([
        store.conversations.find(groupId),
        store.conversations.member(groupId, viewer.id),
      ])
      if (conversation?.kind !== 'group' || !member) throw new Failure('group.unknown')
      const { rows, total } = await store.groups.media(groupId, readableSpans(member, conversation), typesOf[kind], {
        skip: (page.page - 1) * page.size,
        size: page.size,
        until: page.to,
      })
      const [faces, known] = await Promise.all([
        people.faces(rows.map(row => row.senderId)),
        files.findMany(rows.flatMap(row => row.fileId ?? [])),
      ])
      const found = rows.flatMap(message => {
        const file = known.get(message.fileId ?? 0)
        return file
          ? [{ message, file, sender: faces.get(message.senderId) ?? { id: message.senderId, name: '', avatar: null } }]
          : []
      })
      return { found, total }
    },
  }
}
