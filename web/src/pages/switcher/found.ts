import { ref, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { findContacts } from '../../../../contract/directory.ts'
import { openEntry } from '../../open-entry.ts'
import { ask, useEngine } from '../../session.ts'
import { people } from '../../text/people.ts'
import { switcher } from '../../text/switcher.ts'
import type { Entry } from './entry.ts'
import type { Going } from './going.ts'
import { placeOf } from './held.ts'

/** ms after the last letter until the server is asked. */
const pause = 200

/** People, groups and business systems that the server finds, those held on this device too. */
export function useFound(typed: Ref<string>, isKnown: (userId: number) => boolean, go: Going) {
  const { viewer, conversations } = useEngine()
  const entries = shallowRef<readonly Entry[]>([])
  const isAsking = ref(false)
  const failure = shallowRef<unknown>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  /** Who is neither colleague nor friend has no page that could be opened, and hears of nothing but an application. */
  const personOf = (person: Awaited<ReturnType<typeof read>>['contacts'][number]): Entry => {
    const { id, trueName, avatar } = person
    const isStranger = !isKnown(id) && !conversations.get(`d${id}`)
    return {
      key: `p${id}`,
      title: trueName,
      text: isStranger ? switcher.stranger : placeOf(person),
      face: { src: avatar },
      open: () => (isStranger ? go.begin({ what: 'apply', person: { id, trueName } }) : go.chat('direct', id)),
      ...(isStranger ? {} : { openPage: () => go.page('person', { id }) }),
    }
  }
  const read = (keyword: string) => ask(findContacts, { query: { keyword } })

  async function load(keyword: string): Promise<void> {
    const mine = ++turn
    isAsking.value = true
    failure.value = undefined
    try {
      const { contacts, groups, cards, nodes } = await read(keyword)
      if (mine !== turn) return
      entries.value = [
        ...contacts.filter(({ id }) => id !== viewer.id).map(personOf),
        ...groups.map(({ groupId, text, avatar, count, member }) => ({
          key: `g${groupId}`,
          title: text,
          text: member === 1 ? people.peopleCount(count) : switcher.notIn,
          face: { src: avatar },
          open: () => (member === 1 ? go.chat('group', groupId) : void go.join(groupId)),
        })),
        ...[...cards, ...nodes].map(({ id, text, avatar, redirect, ticket }) => ({
          key: `e${id}`,
          title: text,
          text: switcher.application,
          face: { src: avatar },
          open: () => openEntry(redirect, ticket),
        })),
      ]
    } catch (error) {
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) isAsking.value = false
    }
  }

  function restart(): void {
    const keyword = typed.value.trim()
    clearTimeout(timer)
    turn += 1
    entries.value = []
    failure.value = undefined
    isAsking.value = keyword !== ''
    if (keyword !== '') timer = setTimeout(() => void load(keyword), pause)
  }
  watch(typed, restart, { immediate: true })

  return { entries, isAsking, failure, restart }
}
