import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { getPriority, setPriority } from 'node:os'
import { join } from 'node:path'
import type { Brief, Order, Report } from './hostile.ts'

/** Starts the process of the hostile people, who try these ways in turns. */
export async function startHostile(briefs: Brief[], tries: string[]) {
  const child = fork(join(import.meta.dirname, 'hostile.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  // They get what the machine has left: what is measured is the server, not who is first on the processor.
  if (child.pid) setPriority(child.pid, getPriority() + 19)
  const order = (what: Order) => {
    child.send(what)
  }
  order({ do: 'meet', briefs, tries })
  await nextReport(child, 'met')
  return {
    /** Begins a turn with this way; the names of those that are tried. */
    async begin(first: number): Promise<string[]> {
      order({ do: 'turn', first })
      return (await nextReport(child, 'tries')).tries
    },
    /** Ends the turn when all of them have stopped; how often each answer came, by way. */
    async stop(): Promise<Record<string, number>> {
      order({ do: 'stop' })
      return (await nextReport(child, 'stopped')).answers
    },
    end: () => child.disconnect(),
  }
}

async function nextReport<K extends 'met' | 'tries' | 'stopped'>(
  child: ChildProcess,
  key: K,
): Promise<Extract<Report, Record<K, unknown>>> {
  for (;;) {
    const [report] = (await once(child, 'message')) as [Report]
    if (key in report) return report as Extract<Report, Record<K, unknown>>
  }
}
