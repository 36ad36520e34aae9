import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Bus } from '../bus/bus.ts'
import { Taken } from '../store/store.ts'
import type { NewUser, User } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused, only } from './command-refused.ts'
import { createOrganisation } from './organisation.ts'
import { personProblems, readPeople } from './people-csv.ts'
import type { Person } from './people-csv.ts'

type Needs = { store: Store, bus: Bus, hash: (password: string) => Promise<string> }

/** Commands about people. Passwords are random, shown once, and must be changed by their owner. */
export function createUserCommands({ store, bus, hash }: Needs) {
  const organisation = createOrganisation(store)

  async function add(args: string[]): Promise<string> {
    const { values, positionals } = parseAdd(args)
    const [username = '', trueName = ''] = positionals
    if (positionals.length !== 2) throw new CommandRefused('user add <username> <trueName> is expected; put names with spaces in quotes.')
    const person = {
      line: 0, username: username.toLowerCase(), trueName, phone: values.phone ?? null, email: values.email?.toLowerCase() ?? null,
      company: values.company ?? null, departments: [], position: null,
    }
    const problems = [...personProblems(person), ...await takenProblems(person)]
    if (problems.length > 0) throw new CommandRefused(problems.join('\n'))
    const companyId = person.company === null ? null : (await organisation.findCompany(person.company)).id
    const password = newPassword()
    await orTaken(() => newUser(person, companyId, password, values.admin === true).then(store.users.create))
    bus.toAll({ type: 'reachChanged' })
    return `${person.username} was added. One-time password: ${password}`
  }

  /** All or none: every line is checked before anything is kept. */
  async function importPeople(args: string[]): Promise<string> {
    const people = readPeople(await readText(only(args, 'a CSV file')))
    const taken = (await Promise.all(people.map(async person => (await takenProblems(person)).map(problem => `line ${person.line}: ${problem}`)))).flat()
    if (taken.length > 0) throw new CommandRefused(`Nothing was imported:\n${taken.join('\n')}`)
    const passwords = people.map(newPassword)
    const places = await organisation.ensure(people)
    const drafts: NewUser[] = []
    // One after the other: hashing is bounded, and people who log in meanwhile share that bound.
    for (const [at, person] of people.entries()) drafts.push(await newUser(person, places.of(person).companyId, passwords[at] ?? newPassword(), false))
    const ids = await orTaken(() => store.users.createMany(drafts))
    for (const [at, person] of people.entries()) {
      const userId = ids[at]
      if (userId === undefined) continue
      for (const [nth, departmentId] of places.of(person).departmentIds.entries()) {
        await store.directory.placeInDepartment({ userId, departmentId, position: person.position, isMain: nth === 0 })
      }
    }
    bus.toAll({ type: 'reachChanged' })
    const made = places.made.map(name => `Made: ${name}`)
    return [...made, `${people.length} people were imported. One-time passwords:`, ...people.map((person, at) => `${person.username},${passwords[at] ?? ''}`)].join('\n')
  }

  async function resetPassword(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    const password = newPassword()
    await store.users.change(user.id, { passwordHash: await hash(password), mustChangePassword: true })
    await endLogins(user)
    return `${user.username} has a new one-time password: ${password}`
  }

  async function disable(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    await store.users.change(user.id, { isEnabled: false })
    await endLogins(user)
    return `${user.username} is disabled.`
  }

  async function enable(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    await store.users.change(user.id, { isEnabled: true })
    bus.toAll({ type: 'usersChanged', userIds: [user.id] })
    return `${user.username} is enabled.`
  }

  async function find(username: string): Promise<User> {
    const user = await store.users.findAccount(username.toLowerCase())
    if (!user) throw new CommandRefused(`There is no user "${username}".`)
    return user
  }

  async function endLogins(user: User): Promise<void> {
    const ended = await store.tokens.endAll(user.id)
    bus.toAll({ type: 'usersChanged', userIds: [user.id] })
    bus.toAll({ type: 'tokensEnded', hashes: ended.map(token => token.hash), reason: 'over' })
  }

  async function takenProblems(person: Person): Promise<string[]> {
    const values = [person.username, person.phone, person.email].filter(value => value !== null)
    const found = await Promise.all(values.map(store.users.findAccount))
    return values.filter((_, at) => found[at]).map(value => `"${value}" is taken`)
  }

  async function newUser(person: Person, companyId: number | null, password: string, isAdmin: boolean): Promise<NewUser> {
    return {
      username: person.username, trueName: person.trueName, phone: person.phone, email: person.email, work: person.position,
      companyId, isAdmin, mustChangePassword: true, passwordHash: await hash(password), createdAt: Date.now(),
    }
  }

  return { add, importPeople, resetPassword, disable, enable }
}

function parseAdd(args: string[]) {
  try {
    return parseArgs({
      args, allowPositionals: true,
      options: { company: { type: 'string' }, phone: { type: 'string' }, email: { type: 'string' }, admin: { type: 'boolean' } },
    })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CommandRefused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Two administrators at once: the check passed for both, the store lets one through. */
async function orTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Taken) throw new CommandRefused(`Nothing was kept: ${error.message}.`)
    throw error
  }
}

/** 16 characters without lookalikes: 92 bits, easy to read out. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')
}
