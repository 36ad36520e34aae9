import type { Blobs } from '../../blobs/blobs.ts'
import type { Bus, UserEvent } from '../../bus/bus.ts'
import { createTestCore } from '../../core.testing.ts'
import type { Ration } from '../../lib/ration.ts'
import { urlsOn, type Viewer } from '../../lib/route.ts'
import { createGroup } from '../../store/conformance/test-store.ts'
import type { Store } from '../../store/store.ts'

const minute = 60_000
let made = 0

/**
 * The cast before a real store: alice, bob and carol are colleagues and in a group that alice owns; mallory knows
 * nobody. `clock.now` is the time, `heard` is everything that was published.
 */
export async function createScene({
  store,
  bus,
  blobs,
  ration,
}: {
  store: Store
  bus: Bus
  blobs: Blobs
  ration?: Ration
}) {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const heard: { userIds: readonly number[]; event: UserEvent }[] = []
  bus.onUsers((userIds, event) => {
    heard.push({ userIds, event })
  })
  const companyId = await store.directory.createCompany({ name: 'Example' })

  async function viewer(name: string, employer: number | null): Promise<Viewer> {
    const id = await store.users.create({
      username: `${name}-${++made}`,
      trueName: name,
      companyId: employer,
      passwordHash: 'none',
      createdAt: 1,
    })
    const user = await store.users.find(id)
    if (!user) throw new Error('not created')
    return {
      user,
      token: {
        hash: name,
        userId: id,
        platform: 'web',
        kind: 'web',
        device: `${name}-device`,
        brand: '',
        address: '',
        createdAt: 1,
        usedAt: 1,
        stage: 'full',
      },
    }
  }

  const cast = {
    alice: await viewer('alice', companyId),
    bob: await viewer('bob', companyId),
    carol: await viewer('carol', companyId),
    mallory: await viewer('mallory', null),
  }
  const groupId = await createGroup(store, {
    name: 'Plan',
    ownerId: cast.alice.user.id,
    userIds: [cast.bob.user.id, cast.carol.user.id],
  })
  const { messages, files, conversations } = createTestCore({
    store,
    bus,
    blobs,
    ...(ration && { ration }),
    clock: () => clock.now,
    config: { recallWindow: 2 * minute, editWindow: 60 * minute },
  })
  const url = urlsOn('https://im.example')

  return {
    ...cast,
    groupId,
    messages,
    heard,
    clock,
    url,
    store,
    files,
    conversations,
    group: { miniType: 1101 as const, targetId: groupId },
    with: (other: Viewer) => ({ miniType: 1100 as const, targetId: other.user.id }),
    /** Sends a text, or what `part` says, to a person or to the group. */
    send(
      by: Viewer,
      to: Viewer | 'group',
      part: { content?: string; replySeq?: number; atIds?: number[]; type?: number; fileId?: number; id?: string } = {},
    ) {
      const draft = {
        id: `scene-${++made}`,
        type: 1,
        content: 'Hello',
        receiverId: to === 'group' ? groupId : to.user.id,
        ...part,
      }
      return to === 'group' ? messages.sendGroup(by, draft, null) : messages.sendDirect(by, draft, null)
    },
    /** What people said that this person reads of the group, or of what they have with another. */
    async read(
      by: Viewer,
      of: Viewer | 'group',
      part: { afterChange?: number; fromTime?: number; size?: number } = {},
    ) {
      const reading = { page: 1, size: 200, ...part }
      const page = await (of === 'group'
        ? messages.history.group(by, { groupId, ...reading }, url)
        : messages.history.direct(by, { senderId: by.user.id, receiverId: of.user.id, ...reading }, url))
      return { ...page, data: page.data.filter(row => row.event === null) }
    },
    /** A file that this person uploaded. */
    upload: (by: Viewer, name = 'plan.pdf') =>
      store.files.create({
        ownerId: by.user.id,
        name,
        extension: 'pdf',
        contentType: 'application/pdf',
        size: 1,
        playTime: 0,
        blob: `blob-${++made}`,
        thumbBlob: null,
        createdAt: 1,
      }),
    /** The next event of this kind that was not looked at before. */
    async next<T extends UserEvent['type']>(type: T) {
      for (;;) {
        const index = heard.findIndex(({ event }) => event.type === type)
        const [found] = index < 0 ? [] : heard.splice(index, 1)
        if (found) return found as { userIds: readonly number[]; event: Extract<UserEvent, { type: T }> }
        await new Promise<void>(resolve => {
          setImmediate(resolve)
        })
      }
    },
  }
}

export type Scene = Awaited<ReturnType<typeof createScene>>
