import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { createInProcessBus } from '../bus/in-process.ts'
import { BadSettings, readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { createCore } from '../core.ts'
import { DataFolderInUse, DataFolderUnusable, holdDataFolder, holdsDatabase } from '../data-folder.ts'
import { NewerDataFolder } from '../store/store.ts'
import { askServer } from './admin-socket.ts'
import { only } from './arguments.ts'
import { restore } from './backup.ts'
import { CommandRefused } from './command-refused.ts'
import { createCommands, usage } from './commands.ts'

// Whatever this process makes is its owner's alone: messages, files, password hashes.
process.umask(0o077)

/** What an administrator can mend: one line says it. */
const mendable = [BadSettings, CommandRefused, DataFolderInUse, DataFolderUnusable, NewerDataFolder]

/** Commands whose argument is a path, beside options that have values. */
const withPaths = new Set(['user import', 'audit export'])

const argv = process.argv.slice(2)
try {
  console.log(await run(argv))
} catch (error) {
  if (!mendable.some(kind => error instanceof kind)) throw error
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function run(given: string[]): Promise<string> {
  const [name] = given
  if (name === undefined || name === 'help' || name === '--help') return usage
  const config = readConfig()
  if (name === 'restore') return restoreOffline(config, only(given.slice(1), 'the folder of a backup'))
  const answer =
    (await askServer(config.dataFolder, withWholePaths(given), systemUser()))
    ?? (await runOffline(config, withWholePaths(given)))
  return name === 'doctor' ? `${answer}\n\nsettings, as this command reads them:\n${summary(config)}` : answer
}

/** Whose process this is, for the log; its number where the machine has no name for it. */
function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}

/** The server may have been started somewhere else: it gets paths that mean the same everywhere. */
function withWholePaths([name = '', ...args]: string[]): string[] {
  if (name === 'backup') return [name, ...args.map(path => resolve(path))]
  if (!withPaths.has(`${name} ${args[0]}`)) return [name, ...args]
  const isPath = (arg: string, at: number) => at > 0 && !arg.startsWith('-') && !args[at - 1]?.startsWith('--')
  return [name, ...args.map((arg, at) => (isPath(arg, at) ? resolve(arg) : arg))]
}

/** No server is running: this process takes its place for the moment. */
async function runOffline(config: Config, given: string[]): Promise<string> {
  const { dataFolder } = config
  if (given[0] === 'doctor' && !holdsDatabase(dataFolder)) {
    throw new CommandRefused(`${resolve(dataFolder)} holds no data yet: start the server once.`)
  }
  using folder = holdDataFolder(dataFolder, console.error)
  const { blobs } = folder
  await using store = await folder.openStore()
  await using bus = createInProcessBus()
  using core = createCore({ store, bus, blobs, config })
  return await createCommands({ core, store, blobs, dataFolder, user: systemUser() }).run(given)
}

async function restoreOffline({ dataFolder }: Config, from: string): Promise<string> {
  using folder = holdDataFolder(dataFolder, console.error)
  return await restore({ from, folder })
}

function summary(config: Config): string {
  return Object.entries(config)
    .map(
      ([name, value]) => `  ${name.padEnd(16)}${Array.isArray(value) ? value.join(', ') || '-' : String(value ?? '-')}`,
    )
    .join('\n')
}
