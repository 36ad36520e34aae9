import { setTimeout as wait } from 'node:timers/promises'
import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { idOf, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { watchCpu } from './processes.ts'
import { openMany, openRawSocket, textFrame } from './raw-socket.ts'

export type FanoutJob = {
  origin: string
  serverPid: number
  cast: Cast
  run: string
  groupId: number
  members: number
  seconds: number
}

export type FanoutResult = {
  members: number
  messages: number
  acknowledged: number
  refused: number
  /** Sockets that the server closed. */
  closed: number
  deliveries: number
  expected: number
  perSecond: number
  /** From sending until the last member has it, one message at a time. */
  toLast: Latency
  generatorCpu: number
  serverCpu: number | undefined
}

const singles = 20
/** Messages under way while the rate is measured. */
const underWay = 32
/** Messages a second; the server lets one person send 1,000 in the long run. */
const mostPerSecond = 900

/** One sender, everybody else in the group connected. */
export async function groupFanout({
  origin,
  serverPid,
  cast,
  run,
  groupId,
  members,
  seconds,
}: FanoutJob): Promise<FanoutResult> {
  const others = members - 1
  let deliveries = 0
  let messages = 0
  const total = { acknowledged: 0, refused: 0, closed: 0 }
  let onDelivery: () => void = () => undefined
  const socketOf = (index: number) =>
    openRawSocket({
      origin,
      path: `/cnbi.io/?Authorization=${tokenOf(index)}&v=1`,
      onClose: () => {
        total.closed += 1
      },
      onFrame: code => {
        if (code === 2000) total.acknowledged += 1
        if (code === 3400) total.refused += 1
        if (code !== 1101) return
        deliveries += 1
        onDelivery()
      },
    })
  const sockets = await openMany(members, socketOf)
  const [sender] = sockets
  const send = () => {
    messages += 1
    sender?.write(
      textFrame(
        JSON.stringify({
          code: 1101,
          data: {
            id: `${run}-${messages}`,
            senderId: idOf(cast, 0),
            receiverId: groupId,
            type: 1,
            content: 'All hands at ten in the big room.',
          },
        }),
      ),
    )
  }

  const toLast = createLatencies()
  for (let number = 1; number <= singles; number++) {
    const start = performance.now()
    const arrived = Promise.withResolvers<undefined>()
    onDelivery = () => {
      if (deliveries >= number * others) arrived.resolve(undefined)
    }
    send()
    await Promise.race([arrived.promise, wait(10_000)])
    toLast.add(performance.now() - start)
  }

  const before = deliveries
  const start = performance.now()
  const cpu = watchCpu(serverPid)
  let isSending = true
  const isDue = () => messages - singles < underWay + (mostPerSecond * (performance.now() - start)) / 1000
  onDelivery = () => {
    while (isSending && (messages - underWay) * others < deliveries && isDue()) send()
  }
  const pump = setInterval(onDelivery, 1)
  await wait(seconds * 1000)
  clearInterval(pump)
  const perSecond = (deliveries - before) / ((performance.now() - start) / 1000)
  const used = cpu()
  isSending = false
  const deadline = performance.now() + 10_000
  while (deliveries < messages * others && performance.now() < deadline) await wait(20)
  const result = { ...total }
  for (const socket of sockets) socket.close()
  return {
    ...result,
    members,
    messages,
    deliveries,
    expected: messages * others,
    perSecond,
    toLast: toLast.summary(),
    ...used,
  }
}
