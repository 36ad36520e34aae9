import { parseArgs } from 'node:util'
import { Failure } from '../../contract/failures.ts'
import type { Groups } from '../features/groups/groups.ts'
import type { Group } from '../store/conversations.ts'
import type { User } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused } from './command-refused.ts'
import { checkName } from './name-check.ts'

type Needs = { store: Store, groups: Pick<Groups, 'found' | 'letInByOwner' | 'takeOut' | 'appointOwner' | 'replaceDisabledOwners'> }

/** Commands about groups, in the name of their owners; members hear of changes at once. */
export function createGroupCommands({ store, groups }: Needs) {
  async function create(args: string[]): Promise<string> {
    const { values, positionals: [name, ...rest] } = parseCreate(args)
    if (!name || rest.length > 0 || !values.owner) throw new CommandRefused('group create <name> --owner <username> [--members a,b] is expected; put names with spaces in quotes.')
    checkName(name)
    const { id: ownerId } = await enabledUser(values.owner)
    const userIds = await idsOf(listed(values.members ?? ''))
    const { group, count } = await orRefused(groups.found({ name, ownerId, userIds, avatar: null, note: null, isPublic: false, needsApproval: false }))
    return `The group "${name}" was made: id ${group.id}, ${count} members.`
  }

  async function add(args: string[]): Promise<string> {
    const { group, userIds } = await parseChange(args)
    const added = await orRefused(groups.letInByOwner(group, userIds))
    // Where nobody in it could log in, one of those who came owns it.
    await groups.replaceDisabledOwners()
    return `${added.length} came into "${group.name}", ${userIds.length - added.length} were in it.`
  }

  /** To a member, also where the owner cannot log in any more. */
  async function handOver(args: string[]): Promise<string> {
    const [id, username, ...rest] = args
    if (!id || !username || rest.length > 0) throw new CommandRefused('group owner <group id> <username> is expected.')
    const group = await standingGroup(id)
    const user = await enabledUser(username)
    const place = await store.conversations.member(group.id, user.id)
    if (place?.leftSeq !== null) throw new CommandRefused(`${user.username} is not in "${group.name}": bring them in first with group add ${group.id} ${user.username}.`)
    await orRefused(groups.appointOwner(group.id, user.id))
    return `${user.username} owns "${group.name}".`
  }

  async function remove(args: string[]): Promise<string> {
    const { group, userIds } = await parseChange(args)
    if (userIds.includes(group.ownerId)) throw new CommandRefused('The owner cannot be removed.')
    const removed = await orRefused(groups.takeOut(group.id, group.ownerId, userIds))
    return `${removed.length} left "${group.name}", ${userIds.length - removed.length} were not in it.`
  }

  async function parseChange(args: string[]): Promise<{ group: Group, userIds: number[] }> {
    const [id = '', ...usernames] = args
    const group = await standingGroup(id)
    const userIds = await idsOf(usernames.flatMap(listed))
    if (userIds.length === 0) throw new CommandRefused('Usernames are expected after the group\'s id.')
    return { group, userIds: [...new Set(userIds)] }
  }

  async function standingGroup(id: string): Promise<Group> {
    const group = /^\d{1,15}$/.test(id) ? await store.conversations.group(Number(id)) : undefined
    if (!group) throw new CommandRefused(`There is no group with the id "${id}".`)
    if (group.isDissolved) throw new CommandRefused(`The group "${group.name}" was dissolved.`)
    return group
  }

  async function enabledUser(username: string): Promise<User> {
    const user = await store.users.findAccount(username.toLowerCase())
    if (!user) throw new CommandRefused(`There is no user "${username}".`)
    if (!user.isEnabled) throw new CommandRefused(`${user.username} is disabled and could not manage a group.`)
    return user
  }

  async function idsOf(usernames: readonly string[]): Promise<number[]> {
    const found = await Promise.all(usernames.map(username => store.users.findAccount(username.toLowerCase())))
    const unknown = usernames.filter((_, at) => !found[at])
    if (unknown.length > 0) throw new CommandRefused(`There is no user ${unknown.map(name => `"${name}"`).join(', ')}.`)
    return found.flatMap(user => user ? [user.id] : [])
  }

  return { create, add, remove, handOver }
}

/** What a client would be told, the administrator is told. */
const orRefused = <Done>(change: Promise<Done>) => change.catch((error: unknown) => {
  throw error instanceof Failure ? new CommandRefused(error.message) : error
})

const listed = (names: string) => names.split(',').map(name => name.trim()).filter(Boolean)

function parseCreate(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { owner: { type: 'string' }, members: { type: 'string' } } })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}
