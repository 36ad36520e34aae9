import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { ownAvatar } from '../../../../contract/files.ts'
import { useEngine, useMe } from '../../session.ts'
import type { Contact } from '../../state/book.ts'
import type { Conversation } from '../../state/conversations.ts'
import { keyOf } from '../../sync/conversation-key.ts'
import { chat as chatTexts } from '../../text/chat.ts'
import { lastLine } from '../../text/last-line.ts'
import { language } from '../../text/language.ts'
import { namesOf, plain } from '../../text/names.ts'
import type { Names } from '../../text/names.ts'
import { people as peopleTexts } from '../../text/people.ts'
import { switcher } from '../../text/switcher.ts'
import { listTime } from '../../text/time-words.ts'
import { now } from '../../ui/now.ts'
import { assistants } from '../../state/assistants.ts'
import { actionsOf } from './actions.ts'
import { sectionsOf } from './entry.ts'
import type { Candidate, Entry, Section } from './entry.ts'
import type { Going } from './going.ts'

/** Conversations that are offered before anything is typed. */
const mostRecent = 8

/** Where a person works, in a line. */
export const placeOf = ({ deptName, position }: Pick<Contact, 'deptName' | 'position'>): string =>
  [deptName, position].filter(Boolean).join(' · ')

/** What is known on this device, to be looked through at once and without the network. */
export function useHeld(go: Going) {
  const engine = useEngine()
  const me = useMe()
  const route = useRoute()
  const { book, conversations, presence, viewer } = engine
  const { friends, companies, groups } = book
  for (const list of [friends, companies, groups]) if (!list.value.value) void list.load()

  const contacts = computed(() => {
    const all = [...(friends.value.value ?? []), ...(companies.value.value?.flatMap(({ children }) => children) ?? [])]
    return [...new Map(all.map(person => [person.id, person])).values()].filter(({ id }) => id !== viewer.id)
  })
  /** Made once, not with every letter. */
  const names = computed(
    () =>
      new Map<number, { names: Names; place: string }>(
        contacts.value.map(person => [
          person.id,
          {
            names: namesOf(person.trueName, [
              person.pinyin,
              person.initials,
              person.username,
              person.phone,
              person.email,
            ]),
            place: plain([placeOf(person), ...person.posts.map(({ deptName }) => deptName)].join('·')),
          },
        ]),
      ),
  )

  function personEntry(id: number, title: string, src: string, text: string): Entry {
    return {
      key: `p${id}`,
      title,
      text,
      face: { src, isOnline: presence.isOnline(id) === true },
      open: () => go.chat('direct', id),
      openPage: () => go.page('person', { id }),
    }
  }
  const groupEntry = (id: number, title: string, src: string, text: string): Entry => ({
    key: `g${id}`,
    title,
    text,
    face: { src },
    open: () => go.chat('group', id),
  })
  const ownEntry = (): Entry => ({
    key: 'own',
    title: chatTexts.toSelf,
    text: '',
    face: { src: ownAvatar },
    open: () => go.chat('direct', viewer.id),
  })

  const known = () => conversations.list.value.filter(({ key }) => key !== keyOf('direct', viewer.id))
  const usedAt = () => new Map(conversations.list.value.map(({ key, time }) => [key, time]))

  function peopleOf(isNumber: boolean): Candidate[] {
    const used = usedAt()
    const held = contacts.value.map(person => ({
      ...(names.value.get(person.id) ?? { names: namesOf(person.trueName) }),
      used: used.get(keyOf('direct', person.id)) ?? 0,
      entry: personEntry(
        person.id,
        person.trueName,
        person.avatar,
        (isNumber && person.phone) || placeOf(person) || (person.companyName ?? ''),
      ),
    }))
    const ids = new Set(contacts.value.map(({ id }) => id))
    const others = known().filter(({ kind, id, name }) => kind === 'direct' && name !== '' && !ids.has(id))
    return [
      ...held,
      ...others.map(({ id, name, avatar, time }) => ({
        names: namesOf(name),
        used: time,
        entry: personEntry(id, name, avatar, ''),
      })),
    ]
  }

  function groupsOf(): Candidate[] {
    const used = usedAt()
    const listed = (groups.value.value ?? []).map(({ groupId, text, avatar, count }) => ({
      names: namesOf(text),
      used: used.get(keyOf('group', groupId)) ?? 0,
      entry: groupEntry(groupId, text, avatar, peopleTexts.peopleCount(count)),
    }))
    const keys = new Set(listed.map(({ entry }) => entry.key))
    const others = known().filter(({ kind, key }) => kind === 'group' && !keys.has(key))
    return [
      ...listed,
      ...others.map(({ id, name, avatar, time }) => ({
        names: namesOf(name),
        used: time,
        entry: groupEntry(id, name, avatar, ''),
      })),
    ]
  }

  const chatsOf = (): Candidate[] => [
    {
      names: namesOf(chatTexts.toSelf, ['wjcszs', 'file transfer', me.value.trueName, me.value.username]),
      used: 0,
      entry: ownEntry(),
    },
    ...assistants.map(({ which, name, miniType }) => ({
      names: namesOf(name()),
      used: 0,
      entry: {
        key: which,
        title: name(),
        text: '',
        face: { src: conversations.assistants.value.find(row => row.miniType === miniType)?.avatar ?? '' },
        open: () => go.page('assistant', { which }),
      },
    })),
  ]

  const isOpen = ({ kind, id }: Conversation) =>
    route.name === 'chat' && route.params['kind'] === kind && Number(route.params['id']) === id
  function recentEntry(conversation: Conversation): Entry {
    const { key, kind, id, name, avatar, time } = conversation
    const text = lastLine(conversation, viewer.id)
    const aside = time > 0 ? listTime(time, now.value, language.value) : ''
    if (key === keyOf('direct', viewer.id)) return { ...ownEntry(), text, aside }
    return { ...(kind === 'direct' ? personEntry : groupEntry)(id, name, avatar, text), aside }
  }

  return {
    contacts,
    hasBook: (): boolean => friends.value.value !== undefined && companies.value.value !== undefined,
    /** What they bring, while they are still read, is worth looking at again. */
    lists: [friends.value, companies.value, groups.value] as const,
    /** What fits, in sections; the conversations used last where nothing is typed. Not reactive. */
    look(typed: string): Section[] {
      if (plain(typed) === '') {
        const recent = [...conversations.list.value]
          .filter(each => each.name !== '' && !isOpen(each))
          .sort((a, b) => b.time - a.time)
          .slice(0, mostRecent)
        if (recent.length === 0) return []
        return [{ name: 'recent', title: switcher.recent, entries: recent.map(recentEntry), count: recent.length }]
      }
      return sectionsOf(
        [
          { name: 'people', title: switcher.people, candidates: peopleOf(/^\+?\d{3}/.test(plain(typed))) },
          { name: 'groups', title: switcher.groups, candidates: groupsOf() },
          { name: 'chats', title: switcher.chats, candidates: chatsOf() },
          { name: 'actions', title: switcher.actions, candidates: actionsOf(go) },
        ],
        typed,
      )
    },
  }
}
