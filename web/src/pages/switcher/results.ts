import { computed, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import type { Scope } from '../../frame/switching.ts'
import { useEngine } from '../../session.ts'
import { general } from '../../text/general.ts'
import { switcher } from '../../text/switcher.ts'
import { wordsOf } from '../../text/highlight.ts'
import { useSearch } from '../../state/search.ts'
import type { Entry, Section } from './entry.ts'
import { useFound } from './found.ts'
import type { Going } from './going.ts'
import { useHeld } from './held.ts'
import { entryOfHit } from './hits.ts'

/** Entries of a section while there are other sections beside it. */
const mostBeside = 5
const mostFiles = 3

/**
 * What was found, in sections. What this device holds is there at once and stays where it is: what the server adds
 * comes below, people before messages, so that nothing moves under a hand that is about to press.
 */
export function useResults(scope: Ref<Scope>, go: Going) {
  const { viewer } = useEngine()
  const search = useSearch(undefined, () => scope.value === 'all' || scope.value === 'messages')
  const { typed } = search
  const held = useHeld(go)
  const known = computed(() => new Set(held.contacts.value.map(({ id }) => id)))
  // Until the book is there, nobody is taken for a stranger.
  const found = useFound(typed, id => !held.hasBook() || known.value.has(id), go)
  const words = computed(() => wordsOf(typed.value))

  const local = shallowRef(held.look(typed.value))
  const look = () => {
    local.value = held.look(typed.value)
  }
  watch(typed, look)
  // What comes late does not push aside what is read already.
  watch(held.lists, () => {
    if (typed.value.trim() === '' || local.value.length === 0) look()
  })

  const only = (which: Scope) => () => {
    scope.value = which
  }
  const more = (name: string, title: string, open: () => void): Entry => ({
    key: `more ${name}`,
    title,
    text: '',
    stays: true,
    open,
  })

  /** Beside others, the best of many; all of them are a press away. */
  function cut(section: Section): Section {
    const { name, entries, count } = section
    if (scope.value !== 'all' || (name !== 'people' && name !== 'groups') || count <= mostBeside) return section
    const rest = more(name, switcher.moreOf(count - mostBeside), only(name))
    return { ...section, entries: [...entries.slice(0, mostBeside), rest] }
  }

  const further = computed<Section[]>(() => {
    const shown = new Set(local.value.flatMap(({ entries }) => entries.map(({ key }) => key)))
    const sign = { all: '', people: 'p', groups: 'g', messages: 'm' }[scope.value]
    const entries = found.entries.value.filter(({ key }) => !shown.has(key) && key.startsWith(sign))
    return entries.length === 0
      ? []
      : [{ name: 'further', title: switcher.further, entries: entries.slice(0, 20), count: entries.length }]
  })

  const hits = computed(() =>
    search.hits.value.map(hit => ({
      isFile: hit.type !== 1,
      entry: entryOfHit(hit, { viewerId: viewer.id, words: words.value, find: typed.value.trim(), go }),
    })),
  )
  const messages = computed<Section[]>(() => {
    const total = search.total.value ?? hits.value.length
    if (scope.value === 'messages') {
      const entries = hits.value.map(({ entry }) => entry)
      if (entries.length > 0 && !search.isEnd.value)
        entries.push(more('messages', general.more, () => void search.load()))
      return entries.length === 0 ? [] : [{ name: 'messages', title: switcher.messages, entries, count: total }]
    }
    if (scope.value !== 'all' || found.isAsking.value) return []
    const texts = hits.value.filter(({ isFile }) => !isFile).slice(0, mostBeside)
    const files = hits.value.filter(({ isFile }) => isFile).slice(0, mostFiles)
    const all = more('messages', switcher.moreMessages(total), only('messages'))
    return [
      { name: 'messages', title: switcher.messages, entries: texts.map(({ entry }) => entry), count: total },
      {
        name: 'files',
        title: switcher.files,
        entries: files.map(({ entry }) => entry),
        count: files.length,
      },
    ]
      .filter(({ entries }) => entries.length > 0)
      .map((section, index, sections) =>
        index === sections.length - 1 && total > texts.length + files.length
          ? { ...section, entries: [...section.entries, all] }
          : section,
      )
  })

  const sections = computed<Section[]>(() => {
    if (scope.value === 'messages') return messages.value
    const mine = local.value.filter(({ name }) => scope.value === 'all' || name === scope.value || name === 'recent')
    return [...mine.map(cut), ...further.value, ...messages.value]
  })

  return {
    search,
    typed,
    words,
    sections,
    isAsking: computed(() => (scope.value !== 'messages' && found.isAsking.value) || search.isAsking.value),
    failure: computed(() => (scope.value === 'messages' ? undefined : found.failure.value) ?? search.failure.value),
    again(): void {
      found.restart()
      search.restart()
    },
  }
}
