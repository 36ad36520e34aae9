import { frameCodes } from '../../../contract/frame-codes.ts'
import type { Frame } from '../../../contract/frames.ts'
import type { ConversationKey } from '../sync/conversation-key.ts'
import type { Fact } from '../sync/facts.ts'
import { isRecalled } from '../sync/row.ts'
import type { Row } from '../sync/row.ts'

/**
 * What a notification carries, whoever showed it: this page, an earlier one, or the worker
 * (`web/worker/service-worker.ts`).
 */
export type Told = {
  /** Page to open. */
  path: string
  /** Of the message, the application or the notice. */
  id: string
  /** The message's place; null for what is no message. */
  seq: number | null
}

/** One that stands. What an earlier version of this client showed lacks a part of `data`. */
export type ShownNotice = Pick<Notification, 'tag' | 'close'> & { data: Partial<Told> | null }

type Needs = {
  viewerId: number
  /** Those that stand now, of one tag or of any; what the person dismissed is none of them. */
  standing(tag?: string): Promise<readonly ShownNotice[]>
  /** Whether what it tells of was read, or answered, as far as is known. */
  isRead(tag: string, told: Partial<Told>): boolean
  /** Says the message as it is now, in place of what stands. */
  replace(key: ConversationKey, row: Row): void
}

/** Takes notifications back when what they tell of is read, recalled or answered, and changes what was edited. */
export function createShownNotices({ viewerId, standing, isRead, replace }: Needs) {
  async function takeBack(tag: string | undefined, isOver: (notice: ShownNotice) => boolean): Promise<void> {
    for (const notice of await standing(tag)) if (isOver(notice)) notice.close()
  }
  const takeBackRead = (tag?: string) => takeBack(tag, notice => isRead(notice.tag, notice.data ?? {}))
  const takeBackOne = (tag: string, id: string) => takeBack(tag, ({ data }) => data?.id === id)
  const takeBackAll = (tag: string) => takeBack(tag, () => true)

  async function hearRows(key: ConversationKey, rows: readonly Row[]): Promise<void> {
    // Who writes has read everything before it.
    if (rows.some(({ senderId }) => senderId === viewerId)) await takeBackRead(key)
    const changed = new Map(rows.filter(row => isRecalled(row) || row.editTime !== null).map(row => [row.id, row]))
    if (changed.size === 0) return
    for (const notice of await standing(key)) {
      const row = changed.get(notice.data?.id ?? '')
      if (row && isRecalled(row)) notice.close()
      else if (row) replace(key, row)
    }
  }

  async function hearFrame({ code, data }: Frame): Promise<void> {
    if (code === frameCodes.friendApplication || code === frameCodes.groupApplication) {
      const application = data as { code: string; state: number }
      if (application.state !== 0)
        await takeBackOne(code === frameCodes.friendApplication ? 'friend' : 'group', application.code)
    } else if (code === frameCodes.conversationChanged) {
      const change = data as { what: string; code: string; noticeId: number | null; state: number }
      if (change.what === 'application') await takeBackOne('friend', change.code)
      else if (change.what === 'module' && change.state === 2 && change.noticeId !== null)
        await takeBackOne('notice', String(change.noticeId))
    }
  }

  return {
    /** The conversation or assistant of this tag is in front of the person. */
    opened: takeBackAll,

    /** Looks at all that stand, also at what came while no page was open. */
    review: () => takeBackRead(),

    async hear(fact: Fact): Promise<void> {
      if (fact.type === 'positions' && fact.positions.some(({ userId }) => userId === viewerId))
        await takeBackRead(fact.key)
      else if (fact.type === 'changes' || fact.type === 'rows') await hearRows(fact.key, fact.rows)
      else if (fact.type === 'session' && fact.change === 'gone') await takeBackAll(fact.key)
      else if (fact.type === 'sessions') await takeBackRead()
      else if (fact.type === 'frame') await hearFrame(fact.frame)
    },
  }
}
