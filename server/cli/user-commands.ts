import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Bus } from '../bus/bus.ts'
import type { Groups } from '../features/groups/groups.ts'
import { Taken } from '../store/store.ts'
import type { Token } from '../store/logins.ts'
import type { ImportedPerson, User } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused, only } from './command-refused.ts'
import { createOrganisation } from './organisation.ts'
import { contactOf, personProblems, readPeople } from './people-csv.ts'
import type { Person } from './people-csv.ts'
import { decodeTable, encodingNamed, encodings } from './table-text.ts'
import type { Encoding } from './table-text.ts'

type Needs = { store: Store, bus: Bus, groups: Pick<Groups, 'replaceDisabledOwners'>, hash: (password: string) => Promise<string> }

/** Commands about people. Passwords are random, shown once, and must be changed by their owner. */
export function createUserCommands({ store, bus, groups, hash }: Needs) {
  const organisation = createOrganisation(store)

  async function add(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, {
      company: { type: 'string' }, phone: { type: 'string' }, email: { type: 'string' }, admin: { type: 'boolean' },
    })
    const [username = '', trueName = ''] = positionals
    if (positionals.length !== 2) throw new CommandRefused('user add <username> <trueName> is expected; put names with spaces in quotes.')
    const person = {
      line: 0, username: username.toLowerCase(), trueName, ...contactOf(values.phone, values.email),
      company: values.company ?? null, placements: [], position: null,
    }
    const problems = [...personProblems(person), ...await takenProblems(person)]
    if (problems.length > 0) throw new CommandRefused(problems.join('\n'))
    const companyId = person.company === null ? null : (await organisation.findCompany(person.company)).id
    const password = newPassword()
    const passwordHash = await hash(password)
    await orTaken(() => store.users.create({
      username: person.username, trueName, phone: person.phone, email: person.email, companyId,
      isAdmin: values.admin === true, mustChangePassword: true, passwordHash, createdAt: Date.now(),
    }))
    bus.toAll({ type: 'reachChanged' })
    return `${person.username} was added. One-time password: ${password}`
  }

  /** All or none: every line is checked before anything is kept. */
  async function importPeople(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { encoding: { type: 'string' } })
    const people = readPeople(decodeTable(await readBytes(only(positionals, 'a CSV file')), encodingIn(values.encoding)))
    await refuseImport(people)
    const passwords = people.map(newPassword)
    const drafts: ImportedPerson[] = []
    // One after the other: hashing is bounded, and people who log in meanwhile share that bound.
    for (const [at, person] of people.entries()) {
      const { username, trueName, phone, email, company, placements, position } = person
      drafts.push({
        username, trueName, phone, email, company, placements, work: position,
        passwordHash: await hash(passwords[at] ?? newPassword()), createdAt: Date.now(),
      })
    }
    const made = await orTaken(() => store.directory.importPeople(drafts))
    bus.toAll({ type: 'reachChanged' })
    return [
      ...made.map(name => `Made: ${name}`),
      `${people.length} people were imported. One-time passwords:`,
      ...people.map((person, at) => `${person.username},${passwords[at] ?? ''}`),
    ].join('\n')
  }

  /** What only the store can tell: accounts that are taken, companies that are not clear. */
  async function refuseImport(people: readonly Person[]): Promise<void> {
    const taken = await store.users.takenAccounts(people.flatMap(accountsOf))
    const names = (await store.directory.companies()).map(company => company.name)
    const unclear = new Set(names.filter((name, at) => names.indexOf(name) !== at))
    const problems = people.flatMap(person => [
      ...accountsOf(person).filter(account => taken.has(account)).map(account => `line ${person.line}: "${account}" is taken`),
      ...person.company !== null && unclear.has(person.company) ? [`line ${person.line}: there is more than one company "${person.company}"`] : [],
    ])
    if (problems.length > 0) throw new CommandRefused(`Nothing was imported:\n${problems.join('\n')}`)
  }

  async function resetPassword(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    const password = newPassword()
    tell(user, await store.tokens.resetPassword({ userId: user.id, passwordHash: await hash(password), at: Date.now() }))
    return `${user.username} has a new one-time password: ${password}`
  }

  async function disable(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    await store.users.change(user.id, { isEnabled: false })
    // After the change: a login that began before it is in the store by now, or refused.
    tell(user, await store.tokens.endAll(user.id))
    await groups.replaceDisabledOwners()
    return `${user.username} is disabled.`
  }

  async function enable(args: string[]): Promise<string> {
    const user = await find(only(args, 'a username'))
    await store.users.change(user.id, { isEnabled: true })
    bus.toAll({ type: 'usersChanged', userIds: [user.id] })
    // A group of nobody but disabled people has somebody again who can manage it.
    await groups.replaceDisabledOwners()
    return `${user.username} is enabled.`
  }

  async function find(username: string): Promise<User> {
    const user = await store.users.findAccount(username.toLowerCase())
    if (!user) throw new CommandRefused(`There is no user "${username}".`)
    return user
  }

  function tell(user: User, ended: readonly Token[]): void {
    bus.toAll({ type: 'usersChanged', userIds: [user.id] })
    bus.toAll({ type: 'tokensEnded', hashes: ended.map(token => token.hash), reason: 'over' })
  }

  async function takenProblems(person: Person): Promise<string[]> {
    const taken = await store.users.takenAccounts(accountsOf(person))
    return accountsOf(person).filter(account => taken.has(account)).map(account => `"${account}" is taken`)
  }

  return { add, importPeople, resetPassword, disable, enable }
}

const accountsOf = (person: Person) => [person.username, person.phone, person.email].filter(account => account !== null)

function parsed<Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}

function encodingIn(name: string | undefined): Encoding | undefined {
  if (name === undefined) return undefined
  const encoding = encodingNamed(name)
  if (encoding === undefined) throw new CommandRefused(`--encoding ${encodings.join('|')} is expected.`)
  return encoding
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
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
