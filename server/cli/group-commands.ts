import type { Admin } from '../features/admin/admin.ts'
import type { Actor } from '../store/audit.ts'
import type { Group } from '../store/conversations.ts'
import type { User } from '../store/people.ts'
import { idIn, listed, parsed } from './arguments.ts'
import { CommandRefused } from './command-refused.ts'

/** Commands about groups. */
export function createGroupCommands({ groups, people }: Pick<Admin, 'groups' | 'people'>, by: Actor) {
  async function create(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { owner: { type: 'string' }, members: { type: 'string' } })
    const [name, ...rest] = positionals
    if (!name || rest.length > 0 || !values.owner) {
      throw new CommandRefused(
        'group create <name> --owner <username> [--members a,b] is expected; ' + 'put names with spaces in quotes.',
      )
    }
    const [owner, members] = [await people.find(values.owner), await people.named(listed(values.members ?? ''))]
    const { group, count } = await groups.create(by, { name, owner, members })
    return `The group "${name}" was made: id ${group.id}, ${count} members.`
  }

  async function add(args: string[]): Promise<string> {
    const { group, users } = await membersIn(args)
    const added = await groups.add(by, group, users)
    return `${added.length} came into "${group.name}", ${users.length - added.length} were in it.`
  }

  async function remove(args: string[]): Promise<string> {
    const { group, users } = await membersIn(args)
    const removed = await groups.remove(by, group, users)
    return `${removed.length} left "${group.name}", ${users.length - removed.length} were not in it.`
  }

  async function handOver(args: string[]): Promise<string> {
    const [id, username, ...rest] = args
    if (!id || !username || rest.length > 0) throw new CommandRefused('group owner <group id> <username> is expected.')
    const [group, user] = [await groups.find(idIn(id, 'group')), await people.find(username)]
    await groups.handOver(by, group, user)
    return `${user.username} owns "${group.name}".`
  }

  /** Each person once. */
  async function membersIn([id = '', ...names]: string[]): Promise<{ group: Group; users: User[] }> {
    const group = await groups.find(idIn(id, 'group'))
    const users = await people.named(names.flatMap(listed))
    if (users.length === 0) throw new CommandRefused("Usernames are expected after the group's id.")
    return { group, users: [...new Map(users.map(user => [user.id, user])).values()] }
  }

  return { create, add, remove, handOver }
}
