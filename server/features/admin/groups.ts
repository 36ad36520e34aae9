import type { Actor } from '../../store/audit.ts'
import type { Group } from '../../store/conversations.ts'
import type { Done } from '../../store/groups.ts'
import type { User } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import type { Groups } from '../groups/groups.ts'
import { checkName } from './names.ts'
import { Refused } from './refused.ts'

type Needs = {
  store: Pick<Store, 'conversations'>
  groups: Pick<Groups, 'administered' | 'replaceDisabledOwners'>
}

type NewGroup = { name: string; owner: User; members: readonly User[] }

/** Groups in the name of their owners; members hear of changes at once. Fails with `Refused`, and as `Groups` does. */
export function createAdminGroups({ store, groups }: Needs) {
  return {
    /** A group that was not dissolved. */
    async find(id: number): Promise<Group> {
      const group = await store.conversations.group(id)
      if (!group) throw new Refused({ name: 'group.unknown', id })
      if (group.isDissolved) throw new Refused({ name: 'group.dissolved', group: group.name })
      return group
    },

    async create(by: Actor, { name, owner, members }: NewGroup): Promise<Done> {
      checkName(name)
      checkManages(owner)
      const settings = { avatar: null, note: null, isPublic: false, needsApproval: false }
      return groups.administered.found(by, { ...settings, name, ownerId: owner.id, userIds: idsOf(members) })
    },

    /** Ids of those who were not in it before. */
    async add(by: Actor, group: Group, users: readonly User[]): Promise<number[]> {
      const added = await groups.administered.letInByOwner(by, group, idsOf(users))
      // If nobody in it could log in, one of those who came owns it.
      await groups.replaceDisabledOwners()
      return added
    },

    /** Ids of those who were in it. */
    async remove(by: Actor, group: Group, users: readonly User[]): Promise<number[]> {
      const userIds = idsOf(users)
      if (userIds.includes(group.ownerId)) throw new Refused({ name: 'group.ownerStays' })
      return groups.administered.takeOut(by, group, userIds)
    },

    /** To a member, also if the owner cannot log in any more. */
    async handOver(by: Actor, group: Group, user: User): Promise<void> {
      checkManages(user)
      const member = await store.conversations.member(group.id, user.id)
      if (member?.leftSeq !== null) throw new Refused({ name: 'group.notMember', username: user.username, group })
      await groups.administered.appointOwner(by, group.id, user.id)
    },
  }
}

const idsOf = (users: readonly User[]) => [...new Set(users.map(user => user.id))]

function checkManages(user: User): void {
  if (!user.isEnabled) throw new Refused({ name: 'user.cannotManage', username: user.username })
}
