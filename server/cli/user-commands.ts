import { readFile } from 'node:fs/promises'
import type { Admin } from '../features/admin/admin.ts'
import { encodingNamed, encodings } from '../features/admin/table-text.ts'
import type { Encoding } from '../features/admin/table-text.ts'
import type { Actor } from '../store/audit.ts'
import type { User } from '../store/people.ts'
import { only, parsed } from './arguments.ts'
import { CommandRefused } from './command-refused.ts'

/** Commands about people. */
export function createUserCommands({ people, importing }: Pick<Admin, 'people' | 'importing'>, by: Actor) {
  async function add(args: string[]): Promise<string> {
    const {
      values: { admin, ...values },
      positionals,
    } = parsed(args, {
      company: { type: 'string' },
      phone: { type: 'string' },
      email: { type: 'string' },
      admin: { type: 'boolean' },
    })
    const [username = '', trueName = ''] = positionals
    if (positionals.length !== 2) {
      throw new CommandRefused('user add <username> <trueName> is expected; put names with spaces in quotes.')
    }
    const account = await people.add(by, { username, trueName, ...values, isAdmin: admin === true })
    return `${account.username} was added. One-time password: ${account.password}`
  }

  async function importTable(args: string[]): Promise<string> {
    const { values, positionals } = parsed(args, { encoding: { type: 'string' } })
    const bytes = await readBytes(only(positionals, 'a CSV file'))
    const { created, accounts } = await importing.run(by, bytes, encodingIn(values.encoding))
    return [
      ...created.map(name => `Made: ${name}`),
      `${accounts.length} people were imported. One-time passwords:`,
      ...accounts.map(({ username, password }) => `${username},${password}`),
    ].join('\n')
  }

  const find = (args: string[]): Promise<User> => people.find(only(args, 'a username'))

  return {
    add,
    importTable,

    async resetPassword(args: string[]): Promise<string> {
      const { username, password } = await people.resetPassword(by, await find(args))
      return `${username} has a new one-time password: ${password}`
    },

    async disable(args: string[]): Promise<string> {
      const user = await find(args)
      await people.disable(by, user)
      return `${user.username} is disabled.`
    },

    async enable(args: string[]): Promise<string> {
      const user = await find(args)
      await people.enable(by, user)
      return `${user.username} is enabled.`
    },
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
