import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../e2e/server-process.ts'
import type { ServerProcess } from '../e2e/server-process.ts'
import { directFigures, openFigures } from './direct.ts'
import {
  bigGroupFigures,
  fanoutFigures,
  historyFigures,
  httpFigures,
  idleFigures,
  limitFigures,
  returningFigures,
  searchCostFigures,
  searchFigures,
  startFigures,
} from './figures.ts'
import type { Figure } from './figures.ts'
import { generate } from './generate.ts'
import { measureLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { mixedFigures } from './mixed.ts'
import type { ReadListResult } from './read-list.ts'
import { returning } from './returning.ts'
import { searchCost } from './search-cost.ts'
import { seedHistory, seedPeople, seedSearch } from './seed.ts'
import type { Cast } from './people.ts'
import { benchSettings } from './settings.ts'
import { measureWeb } from './web.ts'
import { webFigures } from './web-figures.ts'

export type Bench = {
  server: ServerProcess
  /** What servers that have ended had to say: warnings and worse. */
  complaints: string[]
  cast: Cast
  folder: string
  /** Another one, for what measures the disk. */
  scratch: string
  limits: Limits
  /** Time that the server took to get ready on the empty folder, in ms. */
  emptyStart: number
  restart(): Promise<number>
}

/**
 * What can be measured, in the order in which it runs. Long histories come last: the parts before run on a small
 * folder.
 */
export const parts: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  limits: ({ limits }) => Promise.resolve(limitFigures(limits)),
  'direct-100': bench => direct(bench, 'direct-100', 100),
  'direct-1000': bench => direct(bench, 'direct-1000', 1000),
  'open-1000': bench => open(bench, 'open-1000', 1000),
  'open-5000': bench => open(bench, 'open-5000', 5000),
  http: async ({ server, cast, limits }) =>
    httpFigures(
      await generate('http', {
        origin: server.origin,
        serverPid: server.pid,
        cast,
        run: runName('http'),
        connections: 64,
        seconds: 5,
      }),
      limits,
    ),
  returning: async ({ server, cast }) =>
    returningFigures(
      await returning({
        origin: server.origin,
        serverPid: server.pid,
        cast,
        run: runName('returning'),
      }),
    ),
  mixed: ({ server, cast }) =>
    mixedFigures({ origin: server.origin, serverPid: server.pid, cast, run: runName('mixed') }),
  'fanout-500': bench => fanout(bench, 'fanout-500', bench.cast.smallGroup, 500),
  'fanout-5000': bench => fanout(bench, 'fanout-5000', bench.cast.bigGroup, 5000),
  'big-group': async bench => {
    const lists: ReadListResult[] = []
    for (let start = 0; start < 3; start++) {
      await bench.restart()
      lists.push(
        await generate('readList', { origin: bench.server.origin, cast: bench.cast, run: runName(`list-${start}`) }),
      )
    }
    return bigGroupFigures(
      await generate('fanout', {
        origin: bench.server.origin,
        serverPid: bench.server.pid,
        cast: bench.cast,
        run: runName('big'),
        groupId: bench.cast.hugeGroup,
        members: 5000,
        seconds: 2,
      }),
      lists,
    )
  },
  idle: async bench => {
    await bench.restart()
    return idleFigures(
      await generate('idle', { origin: bench.server.origin, serverPid: bench.server.pid, sockets: 10_000 }),
    )
  },
  history: async bench => {
    await stop(bench)
    const appends = await seedHistory(bench.folder, bench.cast)
    const fullStart = await bench.restart()
    return [
      ...startFigures(bench.emptyStart, fullStart, appends),
      ...historyFigures(await generate('history', { origin: bench.server.origin, cast: bench.cast })),
    ]
  },
  search: async bench => {
    await stop(bench)
    const indexing = await seedSearch(bench.folder, bench.cast)
    await bench.restart()
    return searchFigures(indexing, await generate('search', { origin: bench.server.origin }))
  },
  web: async () => webFigures(await measureWeb()),
  'search-cost': async ({ folder }) => searchCostFigures(await searchCost(join(folder, 'cost'))),
}

/** A folder with people, a server on it, and what the machine can do. */
export async function prepare(folder: string): Promise<Bench> {
  const empty = join(folder, 'empty')
  const data = join(folder, 'data')
  const scratch = join(folder, 'scratch')
  for (const path of [empty, data, scratch]) mkdirSync(path)
  const limits = await measureLimits(scratch)
  const emptyStart = await startTime(empty)
  const cast = await seedPeople(data)
  const start = () => startServer({ folder: data, nodeArgs: profileArgs(), settings: benchSettings })
  const bench: Bench = {
    cast,
    folder: data,
    scratch,
    limits,
    emptyStart,
    complaints: [],
    server: await start(),
    async restart() {
      await stop(bench)
      const from = performance.now()
      bench.server = await start()
      return performance.now() - from
    },
  }
  return bench
}

/** Stops the server and keeps what it complained about. */
export async function stop({ server, complaints }: Bench): Promise<void> {
  await server.stop()
  complaints.push(
    ...server
      .output()
      .split('\n')
      .filter(line => line.startsWith('{')),
  )
}

/** `BENCH_PROFILE=<folder>` has every server write a CPU profile there when it stops. */
const profileArgs = () =>
  process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : []

async function startTime(folder: string): Promise<number> {
  const from = performance.now()
  const server = await startServer({ folder, settings: benchSettings })
  const took = performance.now() - from
  await server.stop()
  return took
}

const direct = ({ server, cast, scratch }: Bench, name: string, senders: number): Promise<Figure[]> =>
  directFigures({
    name,
    run: runName(name),
    folder: scratch,
    origin: server.origin,
    serverPid: server.pid,
    cast,
    senders,
  })

const open = ({ server, cast, scratch }: Bench, name: string, rate: number): Promise<Figure[]> =>
  openFigures({
    name,
    run: runName(name),
    folder: scratch,
    origin: server.origin,
    serverPid: server.pid,
    cast,
    senders: 100,
    rate,
  })

async function fanout({ server, cast }: Bench, name: string, groupId: number, members: number): Promise<Figure[]> {
  return fanoutFigures(
    name,
    await generate('fanout', {
      origin: server.origin,
      serverPid: server.pid,
      cast,
      run: runName(name),
      groupId,
      members,
      seconds: 4,
    }),
  )
}

const runName = (name: string) => `${name}-${Date.now().toString(36)}`
