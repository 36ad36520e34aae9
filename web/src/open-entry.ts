import { authUrl } from '../../contract/accounts.ts'
import { viewer } from './session.ts'

/**
 * Opens a business system in a window of its own: with a one-time ticket where the server gives one to that address,
 * else just so. The window is opened at once, or a browser would take it for a pop-up.
 */
export async function openEntry(address: string): Promise<void> {
  const login = viewer.login.value
  const page = open('', '_blank')
  if (page) page.opener = null
  const query = new URLSearchParams({ companyId: String(login?.company?.id ?? ''), redirectUrl: address })
  const jump = `${authUrl.path.replace(':token', login?.authorization ?? '')}?${query}`
  const answer = await fetch(jump, { redirect: 'manual' }).catch(() => undefined)
  const target = answer?.type === 'opaqueredirect' ? jump : address
  if (page) page.location.replace(target)
  else location.assign(target)
}
