import { authUrl } from '../../contract/accounts.ts'
import { viewer } from './session.ts'

/**
 * Opens a business system in a window of its own, with a one-time ticket where its origin is given them (`ticket` 1).
 */
export function openEntry(address: string, ticket: number): void {
  open(ticket === 1 ? withTicket(address) : address, '_blank', 'noopener,noreferrer')
}

function withTicket(address: string): string {
  const login = viewer.login.value
  const query = new URLSearchParams({ companyId: String(login?.company?.id ?? ''), redirectUrl: address })
  return `${authUrl.path.replace(':token', login?.authorization ?? '')}?${query}`
}
