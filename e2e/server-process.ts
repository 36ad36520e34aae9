import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Settings of a server that takes as much as programs send: what one person may send is another test's matter. */
export const unrationed = { HONGYAN_RATION: '0' }

type Start = {
  /** The data folder. */
  folder: string
  /** Settings besides the folder, the address and the log level. */
  settings?: Record<string, string>
  /** Which program, from the repository's root. */
  program?: string
  programArgs?: readonly string[]
  /** Options of Node itself. */
  nodeArgs?: readonly string[]
  /** A command that runs Node with its arguments, such as `prlimit --fsize=…`. */
  under?: readonly string[]
}

type Ended = { code: number | null; signal: NodeJS.Signals | null }

export type ServerProcess = AsyncDisposable & {
  origin: string
  pid: number
  /** Everything it has printed so far. */
  output(): string
  exited: Promise<Ended>
  /** SIGKILL: the process gets no chance to tidy up. */
  kill(): Promise<Ended>
  /** SIGTERM: it drains and exits. */
  stop(): Promise<Ended>
}

/**
 * Starts a server as a process of its own on a free port of this machine; resolves at its `ready` line, rejects with
 * its output where it ends before.
 */
export async function startServer(start: Start): Promise<ServerProcess> {
  const child = launch(start)
  const ready = Promise.withResolvers<string>()
  child.watch(text => {
    const found = /^ready (\S+)/m.exec(text)
    if (found?.[1]) ready.resolve(found[1])
  })
  void child.exited.then(({ code, signal }) =>
    ready.reject(new Error(`The server ended (${code ?? signal}) before it was ready:\n${child.output()}`)),
  )
  const origin = await ready.promise
  const end = (signal: NodeJS.Signals) => {
    child.signal(signal)
    return child.exited
  }
  return {
    origin,
    pid: child.pid,
    output: child.output,
    exited: child.exited,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL')
    },
  }
}

/** Runs a program of this repository to its end. */
export async function runToEnd(start: Start, input = ''): Promise<Ended & { output: string }> {
  const child = launch(start, input)
  const ended = await child.exited
  return { ...ended, output: child.output() }
}

function launch(
  { folder, settings = {}, program = 'server/main.ts', programArgs = [], nodeArgs = [], under = [] }: Start,
  input = '',
) {
  const [file = process.execPath, ...args] = [
    ...under,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    ...nodeArgs,
    join(root, program),
    ...programArgs,
  ]
  const child = spawn(file, args, {
    cwd: folder, // where no `.env` is
    env: {
      ...ownEnvironment(),
      HONGYAN_HOST: '127.0.0.1',
      HONGYAN_PORT: '0',
      HONGYAN_LOG: 'warn',
      HONGYAN_DATA: folder,
      ...settings,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  let printed = ''
  const watchers: ((text: string) => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      for (const watch of watchers) watch(printed)
    })
  }
  const exited = once(child, 'close').then(([code, signal]: (number | string | null)[]): Ended => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }))
  return {
    pid: child.pid ?? 0,
    exited,
    output: () => printed,
    signal: (signal: NodeJS.Signals) => {
      child.kill(signal)
    },
    watch: (watch: (text: string) => void) => {
      watchers.push(watch)
    },
  }
}

/** The environment without settings that the developer's shell may carry. */
const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HONGYAN_')))
