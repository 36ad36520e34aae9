import type { Figure } from './figures.ts'
import { generate } from './generate.ts'
import type { LoadJob } from './load.ts'
import { median } from './median.ts'

const turns = 5
const seconds = 4

/** A thousand senders; and half of them beside everything else that people do, in turns. The medians. */
export async function mixedFigures({
  run,
  ...job
}: Pick<LoadJob, 'origin' | 'serverPid' | 'cast'> & { run: string }): Promise<Figure[]> {
  const rates = { alone: [] as number[], mixed: [] as number[] }
  let [acts, failed, lost] = [0, 0, 0]
  for (let turn = 0; turn < turns; turn++) {
    for (const kind of turn % 2 === 0 ? (['alone', 'mixed'] as const) : (['mixed', 'alone'] as const)) {
      const name = `${run}-${kind}-${turn}`
      const others =
        kind === 'mixed'
          ? generate('company', { origin: job.origin, cast: job.cast, run: `${name}-others`, seconds: seconds + 1 })
          : undefined
      const result = await generate('direct', {
        ...job,
        run: name,
        senders: kind === 'mixed' ? 500 : 1000,
        rate: 0,
        seconds,
      })
      rates[kind].push(result.perSecond)
      lost += result.sent - result.refused - result.delivered
      const done = await others
      acts += done?.acts ?? 0
      failed += done?.failed ?? 0
    }
  }
  const [alone, mixed] = [median(rates.alone), median(rates.mixed)]
  return [
    { name: 'mixed: a thousand senders alone', value: alone, unit: '/s' },
    { name: 'mixed: five hundred beside what else people do', value: mixed, unit: '/s' },
    { name: 'mixed: fewer', value: (1 - mixed / alone) * 100, unit: '%', target: { atMost: 15 } },
    { name: 'mixed: what else was done', value: acts, unit: '' },
    { name: 'mixed: of that refused', value: failed, unit: '', target: { atMost: 0 } },
    { name: 'mixed: lost', value: lost, unit: '', target: { atMost: 0 } },
  ]
}
