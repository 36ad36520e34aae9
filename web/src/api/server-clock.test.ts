import { expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

test.each([[0], [125_000], [-125_000], [5 * 3_600_000], [-30 * 3_600_000]])(
  "a device whose clock is off by %i ms knows the server's time",
  ahead => {
    let server = 1_700_000_000_000
    const device = () => server + ahead
    const clock = createServerClock(device)
    expect(clock.now()).toBe(device())
    const asked = device()
    server += 40
    const time = server
    server += 60
    clock.hear(time, asked)
    expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(50)
    server += 3_600_000
    expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(50)
  },
)

test('a quick answer counts more than a slow one, and a clock that was set is noticed', () => {
  let server = 1_700_000_000_000
  let ahead = 60_000
  const device = () => server + ahead
  const clock = createServerClock(device)
  const hear = (way: number) => {
    const asked = device()
    server += way
    clock.hear(server, asked)
  }
  hear(4)
  hear(3000)
  expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(4)
  ahead = -7_200_000
  hear(10)
  expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(10)
})

test('what is no time, and what took too long, changes nothing', () => {
  const clock = createServerClock(() => 1000)
  clock.hear(Number.NaN, 900)
  clock.hear(5_000_000, 1100)
  clock.hear(5_000_000, -40_000)
  expect(clock.now()).toBe(1000)
})
