import { shallowReactive } from 'vue'
import { contactInfo } from '../../../contract/people.ts'
import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import type { Face } from '../sync/facts.ts'
import type { Hub } from '../sync/hub.ts'

/** Calls under way at once. */
const atOnce = 4

/** Names and pictures of people, by id; what is not known is asked for when it is first looked at. */
export function createPeople({ hub, ask }: { hub: Hub; ask: Ask }) {
  const faces = shallowReactive(new Map<number, Face>())
  const asked = new Set<number>()
  const queue: number[] = []
  let running = 0

  function take(given: readonly Face[]): void {
    for (const face of given) {
      const known = faces.get(face.id)
      if (known?.name !== face.name || known.avatar !== face.avatar) faces.set(face.id, face)
    }
  }

  function isNew({ id, name, avatar }: Face): boolean {
    const known = faces.get(id)
    return known?.name !== name || known.avatar !== avatar
  }

  /** Tells what is new of these people, and keeps it. */
  function learn(given: readonly Face[]): void {
    const news = given.filter(isNew)
    if (news.length > 0)
      hub.publish({ type: 'faces', faces: news.map(({ id, name, avatar }) => ({ id, name, avatar })) })
  }

  async function fetchNext(): Promise<void> {
    running += 1
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      try {
        const { user } = await ask(contactInfo, { query: { targetId: id } })
        learn([{ id: user.id, name: user.trueName, avatar: user.avatar }])
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error
        if (error.mayPass) asked.delete(id)
      }
    }
    running -= 1
  }

  hub.listen(fact => {
    if (fact.type === 'faces') take(fact.faces)
    // Rows come to every tab: each takes what they say, none needs to be told.
    else if (fact.type === 'rows')
      take(fact.rows.map(row => ({ id: row.senderId, name: row.name, avatar: row.avatar })))
    else if (fact.type === 'line' && fact.state === 'connected') asked.clear()
  })

  return {
    /** Reactive; undefined until it is known. */
    face(id: number): Face | undefined {
      const face = faces.get(id)
      if (!face && id > 0 && !asked.has(id)) {
        asked.add(id)
        queue.push(id)
        if (running < atOnce) void fetchNext()
      }
      return face
    },
    learn,
  }
}

export type People = ReturnType<typeof createPeople>
