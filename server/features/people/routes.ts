import { contactInfo, latestContact, leftUserInfo } from '../../../contract/people.ts'
import { route, type Route, type Url } from '../../lib/route.ts'
import type { User } from '../../store/store.ts'
import type { People } from './people.ts'
import { cardWire, userWire } from './wire.ts'

export const peopleRoutes = (people: People): Route[] => {
  const card = async (viewer: User, targetId: number, url: Url) => {
    const { user, placement } = await people.card(viewer, targetId)
    return cardWire(user, placement, url)
  }
  return [
    route(leftUserInfo, ({ viewer, query, url }) => card(viewer.user, query.targetId ?? viewer.user.id, url)),
    route(contactInfo, ({ viewer, query, url }) => card(viewer.user, query.targetId, url)),
    route(latestContact, async ({ viewer, url }) => (await people.latestContacts(viewer.user)).map(user => userWire(user, url))),
  ]
}
