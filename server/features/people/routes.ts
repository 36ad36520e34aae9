import { editUser } from '../../../contract/directory.ts'
import { contactInfo, latestContacts, leftUserInfo } from '../../../contract/people.ts'
import { Failure } from '../../../contract/failures.ts'
import { route, type Route } from '../../lib/route.ts'
import type { People } from './people.ts'
import type { Profile } from './profile.ts'
import { cardWire, contactCardWire, faceCardWire, sexOf, userFaceWire, userWire } from './wire.ts'

export const peopleRoutes = (people: People, profile: Profile): Route[] => [
  route(leftUserInfo, async ({ viewer, query, url }) => {
    const targetId = query.targetId ?? viewer.user.id
    if (targetId !== viewer.user.id && viewer.token.stage !== 'full') throw new Failure('password.mustChange')
    const { user, placement } = await people.card(viewer.user, targetId)
    return placement ? cardWire(user, placement, url) : faceCardWire(user, url)
  }),
  route(contactInfo, async ({ viewer, query, url }) =>
    contactCardWire(await people.contactCard(viewer.user, query.targetId), url),
  ),
  route(latestContacts, async ({ viewer, url }) =>
    (await people.latestContacts(viewer.user)).map(({ user, isFace }) =>
      isFace ? userFaceWire(user, url) : userWire(user, url),
    ),
  ),
  route(editUser, async ({ viewer, body, url }) => {
    const { avatarFileId, sign, birthday, email, phone } = body
    return userWire(
      await profile.edit(viewer.user, {
        avatarFileId,
        sign,
        birthday,
        email,
        phone,
        sex: body.sex && sexOf(body.sex),
      }),
      url,
    )
  }),
]
