import { pino } from 'pino'
import { createApp } from './app.ts'
import type { App } from './app.ts'
import { CommandRefused } from './cli/command-refused.ts'
import type { Config } from './config.ts'
import { DataFolderInUse, DataFolderUnusable } from './data-folder.ts'
import { networkAddresses } from './lib/network-addresses.ts'
import { NewerDataFolder } from './store/store.ts'

/** How long finishing may take after a signal, in ms. */
const drainTime = 10_000

/**
 * Runs a server until SIGTERM or SIGINT; then it drains and the process ends with 0. `greet` runs before the doors
 * open, its lines are printed above the last one, `ready <url>`; `afterwards` runs when everything is closed. What an
 * administrator can mend is one line and exit code 1.
 */
export async function runServer({
  config,
  greet,
  afterwards = () => {},
}: {
  config: Config
  greet: (app: App) => Promise<string[]>
  afterwards?: () => void
}): Promise<void> {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  process.on('exit', afterwards)
  // What is left in memory after a bug is unknown; everything acknowledged is on the disk.
  process.on('uncaughtException', error => {
    log.fatal({ err: error }, 'uncaught exception')
    process.exit(1)
  })
  const stopAsked = new Promise<void>(resolve => {
    // Not `once`: in a terminal the signal comes twice, from the keyboard and from npm.
    process.on('SIGTERM', () => resolve())
    process.on('SIGINT', () => resolve())
  })
  try {
    await using app = await createApp({ config, log })
    const lines = await greet(app)
    const { url, port } = await app.listen()
    say([...lines, ...reachedAt(config.host, port), `ready ${url}`])
    await stopAsked
    const giveUp = setTimeout(() => {
      log.warn({ ms: drainTime }, 'draining took too long, stopping now')
      process.exit(0)
    }, drainTime)
    giveUp.unref()
    await app.drain()
  } catch (error) {
    const reason = mendable(error)
    if (reason === undefined) log.fatal({ err: error }, 'the server failed')
    else process.stderr.write(`${reason}\n`)
    process.exit(1)
  }
  process.exit(0)
}

/** Where others in the network open it, if the server listens for them. */
function reachedAt(host: string, port: number): string[] {
  const addresses = networkAddresses(host)
  return addresses.length === 0
    ? []
    : ['Others in the network reach it at', ...addresses.map(address => `  http://${address}:${port}`)]
}

const say = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`)

/** What the administrator must know to mend it; undefined where it is a bug. */
function mendable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ([DataFolderInUse, DataFolderUnusable, NewerDataFolder, CommandRefused].some(known => error instanceof known))
    return error.message
  const { code, address, port, hostname } = error as NodeJS.ErrnoException & {
    address?: string
    port?: number
    hostname?: string
  }
  if (code === 'EADDRINUSE')
    return `${address ?? ''}:${port ?? ''} is in use by another program. Stop that one, or set HONGYAN_PORT.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${hostname ?? ''} is no address and no name of this machine. Set HONGYAN_HOST.`
  if (code === 'EAFNOSUPPORT' || code === 'EINVAL')
    return `${address ?? ''} cannot be listened on by this machine. Set HONGYAN_HOST.`
  if (code === 'EADDRNOTAVAIL') return `${address ?? ''} is no address of this machine. Set HONGYAN_HOST.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOSPC') return error.message
  if ('errcode' in error && [8, 13, 14, 26].includes(Number(error.errcode) & 0xff))
    return `The database cannot be used: ${error.message}.`
  return undefined
}
