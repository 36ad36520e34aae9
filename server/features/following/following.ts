import type { Store } from '../../store/store.ts'
import type { Messages } from '../messages/messages.ts'
import type { People } from '../people/people.ts'
import { createDrawn } from './drawn.ts'
import { createMentions } from './mentions.ts'
import { createSaved } from './saved.ts'

type Needs = { store: Store; people: People; messages: Pick<Messages, 'places' | 'show'>; clock: () => number }

/** Messages that concern one person, over all of their conversations. */
export function createFollowing({ store, people, messages: { places, show }, clock }: Needs) {
  const drawn = createDrawn({ store, people, places, show })
  return { ...createMentions({ store, drawn }), ...createSaved({ store, places, drawn, clock }) }
}

export type Following = ReturnType<typeof createFollowing>
