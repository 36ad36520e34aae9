import { administerGroups } from './administer-groups.ts'
import { administerInvitations } from './administer-invitations.ts'
import { administerModules } from './administer-modules.ts'
import { administerOrganisation } from './administer-organisation.ts'
import { administerPeople } from './administer-people.ts'
import type { AuditedWrite } from './audit.ts'
import { createLines, type Say } from './group-acting.ts'

/** Everything that administrators change, each with the entries that say so: both or neither. */
export const administration = (say: Say) =>
  ({
    ...administerPeople,
    ...administerOrganisation,
    ...administerGroups(createLines(say)),
    ...administerModules,
    ...administerInvitations,
  }) satisfies Record<string, AuditedWrite<never[], unknown>>
