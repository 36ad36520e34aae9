import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Jobs } from './generator.ts'

/** Has a fresh generator process do one job. */
export async function generate<Kind extends keyof Jobs>(
  kind: Kind,
  job: Jobs[Kind]['job'],
): Promise<Jobs[Kind]['result']> {
  const child = fork(join(import.meta.dirname, 'generator.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const answered = once(child, 'message')
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => {
    throw new Error(`The generator ended with ${code ?? 'a signal'} in the middle of "${kind}"`)
  })
  child.send({ kind, job })
  const [result] = (await Promise.race([answered, ended])) as [Jobs[Kind]['result']]
  await ended.catch(() => undefined)
  return result
}
