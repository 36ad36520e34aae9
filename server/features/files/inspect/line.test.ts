import { expect, test } from 'vitest'
import { createLine } from './line.ts'

const limits = {
  lanes: 1,
  deadline: 100,
  shortDeadline: 10,
  patience: 60_000,
  shortPatience: 60_000,
  slice: 60_000,
  heavy: 60_000,
  small: 0,
  smallSlice: 60_000,
}
const alice = 1
const bob = 2
const mallory = 3

/** A piece whose process is still to start. */
const starting = 'starting'

/** A line whose work ends when it is told to. */
function open(changes: Partial<typeof limits> = {}) {
  let now = 0
  const take = createLine({ ...limits, ...changes }, () => now)
  const running: { name: string; within: number; end(isHard?: boolean): void }[] = []
  return {
    running,
    pass(ms: number) {
      now += ms
    },
    names: () => running.map(({ name }) => name),
    ask: (personId: number, name: string, estimate?: number) =>
      take(
        personId,
        (within, stop, begin) =>
          new Promise<{ isHard: boolean; hasEnded: boolean }>(resolve => {
            const end = (isHard = false, hasEnded = false) => {
              running.splice(
                running.findIndex(each => each.name === name),
                1,
              )
              resolve({ isHard, hasEnded })
            }
            stop.addEventListener('abort', () => end(false, true))
            running.push({ name, within, end })
            if (name !== starting) begin()
          }),
        estimate,
      ),
  }
}

const settled = () => new Promise(resolve => setImmediate(resolve))

async function endNext(line: ReturnType<typeof open>, took = 10, isHard = false): Promise<string> {
  const first = line.running[0]
  if (!first) throw new Error('nothing runs')
  line.pass(took)
  first.end(isHard)
  await settled()
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

test('of those who have used as little, whoever has the smallest piece is next', async () => {
  const line = open()
  void line.ask(mallory, 'm1')
  void line.ask(bob, 'large', 500)
  void line.ask(alice, 'small', 4)
  await endNext(line)
  expect(await endNext(line)).toBe('small')
  expect(await endNext(line)).toBe('large')
})

test('a long piece makes room for one that waits, and begins again when there is room for long ones', async () => {
  const line = open({ lanes: 2, slice: 0 })
  const first = line.ask(mallory, 'm1')
  void line.ask(bob, 'b1')
  expect(line.names()).toEqual(['m1', 'b1'])
  void line.ask(alice, 'a1')
  await settled()
  expect(line.names()).toEqual(['b1', 'a1'])
  line.running[0]?.end()
  await settled()
  expect(line.names()).toEqual(['a1', 'm1'])
  line.running[1]?.end()
  expect(await first).toEqual({ isHard: false, hasEnded: false })
})

test('a piece keeps its lane until its slice is over, and while nobody else waits', async () => {
  const line = open({ lanes: 2 })
  void line.ask(mallory, 'm1')
  void line.ask(bob, 'b1')
  void line.ask(alice, 'a1')
  await settled()
  expect(line.names()).toEqual(['m1', 'b1'])
  const alone = open({ lanes: 2, slice: 0 })
  void alone.ask(mallory, 'm1')
  void alone.ask(mallory, 'm2')
  void alone.ask(bob, 'b1')
  await settled()
  expect(alone.names()).toEqual(['m1', 'b1'])
})

test('people who have used much lately never have all the lanes, however many they are', async () => {
  const line = open({ lanes: 2, heavy: 1000 })
  for (const heavy of [bob, mallory]) {
    void line.ask(heavy, 'much')
    await endNext(line, 2000)
  }
  void line.ask(bob, 'b1')
  void line.ask(mallory, 'm1')
  expect(line.names()).toEqual(['b1'])
  void line.ask(alice, 'a1')
  expect(line.names()).toEqual(['b1', 'a1'])
})

test('a small piece waits for no larger ones: it has a lane that is for small pieces alone', async () => {
  const line = open({ lanes: 1, small: 10 })
  void line.ask(mallory, 'm1', 500)
  void line.ask(bob, 'large', 500)
  void line.ask(alice, 'small', 4)
  expect(line.names()).toEqual(['m1', 'small'])
  line.running[1]?.end()
  await settled()
  expect(line.names()).toEqual(['m1'])
})

test('a small piece that takes long makes room for another one soon', async () => {
  const line = open({ lanes: 1, small: 10, smallSlice: 100 })
  void line.ask(mallory, 'm1', 500)
  void line.ask(bob, 'not so small', 4)
  line.pass(99)
  void line.ask(alice, 'a1', 4)
  await settled()
  expect(line.names()).toEqual(['m1', 'not so small'])
  line.pass(1)
  void line.ask(4, 'c1', 4)
  await settled()
  expect(line.names()).toEqual(['m1', 'a1'])
})

test('the time in which its process starts is held against no piece and no person', async () => {
  const line = open({ lanes: 1, slice: 10, heavy: 1000 })
  void line.ask(alice, starting)
  line.pass(5000)
  void line.ask(bob, 'b1')
  await settled()
  expect(line.names()).toEqual([starting])
  line.running[0]?.end()
  await settled()
  void line.ask(alice, 'a2')
  line.pass(20)
  void line.ask(4, 'c1')
  await settled()
  expect(line.names()).toEqual(['a2'])
})
