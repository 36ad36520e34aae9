import { clientSettings } from '../../../../contract/settings.ts'
import { ask } from '../../session.ts'

/** ms: who cannot be told in time is led in as always. */
const patience = 3000

/** Whether who signed in is an administrator. */
export async function isAdministrator(): Promise<boolean> {
  try {
    return (await ask(clientSettings, { timeout: patience })).isAdmin
  } catch {
    return false
  }
}
