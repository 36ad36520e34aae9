import { onBeforeUnmount, watch } from 'vue'
import type { Ref } from 'vue'
import { isEmptyDraft } from '../../sync/kept-draft.ts'
import type { KeptDraft } from '../../sync/kept-draft.ts'
import type { useMentions } from './compose-mentions.ts'
import type { Room } from './room.ts'

/** ms after the last key until the draft is kept. */
const draftPause = 400

/**
 * Keeps what is being written in a conversation: soon after each change, at once when one goes elsewhere or the page
 * does. A field nobody writes in follows what other tabs keep, and never writes over it.
 */
export function useDraft(
  { engine, key, editing, replying }: Room,
  text: Ref<string>,
  mentions: ReturnType<typeof useMentions>,
) {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Something was written here that is not kept yet. */
  let isChanged = false
  let isTaking = false
  let changedAt = 0
  /** The draft that waits while a message is edited. */
  let resting: KeptDraft | undefined

  function take(draft: KeptDraft | undefined): void {
    isTaking = true
    mentions.put(draft?.text ?? '', draft?.mentions ?? [])
    replying.value = draft?.reply
    isTaking = false
  }

  const current = (): KeptDraft => {
    if (resting) return resting
    const at = mentions.standing()
    return {
      text: text.value,
      ...(at.length > 0 && { mentions: at }),
      ...(replying.value && { reply: replying.value }),
      changedAt,
    }
  }

  function keep(): void {
    clearTimeout(timer)
    if (!isChanged) return
    isChanged = false
    const draft = current()
    // The field is emptied and kept once it is sent: there was none, and there is none.
    if (!isEmptyDraft(draft) || engine.drafts.get(key)) engine.drafts.set(key, draft)
  }

  /** A page that goes away may not live to see its cache written. */
  function leave(): void {
    keep()
    // Last, since keeping takes away what was left before.
    if (changedAt > 0) engine.drafts.leave(key, current())
  }

  function note(): void {
    if (isTaking || resting) return
    isChanged = true
    changedAt = Date.now()
    clearTimeout(timer)
    timer = setTimeout(keep, draftPause)
  }

  take(engine.drafts.get(key))
  watch([text, replying], note, { flush: 'sync' })
  const stopListening = engine.drafts.listen(key, draft => {
    const isSame = (draft?.text ?? '') === text.value && draft?.reply?.seq === replying.value?.seq
    if (isChanged || isSame || editing.value) return
    take(draft)
  })
  const whenHidden = () => {
    if (document.visibilityState === 'hidden') keep()
  }
  addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', whenHidden)
  onBeforeUnmount(() => {
    resume()
    editing.value = undefined
    keep()
    stopListening()
    removeEventListener('pagehide', leave)
    document.removeEventListener('visibilitychange', whenHidden)
  })

  /** The draft waits while a message is edited. */
  function rest(): void {
    keep()
    resting = current()
  }

  function resume(): void {
    const draft = resting
    resting = undefined
    if (draft) take(draft)
  }

  return { keep, rest, resume }
}
