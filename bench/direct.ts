import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from './figures.ts'
import { cpuFigures, latencyFigures } from './figures.ts'
import { generate } from './generate.ts'
import { measureBound } from './limits.ts'
import type { LoadJob, LoadResult } from './load.ts'
import { median } from './median.ts'

type Turn = LoadResult & { bound: number }
type Given = Pick<LoadJob, 'origin' | 'serverPid' | 'cast' | 'senders'> & { name: string; run: string; folder: string }

const turns = 5
const seconds = 3

/**
 * Messages as fast as they are acknowledged, in turns with what the machine can carry: its speed changes within
 * minutes, so a share is one of the same seconds. The medians.
 */
export async function directFigures({ name, run, folder, ...job }: Given): Promise<Figure[]> {
  const results: Turn[] = []
  for (let turn = 0; turn < turns; turn++) {
    const scratch = join(folder, `bound-${run}-${turn}`)
    mkdirSync(scratch)
    const bound = await measureBound(scratch)
    results.push({ bound, ...(await generate('direct', { ...job, run: `${run}-${turn}`, rate: 0, seconds })) })
  }
  const middle = (value: (turn: Turn) => number) => median(results.map(value))
  const cost = (thread: keyof NonNullable<Turn['threadCpu']>): Figure => ({
    name: `${name}: CPU a message, ${thread}`,
    value: middle(turn => (turn.threadCpu ? (turn.threadCpu[thread] / turn.perSecond) * 1e6 : Number.NaN)),
    unit: 'µs',
  })
  return [
    {
      name: `${name}: acknowledged and durable`,
      value: middle(turn => turn.perSecond),
      unit: '/s',
      share: { of: 'the bound', is: middle(turn => turn.perSecond / turn.bound) },
    },
    { name: `${name}: the machine's bound beside it`, value: middle(turn => turn.bound), unit: '/s' },
    {
      name: `${name}: share of the bound`,
      value: middle(turn => turn.perSecond / turn.bound) * 100,
      unit: '%',
      target: { atLeast: 60 },
    },
    lostOf(name, results),
    ...latencyFigures(`${name}: send to acknowledged`, middleLatency(results.map(turn => turn.toAcknowledged))),
    ...latencyFigures(`${name}: send to received`, middleLatency(results.map(turn => turn.toReceived))),
    cost('main'),
    cost('writer'),
    cost('search'),
    cost('other'),
    ...cpuFigures(name, {
      serverCpu: middle(turn => turn.serverCpu ?? Number.NaN),
      generatorCpu: middle(turn => turn.generatorCpu),
    }),
  ]
}

/**
 * So many messages a second, whether answered or not, in turns with a bare echo that syncs what it got, at the same
 * rate.
 */
export async function openFigures({ name, run, folder, rate, ...job }: Given & { rate: number }): Promise<Figure[]> {
  const results: (LoadResult & { bare: number })[] = []
  for (let turn = 0; turn < turns; turn++) {
    const { latency } = await generate('bare', { path: join(folder, `bare-${run}-${turn}`), rate, seconds })
    results.push({ bare: latency.p99, ...(await generate('direct', { ...job, run: `${run}-${turn}`, rate, seconds })) })
  }
  return [
    { name: `${name}: acknowledged and durable`, value: median(results.map(({ perSecond }) => perSecond)), unit: '/s' },
    lostOf(name, results),
    ...latencyFigures(`${name}: send to acknowledged`, middleLatency(results.map(turn => turn.toAcknowledged))),
    ...latencyFigures(`${name}: send to received`, middleLatency(results.map(turn => turn.toReceived))),
    { name: `${name}: a bare echo, synced, p99`, value: median(results.map(({ bare }) => bare)), unit: 'ms' },
    {
      name: `${name}: send to received against a bare echo, p99`,
      value: median(results.map(({ toReceived, bare }) => toReceived.p99 / bare)),
      unit: '×',
      ...(rate === 1000 && { target: { atMost: 3 } }),
    },
    ...cpuFigures(name, {
      serverCpu: median(results.map(turn => turn.serverCpu ?? Number.NaN)),
      generatorCpu: median(results.map(turn => turn.generatorCpu)),
    }),
  ]
}

const lostOf = (name: string, results: readonly LoadResult[]): Figure => ({
  name: `${name}: lost`,
  value: results.reduce((sum, turn) => sum + turn.sent - turn.refused - turn.delivered, 0),
  unit: '',
  target: { atMost: 0 },
})

const middleLatency = (all: readonly LoadResult['toReceived'][]): LoadResult['toReceived'] => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
  max: Math.max(...all.map(({ max }) => max)),
})
