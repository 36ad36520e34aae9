import type { Bus, Change, MemberFace, UserEvent } from '../../bus/bus.ts'
import type { Done, GroupApplication, Part } from '../../store/groups.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { FanOut } from '../messages/fan-out.ts'
import { bare } from '../messages/wire.ts'
import type { People } from '../people/people.ts'
import { applicationWords, withoutName } from './words.ts'

type Needs = {
  store: Pick<Store, 'groups' | 'conversations'>
  bus: Bus
  people: People
  fanOut: Pick<FanOut, 'inTurn' | 'membersAt' | 'face'>
}

/** Newcomers in one frame: everyone in a group of thousands gets it. */
const facesAtOnce = 100

/**
 * Tells of what was committed. Each of these is to be called right after the commit, with nothing awaited between:
 * what is told of one group then leaves in the order in which it was written, messages included.
 */
export function createGroupEvents({ store, bus, people, fanOut }: Needs) {
  /** Those in it when the change was written. */
  const membersOf = async ({ group, line }: Done): Promise<readonly number[]> =>
    line ? fanOut.membersAt(line.message, line.memberVersion) : (await store.conversations.memberIds(group.id)).userIds

  async function say({ group, line }: Done): Promise<void> {
    if (!line) return
    const [sender, face] = await Promise.all([people.face(line.message.senderId), fanOut.face(group.id)])
    bus.toUsers(await fanOut.membersAt(line.message, line.memberVersion), {
      type: 'message',
      ...bare(line.message, sender),
      group: face,
      fromDevice: null,
    })
  }

  /** One change for everyone in it and those who went with it, then the line for everyone in it. */
  const changed = (done: Done, change: Change | (() => Promise<Change>), also: readonly number[] = []) =>
    fanOut.inTurn(done.group.id, async () => {
      const [members, known] = [await membersOf(done), typeof change === 'function' ? await change() : change]
      bus.toUsers([...members, ...also], { type: 'conversationChanged', change: known })
      await say(done)
    })

  return {
    /** Who was in it hears of everyone who came; who came hears of some that came along and reads the rest. */
    joined: (done: Done, parts: readonly Part[]) =>
      fanOut.inTurn(done.group.id, async () => {
        const members = await membersOf(done)
        const faces = await memberFaces(people, parts)
        const came = new Set(faces.map(face => face.id))
        const before = members.filter(id => !came.has(id))
        for (let start = 0; start < faces.length; start += facesAtOnce) {
          const some = faces.slice(start, start + facesAtOnce)
          bus.toUsers([...before, ...some.map(face => face.id)], {
            type: 'conversationChanged',
            change: { what: 'joined', groupId: done.group.id, members: some, count: done.count },
          })
        }
        await say(done)
      }),

    left: (done: Done, userIds: readonly number[]) =>
      changed(done, { what: 'left', groupId: done.group.id, userIds, count: done.count }, userIds),
    info: (done: Done) => changed(done, { what: 'info', groupId: done.group.id, group: done.group, count: done.count }),
    parts: (done: Done, parts: readonly Part[]) =>
      changed(done, async () => ({
        what: 'members',
        groupId: done.group.id,
        members: await memberFaces(people, parts),
      })),
    /** A new owner: what the group is, then what the two are in it. */
    owner: (done: Done, parts: readonly Part[]) => {
      changed(
        { ...done, line: undefined },
        { what: 'info', groupId: done.group.id, group: done.group, count: done.count },
      )
      changed(done, async () => ({
        what: 'members',
        groupId: done.group.id,
        members: await memberFaces(people, parts),
      }))
    },
    notice: (done: Done, notice: Extract<Change, { what: 'notice' }>['notice']) =>
      changed(done, { what: 'notice', groupId: done.group.id, notice }),
    noticeDeleted: (done: Done, noticeId: number) =>
      changed(done, { what: 'noticeDeleted', groupId: done.group.id, noticeId }),

    /**
     * Open ones: who leads the group. Invitations: who was invited. Decided ones: who wanted in, and who leads the
     * group.
     */
    applications: (group: Group, applications: readonly GroupApplication[]) =>
      fanOut.inTurn(group.id, async () => {
        const leaders = await store.groups.leaderIds(group.id)
        const faces = await people.faces(applications.flatMap(each => [each.userId, each.invitedBy ?? each.userId]))
        for (const application of applications) {
          const face = (id: number) => faces.get(id) ?? { id, name: '', avatar: null }
          if (application.kind === 'invite') {
            bus.toUsers([application.userId], eventOf(group, application, face))
            continue
          }
          bus.toUsers(leaders, eventOf(group, application, face))
          const isNamed = group.isPublic || application.state === 4
          if (mayKnow(application))
            bus.toUsers([application.userId], eventOf(isNamed ? group : withoutName(group), application, face))
        }
      }),
  }
}

export type GroupEvents = ReturnType<typeof createGroupEvents>

/** Whom somebody proposed without their knowing hears of it only when it comes true. */
const mayKnow = ({ state, invitedBy }: GroupApplication) => state === 4 || (state === 3 && invitedBy === null)

function eventOf(
  group: Group,
  application: GroupApplication,
  face: (id: number) => { id: number; name: string; avatar: string | null },
): UserEvent {
  const person = face(application.userId)
  const inviter = application.invitedBy === null ? undefined : face(application.invitedBy)
  return {
    type: 'application',
    kind: application.kind,
    code: String(application.id),
    receiverId: application.userId,
    at: application.sentAt,
    state: application.state,
    sender: application.kind === 'invite' && inviter ? inviter : person,
    group: { id: group.id, name: group.name, avatar: group.avatar },
    content: applicationWords(application, { group: group.name, person: person.name, inviter: inviter?.name }),
  }
}

/** Members as frames draw them; whoever is unknown is left out. */
export async function memberFaces(people: People, parts: readonly Part[]): Promise<MemberFace[]> {
  const users = new Map((await people.users(parts.map(part => part.userId))).map(user => [user.id, user]))
  return parts.flatMap(({ userId, role, silencedUntil }) => {
    const user = users.get(userId)
    return user
      ? [
          {
            id: userId,
            name: user.trueName,
            avatar: user.avatar,
            username: user.username,
            pinyin: user.pinyin,
            initials: user.initials,
            role,
            silencedUntil,
          },
        ]
      : []
  })
}
