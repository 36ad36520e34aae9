import { setTimeout as wait } from 'node:timers/promises'
import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { watchCpu } from './processes.ts'
import type { CpuByThread } from './processes.ts'
import { openMany, openRawSocket, textFrame } from './raw-socket.ts'
import type { OnFrame, RawSocket } from './raw-socket.ts'

export type LoadJob = {
  origin: string
  serverPid: number
  cast: Cast
  /** Told apart in message ids, so that every run sends new ones. */
  run: string
  /** Pairs: person 2n writes to person 2n+1, who is connected. */
  senders: number
  /** Messages a second in all; 0: each sender sends its next one when the last is acknowledged. */
  rate: number
  seconds: number
  /** What is said; else the same English sentence. */
  text?: string
}

export type LoadResult = {
  sent: number
  acknowledged: number
  delivered: number
  refused: number
  /** Acknowledged in a second of the measured time. */
  perSecond: number
  toAcknowledged: Latency
  toReceived: Latency
  generatorCpu: number
  serverCpu: number | undefined
  threadCpu: CpuByThread | undefined
}

const warmUp = 1000
const sentence = 'The meeting moves to three, same room. Bring the figures.'
/** Messages of one sender that may be under way before the times of the oldest are overwritten. */
const kept = 4096

/** Direct messages from every sender to a receiver of its own. */
export async function directLoad({
  origin,
  serverPid,
  cast,
  run,
  senders,
  rate,
  seconds,
  text = sentence,
}: LoadJob): Promise<LoadResult> {
  const toAcknowledged = createLatencies()
  const toReceived = createLatencies()
  const total = { sent: 0, acknowledged: 0, delivered: 0, refused: 0 }
  let isSending = true
  let measured = 0

  const open = (index: number, onFrame: OnFrame) =>
    openRawSocket({ origin, path: `/cnbi.io/?Authorization=${tokenOf(index)}&v=1`, onFrame })
  const pairs = await openMany(senders, async index => {
    const pair = createPair(idOf(cast, index * 2), idOf(cast, index * 2 + 1), `${run}-${index}`, text)
    pair.sockets.push(
      await open(index * 2 + 1, code => {
        if (code !== 1100) return
        total.delivered += 1
        toReceived.add(performance.now() - pair.sentAt(pair.delivered++))
      }),
    )
    const sender = await open(index * 2, code => {
      if (code === 3400) total.refused += 1
      if (code !== 2000) return
      total.acknowledged += 1
      measured += 1
      toAcknowledged.add(performance.now() - pair.sentAt(pair.acknowledged++))
      if (rate === 0 && isSending) send(index, performance.now())
    })
    pair.sockets.push(sender)
    return { pair, sender }
  })

  function send(index: number, at: number) {
    const one = pairs[index]
    if (!one) return
    total.sent += 1
    one.sender.write(one.pair.next(at))
  }

  const cpu = { stop: watchCpu(serverPid) }
  const start = performance.now()
  let from = start
  const stopWarmUp = setTimeout(() => {
    toAcknowledged.clear()
    toReceived.clear()
    measured = 0
    from = performance.now()
    cpu.stop = watchCpu(serverPid)
  }, warmUp)
  if (rate === 0)
    pairs.forEach((_, index) => {
      send(index, performance.now())
    })
  else
    await sendAtRate(rate, warmUp + seconds * 1000, (number, at) => {
      send(number % senders, at)
    })
  if (rate === 0) await wait(warmUp + seconds * 1000)
  const used = cpu.stop()
  const perSecond = measured / ((performance.now() - from) / 1000)
  isSending = false
  clearTimeout(stopWarmUp)
  const deadline = performance.now() + 10_000
  while (
    (total.acknowledged + total.refused < total.sent || total.delivered < total.acknowledged)
    && performance.now() < deadline
  )
    await wait(20)
  for (const { pair } of pairs) for (const socket of pair.sockets) socket.close()
  return { ...total, perSecond, toAcknowledged: toAcknowledged.summary(), toReceived: toReceived.summary(), ...used }
}

/** Sends what is due, at the time it is due: a pause of ours counts as waiting of the message. */
export async function sendAtRate(
  rate: number,
  duration: number,
  send: (number: number, at: number) => void,
): Promise<void> {
  const start = performance.now()
  let number = 0
  for (;;) {
    const now = performance.now()
    if (now - start > duration) return
    for (; (number / rate) * 1000 <= now - start; number++) send(number, start + (number / rate) * 1000)
    await wait(1)
  }
}

/**
 * A sender's frames and the times they were due. Messages of one pair are acknowledged and received in the order
 * they were sent in, so the n-th answer belongs to the n-th message and nothing has to be parsed.
 */
function createPair(senderId: number, receiverId: number, run: string, content: string) {
  const digits = '00000000'
  const text = JSON.stringify({ code: 1100, data: { id: `${run}-${digits}`, senderId, receiverId, type: 1, content } })
  const template = textFrame(text)
  const place = template.indexOf(`${run}-${digits}`) + run.length + 1
  const times = new Float64Array(kept)
  let count = 0
  const sockets: RawSocket[] = []
  return {
    sockets,
    acknowledged: 0,
    delivered: 0,
    sentAt: (number: number) => times[number % kept] ?? 0,
    next(at: number): Buffer {
      const frame = Buffer.from(template)
      frame.write(String(count).padStart(digits.length, '0'), place, 'latin1')
      times[count % kept] = at
      count += 1
      return frame
    },
  }
}
