import type { z } from 'zod'
import type { Input } from '../../../contract/call.ts'
import type { findMentions } from '../../../contract/mentions.ts'
import type { Url, Viewer } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { Drawn } from './drawn.ts'

type Needs = { store: Pick<Store, 'following'>; drawn: Drawn }

/** Rows after which no page begins: one goes on by `to`, and pages part what was said in one ms. */
const deepest = 200

/** Where somebody was mentioned, over all of their conversations. */
export function createMentions({ store, drawn }: Needs) {
  return {
    async mentions(
      viewer: Viewer,
      { to, page, size }: Input<typeof findMentions>['query'],
      url: Url,
    ): Promise<z.output<(typeof findMentions)['reply']>> {
      const skip = (page - 1) * size
      if (skip > deepest) return { data: [], hasOlder: false }
      const found = await store.following.mentions(viewer.user.id, { until: to, skip, limit: size })
      const ofViewer = new Set(['0', String(viewer.user.id)])
      const rows = await drawn(found, viewer, url)
      // Who has left reads what stood when they left: it may have mentioned somebody else then.
      return {
        data: rows.filter(({ atIds }) => atIds?.split(',').some(id => ofViewer.has(id))),
        hasOlder: found.length === size,
      }
    },
  }
}
