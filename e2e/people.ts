import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { runToEnd, startServer } from './server-process.ts'

/** Usernames and the one-time passwords that the command line gave them. */
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
export async function makePeople(folder: string, colleagues: readonly string[] = cast, strangers: readonly string[] = ['mallory']): Promise<People> {
  await using server = await startServer({ folder })
  const file = join(folder, 'people.csv')
  writeFileSync(file, ['username,trueName,company', ...colleagues.map(name => `${name},${name},Example`), ...strangers.map(name => `${name},${name},`)].join('\n'))
  const imported = await command(folder, 'user', 'import', file)
  const passwords = new Map([...imported.matchAll(/^([\w-]+),(\w+)$/gm)].map(([, username = '', password = '']) => [username, password]))
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

/** Runs one command of the administrator; what it printed. Rejects where it refuses. */
export async function command(folder: string, ...args: string[]): Promise<string> {
  const { code, output } = await runToEnd({ folder, program: 'server/cli/main.ts', programArgs: args })
  if (code !== 0) throw new Error(`${args.join(' ')}: ${output}`)
  return output
}
