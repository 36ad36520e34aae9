import { findMentions } from '../../../contract/mentions.ts'
import { findSaved, saveMessage } from '../../../contract/saved.ts'
import { route } from '../../lib/route.ts'
import { rowsFor } from '../messages/wire-existing.ts'
import type { Following } from './following.ts'

const kindOf = ({ miniType }: { miniType: number }) => (miniType === 1100 ? 'direct' : 'group')

export const followingRoutes = (following: Following) => [
  route(saveMessage, async ({ viewer, body }) => {
    await following.save(viewer, body)
    return null
  }),
  route(findSaved, async ask => rowsFor(ask).page(await following.saved(ask.viewer, ask.query, ask.url), kindOf)),
  route(findMentions, async ask => rowsFor(ask).page(await following.mentions(ask.viewer, ask.query, ask.url), kindOf)),
]
