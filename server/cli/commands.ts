import { Failure } from '../../contract/failures.ts'
import type { Blobs } from '../blobs/blobs.ts'
import type { Core } from '../core.ts'
import { Refused } from '../features/admin/refused.ts'
import type { Store } from '../store/store.ts'
import { only } from './arguments.ts'
import { createAuditCommands } from './audit-commands.ts'
import { backup } from './backup.ts'
import { CommandRefused } from './command-refused.ts'
import { createCompanyCommands } from './company-commands.ts'
import { doctor } from './doctor.ts'
import { createGroupCommands } from './group-commands.ts'
import { createModuleCommands } from './module-commands.ts'
import { refusalText } from './refusal-text.ts'
import { createUserCommands } from './user-commands.ts'

/** `user`: the name of who asks, as the machine knows them. */
type CommandNeeds = { core: Core; store: Store; blobs: Blobs; dataFolder: string; user: string }

export type Commands = {
  /** Does one command and says what was done. Throws `CommandRefused` with a reason for the administrator. */
  run(argv: readonly string[]): Promise<string>
}

export const usage = `npm run hongyan -- <command>

  user add <username> <trueName> [--company <name>] [--phone <number>] [--email <address>] [--admin]
  user import <people.csv> [--encoding <name>]
                                columns: username,trueName,phone,email,company,department,position; all or none;
                                department: 研发/平台, several with ";", the main one first, a position for each
  user password <username>      a new one-time password; ends every login of this person
  user disable <username>       ends every login of this person; their groups get another owner
  user enable <username>
  license add <name> --seats <number> [--levels <number>]     how many enabled people, how deep companies and departments
  company add <name> [--parent <company>] [--license <name>]  on its parent's licence, unless another is named
  company license <company> <license>                         puts a company on a licence
  group create <name> --owner <username> [--members <username>,<username>,…]
  group add <group id> <username>,<username>,…
  group remove <group id> <username>,<username>,…
  group owner <group id> <username>
                                hands it to a member, whoever owned it
  module add <name> [--avatar <url>] [--company <name>]
                                a business system; prints its id and, once, its key
  module key <id>               a new key; the old one is dead
  module disable <id>           it can send nothing more; what it sent stays
  module enable <id>
  module list
  entry add card|node <text> <url> [--avatar <url>] [--company <name>]
                                an entry to a business system, for everyone or for a company's people
  entry list
  entry remove <id>
  audit list [--actor <username>|command-line|server] [--person <username>] [--action <name>]
             [--from <day>] [--to <day>] [--text <text>] [--before <number>] [--limit <number>]
                                what administrators did and who signed in, newest first
  audit export <file.csv> [the same options]
  backup <folder>               a consistent copy, also while the server runs
  restore <folder>              into an empty data folder, with the server stopped
  doctor                        checks the data folder

Relative paths start at the folder of the program.`

/** First words of commands that have two. */
const twoWords = ['user', 'group', 'company', 'license', 'module', 'entry', 'audit']

/** The administrator's commands, the same inside a running server and beside a stopped one. */
export function createCommands({ core, store, blobs, dataFolder, user }: CommandNeeds): Commands {
  const { admin, files } = core
  const by = { kind: 'commandLine', name: user } as const
  const audit = createAuditCommands(core, by)
  const users = createUserCommands(admin, by)
  const groups = createGroupCommands(admin, by)
  const modules = createModuleCommands(admin, by)
  const companies = createCompanyCommands(admin, by)
  const commands: Record<string, (args: string[]) => Promise<string>> = {
    'user add': users.add,
    'user import': users.importTable,
    'user password': users.resetPassword,
    'user disable': users.disable,
    'user enable': users.enable,
    'license add': companies.addLicense,
    'company add': companies.add,
    'company license': companies.changeLicense,
    'group create': groups.create,
    'group add': groups.add,
    'group remove': groups.remove,
    'group owner': groups.handOver,
    'module add': modules.add,
    'module key': modules.renewKey,
    'module disable': modules.disable,
    'module enable': modules.enable,
    'module list': modules.list,
    'entry add': modules.addEntry,
    'entry list': modules.listEntries,
    'entry remove': modules.removeEntry,
    'audit list': audit.list,
    'audit export': audit.exportTable,
    // No bytes of files are removed meanwhile.
    backup: args => files.whileKept(() => backup({ store, blobs, dataFolder, to: only(args, 'a folder'), by })),
    doctor: () => doctor({ store, blobs, dataFolder }),
  }
  return {
    async run(argv) {
      const words = twoWords.includes(argv[0] ?? '') ? 2 : 1
      const command = commands[argv.slice(0, words).join(' ')]
      if (!command) throw new CommandRefused(`There is no command "${argv.slice(0, words).join(' ')}".\n\n${usage}`)
      try {
        return await command(argv.slice(words))
      } catch (error) {
        throw inWords(error)
      }
    },
  }
}

/** A refusal of a feature, as the administrator reads it; any other error as it is. */
function inWords(error: unknown): unknown {
  if (error instanceof Refused) return new CommandRefused(error.refusals.map(refusalText).join('\n'))
  return error instanceof Failure ? new CommandRefused(error.message) : error
}
