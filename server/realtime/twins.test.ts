import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { ids, startEdge } from './edge.testing.ts'

// The existing client's page opens two sockets together, and each comes back by itself when it drops.

type Edge = Awaited<ReturnType<typeof startEdge>>
type Connection = Awaited<ReturnType<typeof open>>

/** An edge whose clock the test moves. */
async function startClocked() {
  const time = { now: 1_000_000 }
  const edge = await startEdge({ clock: () => time.now })
  return Object.assign(edge, {
    pass: (ms: number) => {
      time.now += ms
    },
  })
}

const open = async (edge: Edge) => {
  const upgrade = once(edge.server, 'upgrade')
  const connection = await edge.connect('Authorization=alice-windows')
  await connection.soFar()
  const [, socket] = (await upgrade) as [IncomingMessage, Duplex]
  return { ...connection, serverClosed: once(socket, 'close') }
}
const openTwo = async (edge: Edge) => [await open(edge), await open(edge)] as const

async function drop(connection: Connection) {
  connection.ws.terminate()
  await connection.serverClosed
  await new Promise(setImmediate)
}

let pushed = 0
/** How many of these get one message. */
async function copies(edge: Edge, connections: readonly Pick<Connection, 'soFar'>[]): Promise<number> {
  const content = `message ${++pushed}`
  edge.push(content, ids.bob)
  const got = await Promise.all(connections.map(connection => connection.soFar()))
  return got.flat().filter(({ code, data }) => code === 1100 && data.content === content).length
}

describe.each([0, 1])("of a page's two sockets, the one that opened as number %i", which => {
  test('drops and comes back alone, thrice: each message is shown once', async () => {
    await using edge = await startClocked()
    const page = [...(await openTwo(edge))]
    for (let time = 1; time <= 3; time++) {
      const gone = page[which]
      if (gone) await drop(gone)
      edge.pass(5000)
      expect(
        await copies(
          edge,
          page.filter(socket => socket !== gone),
        ),
      ).toBe(1)
      page[which] = await open(edge)
      expect(await copies(edge, page)).toBe(1)
    }
  })
})

test('the other one drops while the first is away: whoever comes back first is live, the second rests', async () => {
  await using edge = await startClocked()
  const [one, two] = await openTwo(edge)
  await drop(one)
  edge.pass(2000)
  await drop(two)
  edge.pass(3000)
  const first = await open(edge)
  expect(await copies(edge, [first])).toBe(1)
  edge.pass(2000)
  expect(await copies(edge, [first, await open(edge)])).toBe(1)
})

test('a second tab opens two at once and gets one that is live, also while the first tab lacks one', async () => {
  await using edge = await startClocked()
  const [one, two] = await openTwo(edge)
  edge.pass(5000)
  const second = await openTwo(edge)
  expect(await copies(edge, [one, two])).toBe(1)
  expect(await copies(edge, second)).toBe(1)
  await drop(one)
  edge.pass(3000)
  const third = await openTwo(edge)
  for (const tab of [[two], second, third]) expect(await copies(edge, tab)).toBe(1)
  // and the one that was away finds its place
  edge.pass(2000)
  const back = await open(edge)
  expect(await copies(edge, [two, back])).toBe(1)
  for (const tab of [second, third]) expect(await copies(edge, tab)).toBe(1)
})

test('a program with one socket beside another such is no twin, and stays none after coming back', async () => {
  await using edge = await startClocked()
  const one = await open(edge)
  edge.pass(2000)
  let two = await open(edge)
  expect(await copies(edge, [one, two])).toBe(2)
  for (let time = 1; time <= 3; time++) {
    await drop(two)
    edge.pass(5000)
    two = await open(edge)
    expect(await copies(edge, [one])).toBe(1)
    expect(await copies(edge, [two])).toBe(1)
  }
})

test('after a reload the two new ones are one page, and the tab that was closed is forgotten', async () => {
  await using edge = await startClocked()
  for (const socket of await openTwo(edge)) await drop(socket)
  edge.pass(500)
  const reloaded = [...(await openTwo(edge))]
  expect(await copies(edge, reloaded)).toBe(1)
  edge.pass(2000)
  const closed = await openTwo(edge)
  for (const socket of closed) await drop(socket)
  edge.pass(5000)
  if (reloaded[0]) await drop(reloaded[0])
  edge.pass(5000)
  reloaded[0] = await open(edge)
  expect(await copies(edge, reloaded)).toBe(1)
})

test('clients of ours are never twins', async () => {
  await using edge = await startClocked()
  const both = [
    await edge.connect('v=1&Authorization=alice-windows'),
    await edge.connect('v=1&Authorization=alice-windows'),
  ]
  expect(await copies(edge, both)).toBe(2)
})
