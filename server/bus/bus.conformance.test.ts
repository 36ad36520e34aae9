import { afterEach, describe, expect, test } from 'vitest'
import type { Bus, DeviceEvent, NodeEvent, UserEvent } from './bus.ts'
import { createInProcessBus } from './in-process.ts'

/** Nodes of one installation; a bus of one process has one. */
const backends: [string, () => Bus[]][] = [['one process', () => [createInProcessBus()]]]

const open: Bus[] = []
afterEach(async () => {
  for (const bus of open.splice(0)) await bus[Symbol.asyncDispose]()
})

/** What a node hears, kind by kind. */
function listen(bus: Bus) {
  const heard = {
    users: [] as [readonly number[], UserEvent][],
    device: [] as [string, DeviceEvent][],
    all: [] as NodeEvent[],
  }
  bus.onUsers((userIds, event) => {
    heard.users.push([userIds, event])
  })
  bus.onDevice((device, event) => {
    heard.device.push([device, event])
  })
  bus.onAll(event => {
    heard.all.push(event)
  })
  return heard
}

const typing = (senderId: number): UserEvent => ({ type: 'typing', senderId, receiverId: 9, miniType: 1100 })

describe.each(backends)('a bus over %s', (_, start) => {
  const nodes = () => {
    const buses = start()
    open.push(...buses)
    return buses
  }

  test('tells every node, the publisher too, each kind to those who listen to it', async () => {
    const buses = nodes()
    const heard = buses.map(listen)
    const event: NodeEvent = { type: 'tokensEnded', hashes: ['a', 'b'], reason: 'over' }
    buses[0]?.toUsers([1, 2], typing(3))
    buses[0]?.toDevice('one', { type: 'scanCancelled' })
    buses[0]?.toAll(event)
    await expect
      .poll(() => heard)
      .toEqual(
        heard.map(() => ({ users: [[[1, 2], typing(3)]], device: [['one', { type: 'scanCancelled' }]], all: [event] })),
      )
  })

  test('tells every listener of a node', async () => {
    const [bus] = nodes()
    if (!bus) throw new Error('There is a node')
    const heard = [listen(bus), listen(bus)]
    bus.toUsers([1], typing(2))
    await expect.poll(() => heard.map(({ users }) => users)).toEqual([[[[1], typing(2)]], [[[1], typing(2)]]])
  })

  test('keeps the order of one publisher', async () => {
    const buses = nodes()
    const heard = buses.map(listen)
    const senders = Array.from({ length: 500 }, (_, at) => at)
    for (const at of senders) buses.at(-1)?.toUsers([1], typing(at))
    await expect
      .poll(() => heard.map(({ users }) => users.map(([, event]) => event)))
      .toEqual(heard.map(() => senders.map(typing)))
  })

  test('carries texts and nothing else of the publisher: what comes is equal to what was published', async () => {
    const buses = nodes()
    const heard = buses.map(listen)
    const data = { text: '中文 👨‍👩‍👧 \u2028 "', empty: null, list: [1, 2], isOn: true }
    const event: UserEvent = { type: 'command', code: 1500, data: structuredClone(data), fromDevice: null }
    buses[0]?.toUsers([1], event)
    await expect
      .poll(() => heard.map(({ users }) => users[0]?.[1]))
      .toEqual(heard.map(() => ({ type: 'command', code: 1500, data, fromDevice: null })))
  })

  test('is silent once it is closed', async () => {
    const [bus] = nodes()
    if (!bus) throw new Error('There is a node')
    const heard = listen(bus)
    bus.toUsers([1], typing(1))
    await expect.poll(() => heard.users.length).toBe(1)
    await bus[Symbol.asyncDispose]()
    bus.toUsers([1], typing(2))
    expect(heard.users).toHaveLength(1)
  })
})
