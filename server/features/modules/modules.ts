import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import { everyModule } from '../../../contract/modules.ts'
import type { ModuleNoticePage } from '../../../contract/modules.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Ration } from '../../lib/ration.ts'
import type { Url } from '../../lib/route.ts'
import type { Entry, Notice } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import { createInOrder } from './in-order.ts'
import { createKeys } from './keys.ts'
import { createNoticeSending } from './send.ts'
import { entryWire, noticeWire, pushedNoticeWire } from './wire.ts'

type Needs = {
  store: Pick<Store, 'modules'>
  bus: Bus
  /** Origins of business systems that are given tickets. */
  config: { redirectOrigins: readonly string[] }
  ration: Pick<Ration, 'module'>
  clock: () => number
}

type Page = z.output<typeof ModuleNoticePage>
type Asked = { moduleId: number; page: number; size: number; isRead?: boolean }

/** Rows of the page that a change of state answers. */
const firstPage = { page: 1, size: 20 }

export type Modules = ReturnType<typeof createModules>

/** Business systems: the entries to them, and the notices they send. */
export function createModules({ store, bus, config, ration, clock }: Needs) {
  const inOrder = createInOrder()
  const mayHaveTicket = (address: string) => config.redirectOrigins.includes(new URL(address).origin)

  /** Undefined for every module. Fails with `module.unknown`. */
  async function moduleAsked(moduleId: number): Promise<number | undefined> {
    if (moduleId === everyModule) return undefined
    // One that is disabled sends nothing more; what it has sent stays to be read.
    if (!(await store.modules.find(moduleId))) throw new Failure('module.unknown')
    return moduleId
  }

  /** Page 1 holds the newest. COMPAT: inside a page the oldest comes first. */
  async function notices(viewer: User, { moduleId, page, size, isRead }: Asked, url: Url): Promise<Page> {
    const { rows, total } = await store.modules.notices(viewer.id, {
      moduleId: await moduleAsked(moduleId),
      isRead,
      offset: (page - 1) * size,
      limit: size,
    })
    return {
      totalElements: total,
      totalPages: Math.ceil(total / size),
      data: rows.reverse().map(row => noticeWire(row, mayHaveTicket, url)),
    }
  }

  const tellOwnDevices = (
    viewer: User,
    change: { moduleId: number; noticeId: number | null; isRead: boolean; unread: number },
  ) => bus.toUsers([viewer.id], { type: 'conversationChanged', change: { what: 'module', ...change } })

  return {
    /** The module whose key this is. Fails with `module.unknown`, `module.wrongKey`, `request.tooMany`. */
    moduleOf: createKeys({ store, clock }).moduleOf,
    send: createNoticeSending({ store, bus, inOrder, ration, clock }),
    notices,
    /** Data of frame 11021. */
    pushedNotice: (notice: Notice, url: Url) => pushedNoticeWire(notice, mayHaveTicket, url),

    async entries(kind: Entry['kind'], viewer: User, url: Url) {
      return (await store.modules.entries(kind, viewer.id)).map(entry => entryWire(entry, mayHaveTicket, url))
    },

    /** Page 1 of every module; the other devices hear of it. Fails with `notice.unknown`. */
    async setRead(viewer: User, noticeId: number, isRead: boolean, url: Url): Promise<Page> {
      const change = await inOrder(
        () => store.modules.setRead(viewer.id, noticeId, isRead),
        done => {
          if (done?.isNew) tellOwnDevices(viewer, { moduleId: everyModule, noticeId, isRead, unread: done.unread })
        },
      )
      if (!change) throw new Failure('notice.unknown')
      return notices(viewer, { moduleId: everyModule, ...firstPage }, url)
    },

    /** The other devices hear of it. Fails with `module.unknown`. */
    async readAll(viewer: User, moduleId: number): Promise<void> {
      const asked = await moduleAsked(moduleId)
      await inOrder(
        () => store.modules.readAll(viewer.id, asked),
        done => {
          if (done.isNew) tellOwnDevices(viewer, { moduleId, noticeId: null, isRead: true, unread: done.unread })
        },
      )
    },
  }
}
