import { computed, ref, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { findContacts } from '../../../../contract/directory.ts'
import { ownAvatar } from '../../../../contract/files.ts'
import { ask, useEngine } from '../../session.ts'
import { keyOf } from '../../sync/conversation-key.ts'
import type { ConversationKey, Kind } from '../../sync/conversation-key.ts'
import { chat } from '../../text/chat.ts'

/** A conversation that something can be sent to. */
export type Target = { key: ConversationKey; kind: Kind; id: number; name: string; avatar: string; note: string }

/** ms after the last letter until the server is asked. */
const pause = 200

const targetOf = (kind: Kind, id: number, name: string, avatar: string, note = ''): Target => ({
  key: keyOf(kind, id),
  kind,
  id,
  name,
  avatar,
  note,
})

/**
 * Conversations that fit what was typed, then people and groups that the server knows; the lately used ones where
 * nothing was.
 */
export function useTargets(typed: Ref<string>) {
  const { conversations, viewer } = useEngine()
  const found = shallowRef<{ people: Target[]; groups: Target[] }>({ people: [], groups: [] })
  const isAsking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  const query = computed(() => typed.value.trim().toLowerCase())
  const own = computed(() => targetOf('direct', viewer.id, chat.toSelf, ownAvatar))
  const used = computed(() =>
    conversations.list.value.map(({ kind, id, name, avatar }) => targetOf(kind, id, name, avatar)),
  )
  const recent = computed(() =>
    [...(used.value.some(({ key }) => key === own.value.key) ? [] : [own.value]), ...used.value].filter(({ name }) =>
      name.toLowerCase().includes(query.value),
    ),
  )
  const others = (targets: Target[]) => targets.filter(({ key }) => !recent.value.some(each => each.key === key))

  async function search(keyword: string): Promise<void> {
    const mine = ++turn
    isAsking.value = true
    try {
      const { contacts, groups } = await ask(findContacts, { query: { keyword } })
      if (mine !== turn) return
      found.value = {
        people: contacts
          .filter(({ id }) => id !== viewer.id)
          .map(({ id, trueName, avatar, deptName }) => targetOf('direct', id, trueName, avatar, deptName ?? '')),
        groups: groups
          .filter(({ member }) => member === 1)
          .map(({ groupId, text, avatar }) => targetOf('group', groupId, text, avatar)),
      }
    } catch {
      // What is on this device is still there to choose from.
    } finally {
      if (mine === turn) isAsking.value = false
    }
  }

  watch(query, keyword => {
    clearTimeout(timer)
    turn += 1
    isAsking.value = false
    found.value = { people: [], groups: [] }
    if (keyword !== '') timer = setTimeout(() => void search(keyword), pause)
  })

  return {
    recent,
    people: computed(() => others(found.value.people)),
    groups: computed(() => others(found.value.groups)),
    isAsking,
  }
}
