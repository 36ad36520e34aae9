import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

test('a password fits its own hash alone, and no password fits no hash', async () => {
  const { hash, verify } = createPasswords()
  const made = await hash('correct horse')
  expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verify(made, 'correct horse')).toBe(true)
  expect(await verify(made, 'wrong horse')).toBe(false)
  expect(await verify(undefined, 'correct horse')).toBe(false)
})

test('what the queue cannot hold is refused at once, the rest is done', async () => {
  const { hash } = createPasswords({ atOnce: 1, waiting: 2 })
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map(hash))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(results[3]).toMatchObject({ reason: { failure: 'server.overloaded', retryAfter: 2 } })
  expect(await hash('e')).toMatch(/^\$argon2id/)
})
