import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { useEngine } from '../session.ts'
import { isQuiet, noticeSettings } from '../state/notice-settings.ts'
import { idOf, keyOf, kindOf } from '../sync/conversation-key.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'
import { me } from '../text/me.ts'
import { playTone } from './tone.ts'

/** Messages older than this are caught up, not news: ms. */
const fresh = 60_000

/** Tells of new messages outside of the page: a notification, a tone. One tab does it for all. */
export function useNotices(): void {
  const engine = useEngine()
  const router = useRouter()
  const stop = engine.onFact(fact => { if (fact.type === 'rows' && fact.isLive) tell(fact) })
  onScopeDispose(stop)

  function tell({ key, rows }: Extract<Fact, { type: 'rows' }>): void {
    const row = rows.at(-1)
    if (!row || !engine.isLeader() || isQuiet.value || !isNews(key, row)) return
    const isAway = document.visibilityState !== 'visible' || !document.hasFocus()
    const { name, params } = router.currentRoute.value
    const isOpen = name === 'chat' && keyOf(params['kind'] === 'group' ? 'group' : 'direct', Number(params['id'])) === key
    if (!isAway && isOpen) return
    if (noticeSettings.hasSound) playTone()
    if (isAway && noticeSettings.isOn) void notify(key, row)
  }

  function isNews(key: ConversationKey, row: Row): boolean {
    if (row.senderId === engine.viewer.id || row.event !== null || isRecalled(row) || Date.now() - row.sendTime > fresh) return false
    const isMentioned = row.atIds?.split(',').some(id => Number(id) === engine.viewer.id || Number(id) === 0) ?? false
    return isMentioned || engine.conversations.get(key)?.isMuted !== true
  }

  async function notify(key: ConversationKey, row: Row): Promise<void> {
    const conversation = engine.conversations.get(key)
    const { gist } = await import('../pages/chat/last-line.ts')
    const said = noticeSettings.hasPreview ? gist(row) : me.newMessage
    const title = conversation?.name ?? row.name
    const options = {
      body: kindOf(key) === 'group' && noticeSettings.hasPreview ? `${row.name}: ${said}` : said,
      icon: conversation?.avatar ?? row.avatar,
      // One of each conversation: the newest replaces the one before.
      tag: key,
      silent: true,
      data: { path: `/chat/${kindOf(key)}/${idOf(key)}` },
    }
    // Phones allow notifications to service workers only.
    const worker = await navigator.serviceWorker?.getRegistration()
    if (worker?.active) return worker.showNotification(title, options)
    try {
      const notice = new Notification(title, options)
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
