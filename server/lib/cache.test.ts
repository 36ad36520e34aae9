import { beforeEach, expect, test } from 'vitest'
import { createCache } from './cache.ts'

let at = 0
let loads: number[] = []
let cache: ReturnType<typeof createCache<number, { id: number; name: string }>>
beforeEach(() => {
  at = 0
  loads = []
  cache = createCache({ most: 3, life: 100, now: () => at })
})
const load = (id: number) => async () => {
  loads.push(id)
  return { id, name: `n${at}` }
}
const read = (id: number) => cache.read(id, load(id))

test('what was read is kept until it changes', async () => {
  await read(1)
  await read(1)
  expect(loads).toEqual([1])
  expect(cache.get(1)).toEqual({ id: 1, name: 'n0' })
  cache.forget([1])
  expect(cache.get(1)).toBeUndefined()
  await read(1)
  await read(2)
  cache.forgetThose(({ id }) => id === 2)
  expect([cache.get(1)?.id, cache.get(2)]).toEqual([1, undefined])
  cache.forget()
  expect(cache.get(1)).toBeUndefined()
})

test('the word of a change that was lost makes it stale for its life and no longer', async () => {
  await read(1)
  at = 99
  cache.update(1, { id: 1, name: 'changed here' })
  expect((await read(1)).name).toBe('changed here')
  at = 100
  expect((await read(1)).name).toBe('n100')
  expect(loads).toEqual([1, 1])
})

test('what changes while it is read is given and not kept', async () => {
  let give: (value: { id: number; name: string }) => void = () => {}
  const reading = cache.read(1, () => new Promise<{ id: number; name: string }>(resolve => (give = resolve)))
  cache.forget([1])
  give({ id: 1, name: 'old' })
  expect(await reading).toEqual({ id: 1, name: 'old' })
  expect(cache.get(1)).toBeUndefined()
})

test('what is not there is asked for again, and of many only what is missing', async () => {
  expect(await cache.read(7, async () => undefined)).toBeUndefined()
  await read(1)
  const asked: number[][] = []
  const found = await cache.readMany(
    [1, 2, 2, 9],
    async missing => {
      asked.push(missing)
      return [{ id: 2, name: 'two' }]
    },
    ({ id }) => id,
  )
  expect(asked).toEqual([[2, 9]])
  expect([...found.keys()].sort()).toEqual([1, 2])
  expect(cache.get(2)).toEqual({ id: 2, name: 'two' })
})

test('it keeps so many, those read last', async () => {
  for (const id of [1, 2, 3, 4]) await read(id)
  expect([1, 2, 3, 4].map(id => cache.get(id)?.id)).toEqual([undefined, 2, 3, 4])
})
