import { ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { Mention } from '../../sync/kept-draft.ts'
import { changeOf, comeBack, follow, idsOf, mentionsIn, standing } from './mention-track.ts'
import { mentionedBy } from './mentioned.ts'
import type { Room, Written } from './room.ts'

/**
 * Whom the text that is being written mentions: each is a place in it and an id, and goes along with what is written
 * around it.
 */
export function useMentions(room: Room, text: Ref<string>, caretOf: () => number) {
  let mentions: readonly Mention[] = []
  /** Those whose names were deleted or broken: undoing brings them back. */
  let lost: Mention[] = []
  /**
   * Mentioned by the message that is edited, under a name that is not known here: nobody can take them out by writing.
   */
  let unnamed: number[] = []
  let isReturning = false
  let isPut = false
  const count = ref(0)

  function set(next: readonly Mention[]): void {
    mentions = next
    count.value = next.length
  }

  watch(
    text,
    (after, before) => {
      if (isPut) return
      const change = changeOf(before, after, caretOf())
      const { stay, lost: gone } = follow(mentions, change)
      lost = [...lost, ...gone].slice(-100)
      const back = isReturning ? comeBack(after, change, [...mentions, ...lost], stay, room.memberNames.value) : []
      isReturning = false
      set([...stay, ...back])
    },
    { flush: 'sync' },
  )

  /** Changes the text as a whole: its mentions are these. */
  function put(value: string, given: readonly Mention[], known: readonly number[] = []): void {
    isPut = true
    text.value = value
    isPut = false
    lost = []
    unnamed = [...known]
    set(given)
  }

  const standingNow = () => standing(text.value, mentions, room.memberNames.value)

  return {
    put,
    /** The text of a message, with its mentions; `isAdded`: behind what is written, which keeps its own. */
    putWritten({ content, atIds }: Written, isAdded = false): void {
      const isBehind = isAdded && text.value.trim() !== ''
      const before = isBehind ? `${text.value.trimEnd()} ` : ''
      const [stay, stayUnnamed] = isBehind ? [standingNow(), unnamed] : [[], []]
      const mentioned = mentionedBy({ atIds }, room)
      const come = mentioned ? mentionsIn(content, mentioned) : []
      const named = new Set(mentioned?.people.map(({ id }) => id))
      const comeUnnamed = (atIds ?? '')
        .split(',')
        .filter(Boolean)
        .map(Number)
        .filter(id => !named.has(id))
      put(
        before + content,
        [...stay, ...come.map(mention => ({ ...mention, at: mention.at + before.length }))],
        [...stayUnnamed, ...comeUnnamed],
      )
    },
    /** The name that was just written here is this person's. */
    add: (mention: Mention): void => {
      set([...mentions.filter(({ at }) => at !== mention.at), mention])
    },
    /** What the next change of the text is: `inputType` of the browser's event. */
    expect: (inputType: string): void => {
      isReturning = inputType.startsWith('history') || /^insertFrom(?:Paste|Drop|Yank)/.test(inputType)
    },
    standing: standingNow,
    /** Everybody mentioned, each once, in the order of the text. */
    ids: (): number[] => [...new Set([...idsOf(standingNow()), ...unnamed])],
  }
}
