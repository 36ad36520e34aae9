import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editPassword, logout } from '../contract/accounts.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { runToEnd, startServer } from './server-process.ts'

/** Usernames and the passwords that they chose. */
export type People = {
  passwords: ReadonlyMap<string, string>
  groupId: number
  /** A client of this person, logged in. */
  login(origin: string, username: string, userAgent?: string): Promise<Client>
}

/** The fixed cast: colleagues, with a group of alice (owner), bob and carol; mallory belongs to nobody. */
export const cast = ['alice', 'bob', 'carol']

/**
 * Fills a data folder over the command line, as an administrator does: `colleagues` in one company and in one group
 * (the first owns it), `strangers` without a company.
 */
export async function makePeople(
  folder: string,
  colleagues: readonly string[] = cast,
  strangers: readonly string[] = ['mallory'],
): Promise<People> {
  await using server = await startServer({ folder })
  const file = join(folder, 'people.csv')
  writeFileSync(
    file,
    [
      'username,trueName,company',
      ...colleagues.map(name => `${name},${name},Example`),
      ...strangers.map(name => `${name},${name},`),
    ].join('\n'),
  )
  const imported = await command(folder, 'user', 'import', file)
  const oneTime = [...imported.matchAll(/^([\w-]+),(\w+)$/gm)].map(
    ([, username = '', password = '']) => [username, password] as const,
  )
  const passwords = new Map(
    await Promise.all(
      oneTime.map(
        async ([username, given]) => [username, await choosePassword(server.origin, username, given)] as const,
      ),
    ),
  )
  const [owner = '', ...members] = colleagues
  const created = await command(folder, 'group', 'create', 'Plan', '--owner', owner, '--members', members.join(','))
  await server.stop()
  return {
    passwords,
    groupId: Number(/id (\d+)/.exec(created)?.[1]),
    async login(origin, username, userAgent) {
      const client = createClient(origin, userAgent)
      await client.login(username, passwords.get(username) ?? '')
      return client
    },
  }
}

/** Replaces a one-time password, as everybody must; the one that was chosen. */
export async function choosePassword(origin: string, username: string, oneTime: string): Promise<string> {
  const client = createClient(origin)
  await client.login(username, oneTime)
  const password = `of my own ${oneTime}`
  await client.ask(editPassword, { body: { oldPassword: oneTime, password } })
  await client.ask(logout)
  return password
}

/** Runs one command of the administrator; what it printed. Rejects where it refuses. */
export async function command(folder: string, ...args: string[]): Promise<string> {
  const { code, output } = await runToEnd({ folder, program: 'server/cli/main.ts', programArgs: args })
  if (code !== 0) throw new Error(`${args.join(' ')}: ${output}`)
  return output
}
