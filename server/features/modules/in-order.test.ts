import { expect, test } from 'vitest'
import { createInOrder } from './in-order.ts'

test('what was begun first is told first, however long it takes, and a failure holds nobody up', async () => {
  const inOrder = createInOrder()
  const told: string[] = []
  const tell = (what: string) => {
    told.push(what)
  }
  const slow = Promise.withResolvers<string>()
  const first = inOrder(() => slow.promise, tell)
  const failed = inOrder(() => Promise.reject(new Error('disk full')), tell)
  const second = inOrder(() => Promise.resolve('second'), tell)
  const third = inOrder(() => Promise.resolve('third'), tell)
  expect(told).toEqual([])
  slow.resolve('first')
  expect(await Promise.all([first, second, third])).toEqual(['first', 'second', 'third'])
  await expect(failed).rejects.toThrow('disk full')
  expect(told).toEqual(['first', 'second', 'third'])
})
