import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endFirst, lowerProcess } from '../../../lib/priority.ts'
import type { Facts, Found, Job, Said } from './messages.ts'

/** What is known of a file, and the ms that it took; `hasEnded` where the process had to be killed or died over it. */
export type Seen = { facts: Facts | undefined; found: Found; hasEnded: boolean; ms: number }

type LaneLimits = {
  /** ms of the processor for one file. */
  work: number
  /** ms for one file, however busy the machine is. */
  deadline: number
  /** Bytes of the process. */
  memory: number
  /** ms after which a process with nothing to do ends. */
  idle: number
  /** How much lower than that of the server the process's priority is. */
  lowerBy: number
}

/** MB that parsers written in JavaScript may fill. */
const heap = 160
/** Where compiled code is kept, below a folder for each version of Node; undefined if it is not. */
const compiled = getCompileCacheDir()
/** ms for a process to start, on a machine that is very busy. */
const startTime = 30_000

/** One process that looks into files, one after the other: started when it is needed, replaced when it ends. */
export function createLane({ work, deadline, memory, idle, lowerBy }: LaneLimits) {
  let child: ChildProcess | undefined
  let ready: Promise<void> | undefined
  let jobs = 0
  let rest: NodeJS.Timeout | undefined
  let isReady = false
  let isClosed = false

  function start(): Promise<void> {
    clearTimeout(rest)
    if (isClosed) return Promise.reject(new Error('closed'))
    ready ??= new Promise<void>((resolve, reject) => {
      const started = (child = fork(
        fileURLToPath(new URL('./child.ts', import.meta.url)),
        [String(work), String(memory)],
        {
          // It needs no settings of ours, and shall know none; where compiled code is kept halves its start.
          env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) },
          execArgv: [`--max-old-space-size=${heap}`, '--disable-warning=ExperimentalWarning'],
          serialization: 'advanced',
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        },
      ))
      if (started.pid !== undefined) {
        lowerProcess(started.pid, lowerBy)
        endFirst(started.pid)
      }
      started.unref()
      const late = setTimeout(() => started.kill('SIGKILL'), startTime)
      started.once('message', () => {
        clearTimeout(late)
        isReady = child === started
        resolve()
      })
      const end = () => {
        clearTimeout(late)
        if (child === started) forget()
        reject(new Error('the process ended'))
      }
      started.once('exit', end)
      started.once('error', end)
      started.on('error', () => undefined)
    })
    ready.catch(() => undefined)
    return ready
  }

  function forget(): void {
    child = ready = undefined
    isReady = false
  }

  function stop(): void {
    clearTimeout(rest)
    child?.kill('SIGKILL')
    forget()
  }

  function warm(): void {
    start().catch(() => undefined)
    restLater()
  }

  return {
    /** Begins to start the process, so that it is there when it is needed. */
    warm,

    /** Whether the process is there. */
    isReady: () => isReady,

    /**
     * Looks into one file, within the deadline or `within` ms and until `stop` aborts, and says when it begins, the
     * process being there; only one at a time.
     */
    async look(job: Omit<Job, 'id'>, within = deadline, stop?: AbortSignal, begin?: () => void): Promise<Seen> {
      const id = (jobs = (jobs % 1_000_000_000) + 1)
      let facts: Facts | undefined
      try {
        await start()
      } catch {
        return { facts, found: {}, hasEnded: false, ms: 0 }
      }
      const current = child
      if (!current?.connected) return { facts, found: {}, hasEnded: false, ms: 0 }
      current.channel?.ref()
      begin?.()
      const begun = performance.now()
      const seen = await new Promise<Seen>(resolve => {
        const kill = () => {
          current.kill('SIGKILL')
        }
        const late = setTimeout(kill, within)
        stop?.addEventListener('abort', kill)
        if (stop?.aborted) kill()
        const settle = (found: Found, hasEnded: boolean) => {
          clearTimeout(late)
          stop?.removeEventListener('abort', kill)
          current.off('message', hear).off('exit', ended)
          resolve({ facts, found, hasEnded, ms: performance.now() - begun })
        }
        const hear = (said: Said) => {
          if ('isReady' in said || said.id !== id) return
          if ('facts' in said) facts = said.facts
          else settle(said.found, false)
        }
        const ended = () => settle({}, true)
        current.on('message', hear).once('exit', ended)
        current.send({ id, ...job } satisfies Job, error => {
          if (error) kill()
        })
      })
      current.channel?.unref()
      restLater()
      return seen
    },

    [Symbol.dispose](): void {
      isClosed = true
      stop()
    },
  }

  function restLater(): void {
    clearTimeout(rest)
    rest = setTimeout(stop, idle).unref()
  }
}
