import { onScopeDispose, watch } from 'vue'
import { useRouter } from 'vue-router'
import { disturbs } from '../../../contract/notify-level.ts'
import { serverNow, useEngine } from '../session.ts'
import { assistants } from '../state/assistants.ts'
import { isQuiet, noticeSettings } from '../state/notice-settings.ts'
import { idOf, isConversationKey, keyOf, kindOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'
import { gist } from '../text/last-line.ts'
import { me } from '../text/me.ts'
import { isolated } from '../text/words.ts'
import { showByWorker, shownByWorker } from '../worker-notices.ts'
import { createShownNotices } from './shown-notices.ts'
import type { Told } from './shown-notices.ts'
import { playTone } from './tone.ts'

/** Messages older than this are caught up, not news: ms. */
const fresh = 60_000

/** Tells of new messages outside of the page: a notification, a tone. One tab does it for all. */
export function useNotices(): void {
  const engine = useEngine()
  const router = useRouter()
  /** Notifications that this page shows without a worker, by their tags. */
  const own = new Map<string, Notification>()
  const shown = createShownNotices({
    viewerId: engine.viewer.id,
    standing: async tag => [
      ...[...own.values()].filter(notice => tag === undefined || notice.tag === tag),
      ...(await shownByWorker(tag)),
    ],
    isRead: (tag, { seq }) => {
      if (isConversationKey(tag)) return typeof seq === 'number' && seq <= engine.conversations.placesOf(tag).readSeq
      const assistant = assistants.find(one => one.tag === tag)
      return assistant !== undefined && engine.conversations.waitingIn(assistant.miniType) === 0
    },
    replace: (key, row) => {
      if (engine.isLeader()) void notify(key, row)
    },
  })
  const stop = engine.onFact(fact => {
    void shown.hear(fact)
    if (fact.type === 'rows' && fact.isLive) tell(fact)
  })
  onScopeDispose(stop)
  void shown.review()
  const openedKey = () => {
    const { name, params } = router.currentRoute.value
    return name === 'chat' ? keyOf(params['kind'] === 'group' ? 'group' : 'direct', Number(params['id'])) : undefined
  }
  const opened = () => {
    const { name, params } = router.currentRoute.value
    const tag = name === 'assistant' ? assistants.find(({ which }) => which === params['which'])?.tag : openedKey()
    if (tag && document.visibilityState === 'visible' && document.hasFocus()) void shown.opened(tag)
  }
  watch(router.currentRoute, opened, { immediate: true })
  for (const event of ['focus', 'visibilitychange']) addEventListener(event, opened)
  onScopeDispose(() => {
    for (const event of ['focus', 'visibilitychange']) removeEventListener(event, opened)
  })

  function tell({ key, rows }: Extract<Fact, { type: 'rows' }>): void {
    const row = rows.at(-1)
    if (!row || !engine.isLeader() || isQuiet.value || !isNews(key, row)) return
    const isAway = document.visibilityState !== 'visible' || !document.hasFocus()
    if (!isAway && openedKey() === key) return
    if (noticeSettings.hasSound) playTone()
    if (isAway && noticeSettings.isOn) void notify(key, row)
  }

  function isNews(key: ConversationKey, row: Row): boolean {
    if (
      row.senderId === engine.viewer.id
      || row.event !== null
      || isRecalled(row)
      || serverNow() - row.sendTime > fresh
    )
      return false
    const isMentioned = row.atIds?.split(',').some(id => Number(id) === engine.viewer.id || Number(id) === 0) ?? false
    return disturbs(engine.conversations.placesOf(key).notify, isMentioned)
  }

  async function notify(key: ConversationKey, row: Row): Promise<void> {
    // It may be read already.
    if (row.seq <= engine.conversations.placesOf(key).readSeq) return
    const conversation = engine.conversations.get(key)
    const said = noticeSettings.hasPreview ? gist(row) : me.newMessage
    const title = conversation?.name ?? row.name
    const told: Told = { path: `/chat/${kindOf(key)}/${idOf(key)}`, id: row.id, seq: row.seq }
    const options = {
      body: kindOf(key) === 'group' && noticeSettings.hasPreview ? `${isolated(row.name)}: ${said}` : said,
      icon: conversation?.avatar ?? row.avatar,
      // One of each conversation: the newest replaces the one before.
      tag: key,
      silent: true,
      data: told,
    }
    // Phones allow notifications to service workers only.
    if (await showByWorker(title, options)) return
    try {
      const notice = new Notification(title, options)
      own.set(key, notice)
      notice.onclose = () => {
        if (own.get(key) === notice) own.delete(key)
      }
      notice.onclick = () => {
        focus()
        notice.close()
        void router.push({ name: 'chat', params: { kind: kindOf(key), id: idOf(key) } })
      }
    } catch {
      // There is no worker yet, and this browser needs one.
    }
  }
}
