import { expect, test } from 'vitest'
import { createResource } from '../resource.ts'
import { createMemoryCache } from '../sync/memory-cache.ts'
import { createKept } from './kept-answer.ts'

const cache = createMemoryCache()
const reading = (read: () => Promise<string[]>) =>
  createKept({ cache, name: 'friends', read }, createResource<string[]>)

test('what was read once is there while the server is away, and a newer answer takes its place', async () => {
  const first = reading(async () => ['bob'])
  await first.load()
  expect(first.value.value).toEqual(['bob'])

  const away = reading(() => Promise.reject(new Error('away')))
  await away.load()
  expect([away.value.value, away.error.value]).toEqual([['bob'], new Error('away')])

  const back = reading(async () => ['bob', 'carol'])
  await back.load()
  expect(back.value.value).toEqual(['bob', 'carol'])
  expect(await cache.answer('friends')).toEqual(['bob', 'carol'])
})
