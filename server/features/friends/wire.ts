import type { z } from 'zod'
import type { FriendApplication } from '../../../contract/friends.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { ShownApplication } from './friends.ts'

export const applicationWire = (
  { application, other }: ShownApplication,
  url: Url,
): z.input<typeof FriendApplication> => ({
  id: application.id,
  code: String(application.id),
  senderId: application.senderId,
  receiverId: application.receiverId,
  name: other.name,
  avatar: faceUrl(url, other),
  content: application.content,
  sendTime: application.sentAt,
  state: application.state,
})
