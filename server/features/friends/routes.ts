import {
  endFriendship,
  listFriends,
  listFriendApplications,
  refuseFriend,
  acceptFriend,
  applyForFriendship,
} from '../../../contract/friends.ts'
import { route, type Route } from '../../lib/route.ts'
import { contactWire } from '../directory/wire.ts'
import type { Friends } from './friends.ts'
import { applicationWire } from './wire.ts'

export const friendRoutes = (friends: Friends): Route[] => [
  route(listFriends, async ({ viewer, url }) =>
    (await friends.list(viewer.user)).map(contact => contactWire(contact, url)),
  ),
  route(listFriendApplications, async ({ viewer, url }) =>
    (await friends.applications(viewer.user)).map(shown => applicationWire(shown, url)),
  ),
  route(applyForFriendship, async ({ viewer, body, url }) =>
    applicationWire(await friends.apply(viewer.user, body.friendId, body.content), url),
  ),
  route(acceptFriend, async ({ viewer, body }) => {
    await friends.agree(viewer.user, body.friendId)
    return null
  }),
  route(refuseFriend, async ({ viewer, query }) => {
    await friends.decide(viewer.user, query.code, query.state)
    return null
  }),
  route(endFriendship, async ({ viewer, query }) => {
    await friends.end(viewer.user, query.friendId)
    return null
  }),
]
