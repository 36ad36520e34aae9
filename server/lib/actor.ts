import type { ActingPerson } from '../store/audit.ts'
import type { Client, Viewer } from './route.ts'

/** Who asks by a call, for what is written down of it. */
export const actorOf = ({ user, token }: Viewer, { address }: Pick<Client, 'address'>): ActingPerson => ({
  kind: 'person',
  id: user.id,
  name: user.trueName,
  address,
  platform: token.platform,
})
