import type { Blobs } from '../../blobs/blobs.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Store } from '../../store/store.ts'
import type { Passwords } from '../accounts/passwords.ts'
import type { Tokens } from '../accounts/tokens.ts'
import type { Files } from '../files/files.ts'
import type { Groups } from '../groups/groups.ts'
import { createDepartments } from './departments.ts'
import { createAdminGroups } from './groups.ts'
import { createImport } from './import.ts'
import { createManagedPeople } from './managed-people.ts'
import { createAdminModules } from './modules.ts'
import { createUploadedImport } from './uploaded-import.ts'
import { createOrganisation } from './organisation.ts'
import { createAdminPeople } from './people.ts'

type Needs = {
  store: Store
  bus: Bus
  tokens: Tokens
  passwords: Passwords
  groups: Groups
  files: Pick<Files, 'find'>
  blobs: Blobs
  config: { oneTimeLife: number }
  clock: () => number
}

export type Admin = ReturnType<typeof createAdmin>

/** What administrators may do, whichever way they ask for it: by the command line or in the console. */
export function createAdmin({ store, bus, tokens, passwords, groups, files, blobs, config, clock }: Needs) {
  const organisation = createOrganisation({ store, bus })
  const importing = createImport({ store, bus, passwords, groups, clock })
  return {
    organisation,
    departments: createDepartments({ store, bus }),
    people: createAdminPeople({ store, bus, tokens, passwords, groups, organisation, clock }),
    managedPeople: createManagedPeople({ store, bus, tokens, passwords, groups, config, clock }),
    importing,
    importUploaded: createUploadedImport({ importing, files, blobs, config, clock }),
    groups: createAdminGroups({ store, groups }),
    modules: createAdminModules({ store, clock }),
  }
}
