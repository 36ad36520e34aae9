import { storage as deviceStorage } from '../storage.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Hub } from '../sync/hub.ts'
import { isEmptyDraft } from '../sync/kept-draft.ts'
import type { KeptDraft } from '../sync/kept-draft.ts'

type Needs = { hub: Hub; account: string; storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> }

/**
 * What is being written, in every conversation. The cache keeps it, which takes a moment; a page that goes away has no
 * moment left, so it leaves its last words where they are written at once, and the next one takes them from there.
 */
export function createDrafts({ hub, account, storage = deviceStorage }: Needs) {
  const drafts = new Map<ConversationKey, KeptDraft>()
  const listeners = new Map<ConversationKey, Set<(draft: KeptDraft | undefined) => void>>()
  const stash = `hongyan.lastWords.${account}`

  hub.listen(fact => {
    if (fact.type !== 'draft') return
    if (isEmptyDraft(fact.draft)) drafts.delete(fact.key)
    else drafts.set(fact.key, fact.draft)
    for (const listener of listeners.get(fact.key) ?? []) listener(drafts.get(fact.key))
  })

  const set = (key: ConversationKey, draft: KeptDraft): void => {
    if (stashed()?.key === key) storage.removeItem(stash)
    hub.publish({ type: 'draft', key, draft })
  }

  function stashed(): { key: ConversationKey; draft: KeptDraft } | undefined {
    try {
      return (
        (JSON.parse(storage.getItem(stash) ?? 'null') as { key: ConversationKey; draft: KeptDraft } | null) ?? undefined
      )
    } catch {
      return undefined
    }
  }

  return {
    /** Of this very moment. */
    get: (key: ConversationKey): KeptDraft | undefined => drafts.get(key),
    /** Keeps it, and tells the other tabs. */
    set,
    /** Keeps what a page was writing when it goes away; nothing of it waits. */
    leave(key: ConversationKey, draft: KeptDraft): void {
      try {
        storage.setItem(stash, JSON.stringify({ key, draft }))
      } catch {
        // The browser's storage is full: the cache has all but the last moment.
      }
    },
    /** Takes what the last page left, unless something newer is kept. */
    takeLeft(): void {
      const left = stashed()
      if (!left) return
      storage.removeItem(stash)
      if ((left.draft.changedAt ?? 0) > (drafts.get(left.key)?.changedAt ?? 0)) set(left.key, left.draft)
    },
    /** Hears of every change of one draft, also of those made here. */
    listen(key: ConversationKey, listener: (draft: KeptDraft | undefined) => void): () => void {
      const all = listeners.get(key) ?? new Set()
      listeners.set(key, all.add(listener))
      return () => {
        all.delete(listener)
      }
    },
    /** Forgets what a page left. */
    forget: (): void => {
      storage.removeItem(stash)
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>
