import type { FanoutResult } from './fanout.ts'
import type { HistoryResult } from './history.ts'
import type { HttpResult } from './http-load.ts'
import type { IdleResult } from './idle.ts'
import type { Latency } from './latencies.ts'
import type { Limits } from './limits.ts'
import type { ReadListResult } from './read-list.ts'
import type { ReturningResult } from './returning.ts'
import type { SearchResult } from './search.ts'
import type { SearchCost } from './search-cost.ts'

/** One line of the report. */
export type Figure = {
  name: string
  value: number | undefined
  unit: string
  /** What it should be at least, or at most. */
  target?: { atLeast: number } | { atMost: number }
  /** Its share of what the machine can do, from 0. */
  share?: { of: string; is: number }
}

export const meets = ({ value, target }: Figure): boolean | undefined =>
  target === undefined || value === undefined
    ? undefined
    : 'atLeast' in target
      ? value >= target.atLeast
      : value <= target.atMost

export const limitFigures = (limits: Limits): Figure[] => [
  { name: 'limit: synced writes', value: limits.syncs, unit: '/s' },
  { name: 'limit: rows into SQLite, 64 a synced transaction', value: limits.groupedRows, unit: '/s' },
  { name: 'limit: frames a bare ws server echoes', value: limits.echoes, unit: '/s' },
]

export const httpFigures = (result: HttpResult, limits: Limits): Figure[] => [
  {
    name: 'http: save_single_msg',
    value: result.perSecond,
    unit: '/s',
    target: { atLeast: 8000 },
    share: { of: 'rows into SQLite', is: result.perSecond / limits.groupedRows },
  },
  { name: 'http: failed', value: result.failed, unit: '', target: { atMost: 0 } },
  ...latencyFigures('http: request', result.latency),
  ...cpuFigures('http', result),
]

export const fanoutFigures = (name: string, result: FanoutResult): Figure[] => [
  { name: `${name}: deliveries`, value: result.perSecond, unit: '/s', target: { atLeast: 150_000 } },
  { name: `${name}: messages`, value: result.messages, unit: '' },
  { name: `${name}: acknowledged`, value: result.acknowledged, unit: '' },
  { name: `${name}: refused`, value: result.refused, unit: '', target: { atMost: 0 } },
  { name: `${name}: sockets closed by the server`, value: result.closed, unit: '', target: { atMost: 0 } },
  { name: `${name}: lost`, value: result.expected - result.deliveries, unit: '', target: { atMost: 0 } },
  ...latencyFigures(`${name}: send to last member`, result.toLast),
  ...cpuFigures(name, result),
]

export const idleFigures = (result: IdleResult): Figure[] => [
  {
    name: `idle: memory of each of ${result.sockets} sockets`,
    value: result.bytesEach === undefined ? undefined : result.bytesEach / 1024,
    unit: 'KB',
    target: { atMost: 16 },
  },
  { name: 'idle: sockets opened', value: result.sockets / result.seconds, unit: '/s' },
]

export const startFigures = (empty: number, full: number, appends: number): Figure[] => [
  { name: 'start: on an empty folder', value: empty, unit: 'ms' },
  { name: 'start: on 1,000,000 messages', value: full, unit: 'ms' },
  { name: 'store: appends without sockets', value: appends, unit: '/s' },
]

export const historyFigures = ({ firstPage, deepPage, sessions }: HistoryResult): Figure[] => [
  ...latencyFigures('history: page 1', firstPage, 5),
  ...latencyFigures('history: page 5,000', deepPage, 5),
  {
    name: 'history: page 5,000 against page 1, p50',
    value: deepPage.p50 / firstPage.p50,
    unit: '×',
    target: { atMost: 1.5 },
  },
  ...latencyFigures('my_session with 300 conversations', sessions),
]

export const bigGroupFigures = (fanout: FanoutResult, lists: readonly ReadListResult[]): Figure[] => [
  { name: 'big-group: members of the group', value: 10_000, unit: '' },
  { name: 'big-group: connected', value: fanout.members, unit: '' },
  { name: 'big-group: send to last member, p50', value: fanout.toLast.p50, unit: 'ms' },
  { name: 'big-group: send to last member, max', value: fanout.toLast.max, unit: 'ms', target: { atMost: 500 } },
  { name: 'big-group: lost', value: fanout.expected - fanout.deliveries, unit: '', target: { atMost: 0 } },
  {
    name: 'big-group: read list after a start, slowest',
    value: Math.max(...lists.map(list => list.first)),
    unit: 'ms',
    target: { atMost: 100 },
  },
  { name: 'big-group: read list, p50', value: Math.min(...lists.map(list => list.warm.p50)), unit: 'ms' },
  {
    name: 'big-group: read list, p99',
    value: Math.min(...lists.map(list => list.warm.p99)),
    unit: 'ms',
    target: { atMost: 100 },
  },
]

export const searchFigures = (indexing: number, result: SearchResult): Figure[] => [
  { name: 'search: messages indexed', value: indexing, unit: '/s' },
  {
    name: `search: found of ${result.hits.toLocaleString('en-US')} hits of ${result.questions} questions`,
    value: (result.found / result.hits) * 100,
    unit: '%',
    target: { atLeast: 100 },
  },
  ...latencyFigures('search: question, page 1', result.all, 50),
  ...latencyFigures('search: commonest words, page 1', result.commonest, 50),
  ...latencyFigures('search: commonest words, page 400', result.deep),
]

export const searchCostFigures = ({ withIndex, without, left }: SearchCost): Figure[] => [
  { name: 'search-cost: acknowledged without the index', value: without, unit: '/s' },
  { name: 'search-cost: acknowledged with the index', value: withIndex, unit: '/s' },
  { name: 'search-cost: fewer', value: (1 - withIndex / without) * 100, unit: '%', target: { atMost: 25 } },
  { name: 'search-cost: left to index at the end', value: left * 100, unit: '% of the messages' },
]

export const returningFigures = ({ alone, beside, failed }: ReturningResult): Figure[] => [
  { name: 'returning: acknowledged alone', value: alone, unit: '/s' },
  { name: 'returning: acknowledged beside 50 who come back a second', value: beside, unit: '/s' },
  { name: 'returning: fewer', value: (1 - beside / alone) * 100, unit: '%', target: { atMost: 5 } },
  { name: 'returning: not answered', value: failed, unit: '', target: { atMost: 0 } },
]

export const latencyFigures = (name: string, { p50, p99, max }: Latency, p99AtMost?: number): Figure[] => [
  { name: `${name}, p50`, value: p50, unit: 'ms' },
  {
    name: `${name}, p99`,
    value: p99,
    unit: 'ms',
    ...(p99AtMost === undefined ? {} : { target: { atMost: p99AtMost } }),
  },
  { name: `${name}, max`, value: max, unit: 'ms' },
]

export const cpuFigures = (
  name: string,
  { serverCpu, generatorCpu }: { serverCpu: number | undefined; generatorCpu: number },
): Figure[] => [
  {
    name: `${name}: CPU of the server`,
    value: serverCpu === undefined ? undefined : serverCpu * 100,
    unit: '% of a core',
  },
  { name: `${name}: CPU of the generator`, value: generatorCpu * 100, unit: '% of a core' },
]
