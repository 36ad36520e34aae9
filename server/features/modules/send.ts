import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Ration } from '../../lib/ration.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Module, NewNotice, Notice, Targets } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'
import type { createInOrder } from './in-order.ts'

/** Receivers of one commit: people's messages are written between two of them. */
const receiversAtOnce = 250

/** What a new notice weighs, and receivers that weigh 1 more: see `Call.weight`. */
const noticeWeight = 10
const receiversAWeight = 100

/** What a business system wants to say; without a code of its own it gets one. */
type NoticeDraft = Pick<NewNotice, 'actionText' | 'content' | 'url'> & {
  code: string | undefined
  targets: Targets
}

type Needs = {
  store: Pick<Store, 'modules'>
  bus: Bus
  inOrder: ReturnType<typeof createInOrder>
  ration: Pick<Ration, 'module'>
  clock: () => number
}

/** Sends notices of business systems to people. */
export function createNoticeSending({ store, bus, inOrder, ration, clock }: Needs) {
  /** What is being sent: the same code meanwhile waits for the same answer. */
  const underWay = new Map<string, Promise<Notice>>()

  async function sendFirst(module: Module, code: string, draft: NoticeDraft): Promise<Notice> {
    const known = await store.modules.findNotice(module.id, code)
    if (known) return known
    const userIds = await store.modules.receivers(draft.targets, module.companyId)
    if (userIds.length === 0) throw new Failure('module.noTargets')
    if (userIds.length > limits.noticeReceivers)
      throw new Failure('module.tooManyTargets', { limit: limits.noticeReceivers })
    const wait = ration.module(module.id, noticeWeight + userIds.length / receiversAWeight)
    if (wait > 0) throw new Failure('request.tooMany', {}, wait / 1000)
    const { actionText, content, url } = draft
    return write(
      { moduleId: module.id, code, actionText, content, url, sentAt: clock(), receivers: userIds.length },
      userIds,
    )
  }

  /** In as many commits as it takes; nobody sees it before the last one. */
  async function write(draft: NewNotice, userIds: readonly number[]): Promise<Notice> {
    const tell = (notice: Notice) => bus.toUsers(userIds, { type: 'moduleNotice', notice })
    const first = userIds.slice(0, receiversAtOnce)
    if (first.length === userIds.length) {
      const { notice } = await inOrder(
        () => store.modules.createNotice(draft, first, true),
        ({ isNew, notice }) => {
          if (isNew) tell(notice)
        },
      )
      return notice
    }
    const { isNew, notice } = await store.modules.createNotice(draft, first, false)
    if (!isNew) return notice
    for (let start = receiversAtOnce; start < userIds.length; start += receiversAtOnce) {
      const isLast = start + receiversAtOnce >= userIds.length
      const add = () =>
        store.modules.addReceivers(notice.id, draft.moduleId, userIds.slice(start, start + receiversAtOnce), isLast)
      await (isLast ? inOrder(add, () => tell(notice)) : add())
    }
    return notice
  }

  /**
   * Durable, and told to every device of its receivers, when it resolves; once for each code, a repeat gets the first
   * answer and is told to nobody. Fails with `module.noTargets`, `module.tooManyTargets` and `request.tooMany`.
   */
  return (module: Module, draft: NoticeDraft): Promise<Notice> => {
    const code = draft.code ?? newSecret(128)
    const key = `${module.id} ${code}`
    const running = underWay.get(key)
    if (running) return running
    const sending = sendFirst(module, code, draft).finally(() => underWay.delete(key))
    underWay.set(key, sending)
    return sending
  }
}
