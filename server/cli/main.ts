import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createFolderBlobs } from '../blobs/folder.ts'
import { createInProcessBus } from '../bus/in-process.ts'
import { BadSettings, readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { createCore } from '../core.ts'
import { closeToOthers, DataFolderInUse, DataFolderUnusable, lockDataFolder } from '../lib/data-folder.ts'
import { NewerDataFolder } from '../store/sqlite/connection.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { askServer } from './admin-socket.ts'
import { only } from './arguments.ts'
import { restore } from './backup.ts'
import { CommandRefused } from './command-refused.ts'
import { createCommands, usage } from './commands.ts'

// Whatever this process makes is its owner's alone: messages, files, password hashes.
process.umask(0o077)

const argv = process.argv.slice(2)
try {
  console.log(await run(argv))
} catch (error) {
  if (![BadSettings, CommandRefused, DataFolderInUse, DataFolderUnusable, NewerDataFolder].some(known => error instanceof known)) throw error
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function run(given: string[]): Promise<string> {
  const [name] = given
  if (name === undefined || name === 'help' || name === '--help') return usage
  const config = readConfig()
  if (name === 'restore') return restoreOffline(config, only(given.slice(1), 'the folder of a backup'))
  const answer = await askServer(config.dataFolder, withWholePaths(given)) ?? await runOffline(config, withWholePaths(given))
  return name === 'doctor' ? `${answer}\n\nsettings, as this command reads them:\n${summary(config)}` : answer
}

/** The server may have been started somewhere else: it gets paths that mean the same everywhere. */
function withWholePaths([name = '', ...args]: string[]): string[] {
  if (name === 'backup') return [name, ...args.map(path => resolve(path))]
  if (name === 'user' && args[0] === 'import') return [name, 'import', ...args.slice(1).map((arg, at, all) => arg.startsWith('-') || all[at - 1] === '--encoding' ? arg : resolve(arg))]
  return [name, ...args]
}

/** No server is running: this process takes its place for the moment. */
async function runOffline(config: Config, given: string[]): Promise<string> {
  const { dataFolder } = config
  if (given[0] === 'doctor' && !existsSync(join(dataFolder, 'hongyan.db'))) throw new CommandRefused(`${resolve(dataFolder)} holds no data yet: start the server once.`)
  return whileLocked(dataFolder, async () => {
    await using store = await openSqliteStore({ folder: dataFolder })
    await using bus = createInProcessBus()
    const blobs = blobsOf(dataFolder)
    using core = createCore({ store, bus, blobs, config })
    return await createCommands({ core, store, blobs, dataFolder }).run(given)
  })
}

async function restoreOffline({ dataFolder }: Config, from: string): Promise<string> {
  return whileLocked(dataFolder, () => restore({ from, dataFolder, blobs: blobsOf(dataFolder) }))
}

async function whileLocked(dataFolder: string, work: () => Promise<string>): Promise<string> {
  const lock = lockDataFolder(dataFolder)
  for (const line of closeToOthers(dataFolder)) console.error(line)
  try {
    return await work()
  } finally {
    lock[Symbol.dispose]()
  }
}

function blobsOf(dataFolder: string) {
  return createFolderBlobs({ folder: join(dataFolder, 'files') })
}

function summary(config: Config): string {
  return Object.entries(config)
    .map(([name, value]) => `  ${name.padEnd(16)}${Array.isArray(value) ? value.join(', ') || '-' : String(value ?? '-')}`).join('\n')
}
