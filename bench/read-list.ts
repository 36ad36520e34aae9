import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { getRequest, openRawHttp, postRequest } from './raw-http.ts'

export type ReadListJob = { origin: string; cast: Cast; run: string }
export type ReadListResult = { first: number; warm: Latency }

const rounds = 50

/** Who has read a message of the group of 10,000: asked for the first time, then again and again. */
export async function readLists({ origin, cast, run }: ReadListJob): Promise<ReadListResult> {
  const connection = await openRawHttp(origin)
  const sent = await connection.request(
    postRequest(origin, tokenOf(0), '/api/save_group_msg', {
      id: run,
      senderId: idOf(cast, 0),
      receiverId: cast.hugeGroup,
      type: 1,
      content: 'All hands at ten in the big room.',
    }),
  )
  if (sent.status !== 200) throw new Error(`The server answered ${sent.status}`)
  const warm = createLatencies()
  const ask = async () => {
    const start = performance.now()
    const { status, body } = await connection.request(
      getRequest(origin, tokenOf(0), `/api/find_read_list?id=${run}&miniType=1101`),
    )
    if (status !== 200 || !body.includes('"unreadCount":9999'))
      throw new Error(`The server answered ${status}: ${body.toString('utf8', 0, 200)}`)
    return performance.now() - start
  }
  const first = await ask()
  for (let round = 0; round < rounds; round++) warm.add(await ask())
  connection.close()
  return { first, warm: warm.summary() }
}
