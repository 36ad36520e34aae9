import type { z } from 'zod'
import type { Entry as WireEntry } from '../../../contract/directory.ts'
import { phoneOf } from '../../../contract/account-names.ts'
import { Failure } from '../../../contract/failures.ts'
import { remember } from '../../lib/bounded-map.ts'
import { type Pinyin, pinyinOf } from '../../lib/pinyin.ts'
import type { Ration } from '../../lib/ration.ts'
import type { Url } from '../../lib/route.ts'
import { normalised } from '../../lib/search-tokens.ts'
import type { Contact, FoundContact } from '../../store/contacts.ts'
import type { Group } from '../../store/conversations.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { People } from '../people/people.ts'
import { createLookUps } from './look-ups.ts'

/** An entry to a business system, as answers carry it. */
type Entry = z.input<typeof WireEntry>

export type FoundGroup = { group: Group; isMember: boolean; count: number }

export type Found = { cards: Entry[]; contacts: Contact[]; groups: FoundGroup[]; nodes: Entry[] }

export type SearchNeeds = {
  store: Pick<Store, 'contacts'>
  people: Pick<People, 'circleOf' | 'meet'>
  ration: Pick<Ration, 'lookUp'>
  /** The entries that this person may see. */
  entries: (viewer: User, url: Url) => Promise<{ cards: readonly Entry[]; nodes: readonly Entry[] }>
}

const contactsFound = 100
const groupsFound = 50
const namesKept = 50_000

/** Of a stranger, name and picture. */
const faceOnly = (contact: Contact): Contact => ({
  ...contact,
  username: '',
  phone: null,
  email: null,
  companyId: null,
  companyName: null,
  posts: [],
})

/** People, groups and entries by a keyword. */
export function createSearch({ store, people, entries, ration }: SearchNeeds) {
  const lookUps = createLookUps(ration)
  // A name costs 9 µs to spell, and the same ones are looked at with every key that is pressed.
  const spelled = new Map<string, Pinyin>()
  const spell = (name: string) => {
    const known = spelled.get(name)
    if (known) return known
    const pinyin = pinyinOf(name, 'group')
    remember(spelled, name, pinyin, namesKept)
    return pinyin
  }

  /** 0 for the whole name, 1 where it begins so, 2 where the keyword is in it; undefined where it is not. */
  function rank(name: string, keyword: string): number | undefined {
    const joined = keyword.replace(/[\s'’]+/g, '')
    const { pinyin, initials } = spell(name)
    // Of a lone apostrophe nothing is left, and nothing is in every name.
    const pairs = (
      [
        [normalised(name), keyword],
        [pinyin, keyword],
        [pinyin, joined],
        [initials, joined],
      ] as const
    ).filter(([, word]) => word !== '')
    if (pairs.some(([text, word]) => text === word)) return 0
    if (pairs.some(([text, word]) => text.startsWith(word))) return 1
    return pairs.some(([text, word]) => text.includes(word)) ? 2 : undefined
  }

  function matching<T>(all: readonly T[], nameOf: (one: T) => string, keyword: string): T[] {
    const ranked = all.flatMap(one => {
      const place = rank(nameOf(one), keyword)
      return place === undefined ? [] : [{ one, place }]
    })
    return ranked.sort((a, b) => a.place - b.place).map(({ one }) => one)
  }

  /**
   * What the viewer may see of those found. Strangers are found by the whole name of an account, so many an hour:
   * nobody is to go through all numbers.
   */
  function meetStrangers(viewer: User, keyword: string, contacts: readonly FoundContact[]): Contact[] {
    const strangers = contacts.filter(contact => !contact.isInCircle)
    const isNumber = phoneOf(keyword) !== undefined || keyword.includes('@')
    // A number that nobody has counts as one that somebody has: else the limit itself would tell.
    if (strangers.length === 0 && !(isNumber && contacts.length === 0)) return [...contacts]
    const wait = lookUps(viewer.id, keyword)
    if (wait > 0 && isNumber) throw new Failure('request.tooMany', {}, wait / 1000)
    const shown = wait > 0 ? contacts.filter(contact => contact.isInCircle) : contacts
    if (wait === 0)
      people.meet(
        viewer.id,
        strangers.map(({ id }) => id),
      )
    return shown.map(contact => (contact.isInCircle ? contact : faceOnly(contact)))
  }

  return async (viewer: User, words: string, url: Url): Promise<Found> => {
    const keyword = normalised(words).trim()
    if (keyword === '') return { cards: [], contacts: [], groups: [], nodes: [] }
    const circle = await people.circleOf(viewer.id)
    const [contacts, inReach, { cards, nodes }] = await Promise.all([
      store.contacts.search({ ...circle, keyword, limit: contactsFound }),
      store.contacts.groupsInReach(circle),
      entries(viewer, url),
    ])
    const known = meetStrangers(viewer, keyword, contacts)
    const groups = matching(inReach, ({ group }) => group.name, keyword).slice(0, groupsFound)
    const counts = await store.contacts.memberCounts(groups.map(({ group }) => group.id))
    return {
      contacts: known,
      groups: groups.map(found => ({ ...found, count: counts.get(found.group.id) ?? 0 })),
      cards: matching(cards, entry => entry.text, keyword),
      nodes: matching(nodes, entry => entry.text, keyword),
    }
  }
}
