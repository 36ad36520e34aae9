import { expect, test } from 'vitest'
import { createLine } from './line.ts'

const limits = { lanes: 1, deadline: 100, shortDeadline: 10, patience: 60_000, shortPatience: 60_000 }
const alice = 1
const bob = 2
const mallory = 3

/** A line whose work ends when it is told to. */
function open(changes: Partial<typeof limits> = {}) {
  let now = 0
  const take = createLine({ ...limits, ...changes }, () => now)
  const running: { name: string, within: number, end(isHard?: boolean): void }[] = []
  return {
    running,
    pass(ms: number) { now += ms },
    names: () => running.map(({ name }) => name),
    ask: (personId: number, name: string) => take(personId, within => new Promise<{ isHard: boolean }>(resolve => {
      const end = (isHard = false) => {
        running.splice(running.findIndex(each => each.name === name), 1)
        resolve({ isHard })
      }
      running.push({ name, within, end })
    })),
  }
}

async function endNext(line: ReturnType<typeof open>, took = 10, isHard = false): Promise<string> {
  const first = line.running[0]
  if (!first) throw new Error('nothing runs')
  line.pass(took)
  first.end(isHard)
  await new Promise(resolve => setImmediate(resolve))
  return first.name
}

test('people take turns, however many pieces one of them has', async () => {
  const line = open()
  for (const name of ['m1', 'm2', 'm3']) void line.ask(mallory, name)
  void line.ask(alice, 'a1')
  void line.ask(bob, 'b1')
  const order: string[] = []
  while (line.running.length > 0) order.push(await endNext(line))
  expect(order).toEqual(['m1', 'a1', 'b1', 'm2', 'm3'])
})

test('whoever has used much lately comes after those who have not', async () => {
  const line = open()
  void line.ask(mallory, 'm1')
  await endNext(line, 5000)
  void line.ask(bob, 'b1')
  void line.ask(mallory, 'm2')
  void line.ask(alice, 'a1')
  expect(await endNext(line)).toBe('b1')
  expect(await endNext(line)).toBe('a1')
  expect(await endNext(line)).toBe('m2')
})

test('one person has one piece under way, also where there is room for more', () => {
  const line = open({ lanes: 2 })
  void line.ask(mallory, 'm1')
  void line.ask(mallory, 'm2')
  expect(line.names()).toEqual(['m1'])
  void line.ask(alice, 'a1')
  expect(line.names()).toEqual(['m1', 'a1'])
})

test('who has sent a piece that was too hard gets less time for the next ones, for a minute', async () => {
  const line = open()
  const within = () => line.running[0]?.within
  void line.ask(mallory, 'm1')
  expect(within()).toBe(100)
  await endNext(line, 10, true)
  void line.ask(mallory, 'm2')
  expect(within()).toBe(10)
  await endNext(line, 61_000)
  void line.ask(mallory, 'm3')
  expect(within()).toBe(100)
})

test('a piece whose turn does not come in time is given up', async () => {
  const line = open({ patience: 0 })
  void line.ask(mallory, 'm1')
  expect(await line.ask(alice, 'a1')).toBeUndefined()
  expect(line.names()).toEqual(['m1'])
})

test('pieces that wait behind a hard one of the same person are given up sooner', async () => {
  const line = open({ shortPatience: 0 })
  void line.ask(mallory, 'm1')
  const second = line.ask(mallory, 'm2')
  const third = line.ask(mallory, 'm3')
  await endNext(line, 10, true)
  expect(await third).toBeUndefined()
  line.running[0]?.end()
  await second
})
