import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startServer } from '../e2e/server-process.ts'
import { generate } from './generate.ts'
import { median } from './median.ts'
import { seedPeople } from './seed.ts'
import type { Cast } from './people.ts'
import { benchSettings } from './settings.ts'

/**
 * Messages a second, the median of the rounds, and the share of them that was not in the index when the last was
 * acknowledged.
 */
export type SearchCost = { withIndex: number; without: number; left: number }

const rounds = 3
const text = '明天上午十点在三楼会议室开项目评审会，请各位带上本周的进度报告和预算表。'

/** The same load on a server with the index and on one without, in turns, each on a folder of its own. */
export async function searchCost(folder: string): Promise<SearchCost> {
  const sides = [
    { folder: join(folder, 'indexed'), program: 'server/main.ts', rates: [] as number[] },
    { folder: join(folder, 'plain'), program: 'bench/unindexed-server.ts', rates: [] as number[] },
  ] as const
  const casts = await Promise.all(sides.map(side => seedPeople(side.folder)))
  let left = 0
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) {
      await using server = await startServer({ folder: side.folder, program: side.program, settings: benchSettings })
      const before = index === 0 ? await settled(side.folder) : 0
      const { perSecond, acknowledged } = await generate('direct', {
        origin: server.origin,
        serverPid: server.pid,
        cast: casts[index] as Cast,
        run: `cost-${round}`,
        senders: 100,
        rate: 0,
        seconds: 6,
        text,
      })
      if (index === 0) left = Math.max(left, (lagOf(side.folder) - before) / acknowledged)
      side.rates.push(perSecond)
      await server.stop()
    }
  }
  return { withIndex: median(sides[0].rates), without: median(sides[1].rates), left }
}

/** Messages that are not in the index yet. */
function lagOf(folder: string): number {
  using db = new DatabaseSync(join(folder, 'hongyan.db'), { readOnly: true })
  using index = new DatabaseSync(join(folder, 'search.db'), { readOnly: true })
  const sum = (database: DatabaseSync, sql: string) => Number(database.prepare(sql).get()?.['n'])
  return (
    sum(db, 'SELECT coalesce(sum(last_seq), 0) AS n FROM conversations')
    - sum(index, 'SELECT coalesce(sum(seq), 0) AS n FROM progress')
  )
}

/** Waits until the last round is indexed. */
async function settled(folder: string): Promise<number> {
  for (;;) {
    await new Promise(resolve => {
      setTimeout(resolve, 300)
    })
    const lag = lagOf(folder)
    if (lag === 0) return lag
  }
}
