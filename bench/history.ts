import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, people, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { getRequest, openRawHttp, postRequest } from './raw-http.ts'

export type HistoryJob = { origin: string; cast: Cast }
export type HistoryResult = { firstPage: Latency; deepPage: Latency; sessions: Latency }

const rounds = 500
const deep = 5000
const size = 20

/** Pages of a conversation with a million messages, and the session list of a person with 300 conversations. */
export async function readHistory({ origin, cast }: HistoryJob): Promise<HistoryResult> {
  const connection = await openRawHttp(origin)
  const page = (number: number) =>
    postRequest(origin, tokenOf(people.historyReader), '/api/find_single_msg', {
      senderId: idOf(cast, people.historyReader),
      receiverId: idOf(cast, people.historyPeer),
      page: number,
      size,
    })
  const sessionsRequest = getRequest(
    origin,
    tokenOf(people.busyReader),
    `/api/my_session?userId=${idOf(cast, people.busyReader)}`,
  )
  const seqs = async (number: number) =>
    [...(await connection.request(page(number))).body.toString().matchAll(/"seq":(\d+)/g)].map(found =>
      Number(found[1]),
    )
  const newest = people.historyLength - (deep - 1) * size
  if ((await seqs(1))[0] !== people.historyLength || (await seqs(deep))[0] !== newest)
    throw new Error('The history is not what the seed made')
  const list = (await connection.request(sessionsRequest)).body.toString()
  if (list.split('"miniType":1100').length - 1 !== people.busyPeers)
    throw new Error('The session list is not what the seed made')

  // taken in turns, so that a change of the machine's speed hits both pages
  const times = { first: createLatencies(), deep: createLatencies(), sessions: createLatencies() }
  for (let round = 0; round < rounds + 100; round++) {
    if (round === 100) for (const time of Object.values(times)) time.clear()
    await timed(times.first, page(1))
    await timed(times.deep, page(deep))
    if (round % 3 === 0) await timed(times.sessions, sessionsRequest)
  }
  connection.close()
  return { firstPage: times.first.summary(), deepPage: times.deep.summary(), sessions: times.sessions.summary() }

  async function timed(times: ReturnType<typeof createLatencies>, request: Buffer | string) {
    const start = performance.now()
    const { status } = await connection.request(request)
    if (status !== 200) throw new Error(`The server answered ${status}`)
    times.add(performance.now() - start)
  }
}
