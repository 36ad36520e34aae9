import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Contact } from '../../store/contacts.ts'
import type { FriendApplication } from '../../store/friends.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { People } from '../people/people.ts'

const day = 24 * 60 * 60 * 1000
const applicationsShown = 200

/** An application as one of the two sees it. */
export type ShownApplication = {
  application: FriendApplication
  other: { id: number; name: string; avatar: string | null }
}

type Needs = {
  store: Pick<Store, 'friends' | 'contacts'>
  bus: Bus
  people: Pick<People, 'user' | 'face' | 'faces' | 'sight'>
  clock: () => number
}

export type Friends = ReturnType<typeof createFriends>

/** Who is whose friend, and who asks to be. */
export function createFriends({ store, bus, people, clock }: Needs) {
  const { friends } = store

  /** Whoever the viewer was never shown is not there: numbers would tell who there is. */
  async function needKnown(viewer: User, userId: number): Promise<User> {
    const [user, seen] = [await people.user(userId), await people.sight(viewer.id, userId)]
    if (!user || !seen) throw new Failure('user.unknown')
    return user
  }

  /** What was remembered goes first: whoever hears of it may write to the other at once. */
  function tellFriendship(userId: number, otherId: number, isFriend: boolean): void {
    bus.toAll({ type: 'reachChanged', userIds: [userId, otherId] })
    bus.toUsers([userId], { type: 'conversationChanged', change: { what: 'friend', userId: otherId, isFriend } })
    bus.toUsers([otherId], { type: 'conversationChanged', change: { what: 'friend', userId, isFriend } })
  }

  /** Whoever answers hears of it on their other devices, whatever the answer is. */
  function tellAnswered({ id, receiverId }: FriendApplication, state: 3 | 4): void {
    const change = { what: 'application', code: String(id), state } as const
    bus.toUsers([receiverId], { type: 'conversationChanged', change })
  }

  async function tellAgreed(application: FriendApplication): Promise<void> {
    const { id, senderId, receiverId, content } = application
    tellFriendship(senderId, receiverId, true)
    tellAnswered(application, 4)
    bus.toUsers([senderId], {
      type: 'application',
      kind: 'friend',
      code: String(id),
      sender: await people.face(receiverId),
      receiverId: senderId,
      group: null,
      content,
      at: clock(),
      state: 4,
    })
  }

  return {
    /** Enabled ones, by name. */
    list: (viewer: User): Promise<Contact[]> => store.contacts.friendsOf(viewer.id),

    /** Both ways, newest first. */
    async applications(viewer: User): Promise<ShownApplication[]> {
      const applications = await friends.applications(viewer.id, applicationsShown)
      const otherOf = ({ senderId, receiverId }: FriendApplication) => (senderId === viewer.id ? receiverId : senderId)
      const faces = await people.faces(applications.map(otherOf))
      return applications.map(application => {
        const id = otherOf(application)
        return { application, other: faces.get(id) ?? { id, name: '', avatar: null } }
      })
    },

    /**
     * Asks for friendship those whom the viewer sees, or met by a search or code; an open application stays as it is.
     * Fails with `friend.self`, `user.unknown`, `friend.already`, `friend.tooMany`.
     */
    async apply(viewer: User, friendId: number, content: string): Promise<ShownApplication> {
      if (friendId === viewer.id) throw new Failure('friend.self')
      const friend = await needKnown(viewer, friendId)
      // Who is disabled could never answer.
      if (!friend.isEnabled) throw new Failure('user.unknown')
      const at = clock()
      const applied = await friends.apply({
        senderId: viewer.id,
        receiverId: friendId,
        content,
        at,
        since: at - day,
        most: limits.friendApplicationsADay,
      })
      if (applied.outcome === 'friends') throw new Failure('friend.already')
      if (applied.outcome === 'tooMany')
        throw new Failure('friend.tooMany', {}, Math.max(1, Math.ceil((applied.oldest + day - at) / 1000)))
      const { application } = applied
      if (applied.outcome === 'sent') {
        bus.toUsers([friendId], {
          type: 'application',
          kind: 'friend',
          code: String(application.id),
          sender: await people.face(viewer.id),
          receiverId: friendId,
          group: null,
          content,
          at,
          state: 0,
        })
      }
      return { application, other: await people.face(friendId) }
    },

    /**
     * Agrees to that person's open application; who is a friend stays one. Fails with `friend.self`, `user.unknown`,
     * `friend.noApplication`.
     */
    async agree(viewer: User, friendId: number): Promise<void> {
      if (friendId === viewer.id) throw new Failure('friend.self')
      await needKnown(viewer, friendId)
      const agreed = await friends.agree(viewer.id, friendId, clock())
      if (agreed === undefined) throw new Failure('friend.noApplication')
      if (agreed !== 'friends') await tellAgreed(agreed)
    },

    /**
     * Refuses (3) or agrees (4), once. Fails with `application.unknown`, `application.notYours`, `application.closed`.
     */
    async decide(viewer: User, code: string, state: 3 | 4): Promise<void> {
      const id = /^\d{1,15}$/.test(code) ? Number(code) : undefined
      const application = id === undefined ? undefined : await friends.application(id)
      if (!application || (application.receiverId !== viewer.id && application.senderId !== viewer.id))
        throw new Failure('application.unknown')
      if (application.receiverId !== viewer.id) throw new Failure('application.notYours')
      const decided = await friends.decide({ id: application.id, state, at: clock() })
      if (!decided) throw new Failure('application.unknown')
      if (decided.outcome === 'closed') throw new Failure('application.closed')
      if (decided.outcome !== 'decided') return
      if (state === 4) await tellAgreed(decided.application)
      else tellAnswered(decided.application, 3)
    },

    /** Ends it both ways; who is no friend, or not there at all, is no failure. */
    async end(viewer: User, friendId: number): Promise<void> {
      if (await friends.unfriend(viewer.id, friendId)) tellFriendship(viewer.id, friendId, false)
    },
  }
}
