import { findStatuses, setStatus } from '../../../contract/statuses.ts'
import { route, type Route } from '../../lib/route.ts'
import type { StatusesFeature } from './statuses.ts'
import { statusWire } from './wire.ts'

export const statusRoutes = (statuses: StatusesFeature): Route[] => [
  route(setStatus, async ({ viewer, body: { emoji, text, endTime } }) => {
    const status = await statuses.set(viewer.user, { emoji, text, endsAt: endTime ?? null })
    return status && statusWire(status)
  }),
  route(findStatuses, async ({ viewer, query }) => (await statuses.of(viewer.user, query.ids)).map(statusWire)),
]
