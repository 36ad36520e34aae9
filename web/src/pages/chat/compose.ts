import { computed, nextTick, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { editMessage } from '../../../../contract/messages.ts'
import { ask, serverSettings } from '../../session.ts'
import type { Item } from '../../state/items.ts'
import { newMessageId } from '../../sync/message-id.ts'
import { composer as texts } from '../../text/composer.ts'
import { toast } from '../../ui/toast.ts'
import { messageTypeOf } from './file-words.ts'
import { chosenFiles } from './chosen-files.ts'
import { useMentions } from './compose-mentions.ts'
import { useDraft } from './draft.ts'
import { mentionAt, matching } from './mention-match.ts'
import type { Mentionable } from './mention-match.ts'
import type { Room } from './room.ts'
import { withoutOuterBlanks } from './written.ts'

/** What is being written in a conversation: text with mentions, files, and what it answers or edits. */
export function useCompose(room: Room, field: Readonly<Ref<HTMLTextAreaElement | null>>) {
  const { key, engine } = room
  const text = ref('')
  const { files, set: setFiles } = chosenFiles(room)
  const caret = ref(0)
  const mentions = useMentions(room, text, () =>
    isPutting ? caret.value : (field.value?.selectionEnd ?? text.value.length),
  )
  /** The mention that was closed by Escape: it stays closed until the caret goes elsewhere. */
  const closedAt = ref(-1)
  const active = ref(0)
  let isPutting = false
  let isSaving = false
  const draft = useDraft(room, text, mentions)

  async function put(value: string, at = value.length, mayFocus = true): Promise<void> {
    caret.value = at
    isPutting = true
    text.value = value
    isPutting = false
    await place(at, mayFocus)
  }

  async function place(at: number, mayFocus = true): Promise<void> {
    caret.value = at
    await nextTick()
    if (!mayFocus) return
    field.value?.focus()
    field.value?.setSelectionRange(at, at)
  }

  watch(room.editing, (item, before) => {
    if (item) {
      if (!before) draft.rest()
      room.replying.value = undefined
      mentions.putWritten(item.row)
    } else {
      draft.resume()
    }
    void place(text.value.length)
  })
  watch(room.replying, quote => {
    if (quote) field.value?.focus()
  })
  watch(room.rewriting, given => {
    if (!given) return
    mentions.putWritten(given, true)
    void place(text.value.length)
  })

  const people = computed<Mentionable[]>(() => {
    if (room.kind !== 'group') return []
    const everyone: Mentionable = {
      id: 0,
      name: texts.everyone,
      avatar: '',
      pinyin: 'suo you ren everyone all',
      initials: 'syr',
      username: 'all',
    }
    const members = room.info.value ? [...room.members.value.values()] : speakers()
    return [
      everyone,
      ...members.filter(({ id }) => id !== room.viewer.id).map(user => ({ ...user, name: user.trueName })),
    ]
  })

  /** Until the members are known: who has spoken lately. */
  function speakers() {
    const seen = new Map(room.chat.items.value.filter(({ row }) => !row.event).map(({ row }) => [row.senderId, row]))
    return [...seen.values()].map(row => ({
      id: row.senderId,
      trueName: row.name,
      avatar: row.avatar,
      pinyin: '',
      initials: '',
      username: '',
    }))
  }

  const mention = computed(() => (room.kind === 'group' ? mentionAt(text.value, caret.value) : undefined))
  const candidates = computed(() =>
    mention.value && mention.value.from !== closedAt.value ? matching(people.value, mention.value.query) : [],
  )
  watch(
    () => mention.value?.query,
    () => {
      active.value = 0
    },
  )

  function pick(person: Mentionable): void {
    if (!mention.value) return
    const { from } = mention.value
    const rest = text.value.slice(caret.value)
    // A mark that closes does not stand behind a blank.
    const before = `${text.value.slice(0, from)}@${person.name}${/^[*_~]/.test(rest) ? '' : ' '}`
    void put(before + rest.replace(/^ /, ''), before.length)
    mentions.add({ id: person.id, name: person.name, at: from })
  }

  /** Puts text where the caret is; without the focus, a phone's keyboard stays away. */
  function insert(given: string, mayFocus = true): void {
    const element = field.value
    const isThere = element !== null && document.activeElement === element
    const [from, to] =
      isThere || mayFocus
        ? [element?.selectionStart ?? text.value.length, element?.selectionEnd ?? text.value.length]
        : [caret.value, caret.value]
    void put(text.value.slice(0, from) + given + text.value.slice(to), from + given.length, mayFocus)
  }

  function add(given: Iterable<File>): void {
    const fit = [...given].filter(file => {
      if (file.size > serverSettings.value.fileBytes)
        toast.fail(texts.tooLarge(file.name, serverSettings.value.fileBytes / 1024 / 1024))
      else if (file.size === 0) toast.fail(texts.empty(file.name))
      return file.size > 0 && file.size <= serverSettings.value.fileBytes
    })
    setFiles([...files.value, ...fit])
    field.value?.focus()
  }

  /** What was written stays in the field until the server has it. */
  async function saveEdit(item: Item): Promise<void> {
    const written = text.value
    const content = withoutOuterBlanks(written)
    const atIds = mentions.ids()
    const isAsItWas = content === item.row.content && atIds.join() === (item.row.atIds ?? '')
    isSaving = true
    try {
      if (!isAsItWas) await ask(editMessage, { body: { id: item.row.id, content, atIds } })
      if (room.editing.value === item && text.value === written) room.editing.value = undefined
    } catch (error) {
      toast.fail(error)
    } finally {
      isSaving = false
    }
  }

  const canSend = computed(() => text.value.trim() !== '' || files.value.length > 0)

  async function send(): Promise<void> {
    if (!canSend.value || isSaving) return
    if (text.value.length > serverSettings.value.messageLength)
      return toast.fail(texts.tooLong(serverSettings.value.messageLength))
    if (room.editing.value) return saveEdit(room.editing.value)
    const [content, given, answered] = [withoutOuterBlanks(text.value), files.value, room.replying.value]
    const atIds = mentions.ids()
    mentions.put('', [])
    files.value = []
    room.replying.value = undefined
    draft.keep()
    const reply = answered && { reply: answered }
    const together = newMessageId()
    for (const [index, file] of given.entries()) {
      const type = messageTypeOf(file)
      await room.write({
        type,
        content: file.name,
        file: { blob: file, name: file.name },
        together,
        ...(index === 0 && content === '' ? reply : {}),
      })
    }
    if (content !== '') await room.write({ type: 1, content, ...(atIds.length > 0 ? { atIds } : {}), ...reply })
    // Only now are they kept elsewhere.
    if (given.length > 0) setFiles(files.value)
  }

  return {
    text,
    files,
    caret,
    candidates,
    active,
    canSend,
    pick,
    insert,
    add,
    send,
    remove: (file: File): void => {
      setFiles(files.value.filter(each => each !== file))
    },
    /** What the next change of the field is. */
    expectInput: (event: Event): void => {
      mentions.expect((event as InputEvent).inputType)
    },
    closeMentions: (): void => {
      closedAt.value = mention.value?.from ?? -1
    },
    /** The text changed by a key. */
    typed(): void {
      caret.value = field.value?.selectionStart ?? text.value.length
      if (closedAt.value >= 0 && mention.value?.from !== closedAt.value) closedAt.value = -1
      if (text.value !== '') engine.typing.type(key)
    },
  }
}
