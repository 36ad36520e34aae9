import { computed, watch } from 'vue'
import { ApiFailure } from '../api/failure.ts'
import { keyOf } from '../sync/conversation-key.ts'
import type { Contact } from './book.ts'
import type { ContactCard } from './cards.ts'
import type { Engine } from './engine.ts'

/** A department, named from the top down, and what the person is there; either may be empty. */
type PersonPost = { department: string; position: string }

type Facts = {
  name: string
  avatar: string
  sign: string
  username: string
  phone: string
  email: string
  company: string
  posts: PersonPost[]
}

const ofCard = ({ user, company, dept, work, posts }: ContactCard): Facts => ({
  name: user.trueName,
  avatar: user.avatar,
  sign: user.sign ?? '',
  username: user.username,
  phone: user.phone ?? '',
  email: user.email ?? '',
  company: company.text,
  posts:
    posts.length > 0
      ? posts.map(({ path, position }) => ({ department: path.join(' / '), position: position ?? '' }))
      : [{ department: dept?.text ?? '', position: work ?? '' }],
})

const ofContact = (contact: Contact): Facts => ({
  name: contact.trueName,
  avatar: contact.avatar,
  sign: '',
  username: contact.username,
  phone: contact.phone ?? '',
  email: contact.email ?? '',
  company: contact.companyName ?? '',
  posts: contact.posts.map(({ deptName, position }) => ({ department: deptName, position: position ?? '' })),
})

const ofFace = ({ name, avatar }: { name: string; avatar: string }): Facts => ({
  name,
  avatar,
  sign: '',
  username: '',
  phone: '',
  email: '',
  company: '',
  posts: [],
})

/**
 * Somebody as their card shows them: at once what this page holds, then what the server says. For a component's setup;
 * `face` is what was seen where the card was opened.
 */
export function followPerson(
  { book, cards, conversations, viewer }: Pick<Engine, 'book' | 'cards' | 'conversations' | 'viewer'>,
  id: () => number,
  face?: () => { name: string; avatar: string },
) {
  const card = computed(() => cards.of(id()))
  watch(card, now => void now.load(), { immediate: true })

  const answer = computed(() => card.value.value.value)
  const error = computed(() => card.value.error.value)
  const held = computed(
    () =>
      book.friends.value.value?.find(each => each.id === id())
      ?? book.companies.value.value?.flatMap(({ children }) => children).find(each => each.id === id()),
  )
  /** Until the server says it. */
  const isProbable = computed(
    () => id() === viewer.id || Boolean(held.value) || conversations.get(keyOf('direct', id())) !== undefined,
  )
  const isUnknown = computed(() => error.value instanceof ApiFailure && error.value.failure === 'user.unknown')

  return {
    facts: computed(() => {
      if (answer.value && !isUnknown.value) return ofCard(answer.value)
      return held.value ? ofContact(held.value) : ofFace(face?.() ?? { name: '', avatar: '' })
    }),
    isMe: computed(() => id() === viewer.id),
    isFriend: computed(() => answer.value?.friend === 1),
    isDisabled: computed(() => answer.value?.user.enable === 0),
    /** Whether one may write to this person. */
    mayTalk: computed(() => (answer.value ? answer.value.reachable === 1 : isProbable.value)),
    /** Name and picture are all there is to be seen. */
    isFace: computed(() => isUnknown.value || answer.value?.user.username === ''),
    /** Whoever the viewer was never shown cannot be asked to be a friend either. */
    isUnknown,
    /** There is more to be seen than is in sight, and it is on its way. */
    isComing: computed(() => !answer.value && card.value.isBusy.value),
    /** Why no more is in sight. */
    failure: computed(() => (answer.value || isUnknown.value ? undefined : error.value)),
    error,
    isBusy: computed(() => card.value.isBusy.value),
    load: () => card.value.load(),
  }
}

export type Person = ReturnType<typeof followPerson>
