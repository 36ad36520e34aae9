import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { hash as argon2 } from '@node-rs/argon2'
import { createPasswords } from './passwords.ts'

test('a password fits its own hash alone, and no password fits no hash', async () => {
  const { hash, verify } = createPasswords()
  const made = await hash('correct horse')
  expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verify(made, 'correct horse')).toBe(true)
  expect(await verify(made, 'wrong horse')).toBe(false)
  expect(await verify(undefined, 'correct horse')).toBe(false)
})

test('a generated password has a cheap hash, whose verification takes as long as any', async () => {
  const { hash, hashGenerated, verify } = createPasswords({ atOnce: 1 })
  const [made, usual] = [await hashGenerated('wT4hgZp7Rk2Xc9Lb'), await hash('correct horse')]
  expect(made).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/)
  expect(await verify(made, 'wT4hgZp7Rk2Xc9Lb')).toBe(true)
  expect(await verify(made, 'wT4hgZp7Rk2Xc9La')).toBe(false)
  // By the processor's time, in turns: nobody else's work counts.
  const spent = { made: 0, usual: 0 }
  for (let turn = 0; turn < 5; turn += 1)
    for (const kind of ['usual', 'made'] as const) {
      const before = process.cpuUsage()
      await verify(kind === 'made' ? made : usual, 'wrong')
      const { user, system } = process.cpuUsage(before)
      spent[kind] += user + system
    }
  expect(spent.made).toBeGreaterThan(spent.usual / 2)
})

test('what the queue cannot hold is refused at once, the rest is done', async () => {
  const { hash } = createPasswords({ atOnce: 1, waiting: 2 })
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map(password => hash(password)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(results[3]).toMatchObject({ reason: { failure: 'server.overloaded', retryAfter: 2 } })
  expect(await hash('e')).toMatch(/^\$argon2id/)
})

const composed = 'café über 鸿雁'
const decomposed = composed.normalize('NFD')

test('a password is the same on every keyboard: composed, decomposed, with a blank of any width', async () => {
  const { hash, verify } = createPasswords()
  for (const [chosen, typed] of [
    [composed, decomposed],
    [decomposed, composed],
    ['a b c d e', 'a\u3000b\u00a0c d e'],
  ] as const) {
    expect(await verify(await hash(chosen), typed)).toBe(true)
    expect(await verify(await hash(chosen), `${typed}.`)).toBe(false)
  }
})

test('hashes from before passwords were prepared fit what was typed then, in either form', async () => {
  const { verify } = createPasswords()
  for (const chosen of [composed, decomposed]) {
    const old = await argon2(chosen, { memoryCost: 1024, timeCost: 1 })
    expect(await verify(old, composed)).toBe(true)
    expect(await verify(old, decomposed)).toBe(true)
    expect(await verify(old, 'cafe uber 鸿雁')).toBe(false)
  }
})

test('one network that sends very many guesses delays another by its own turn alone', async () => {
  const { hash, verify } = createPasswords({ atOnce: 1 })
  const made = await hash('correct horse')
  const order: string[] = []
  const ask = (network: string, isKnown = false) =>
    verify(made, 'wrong', { network, isKnown }).then(() => order.push(network))
  await Promise.all([...Array.from({ length: 20 }, () => ask('mallory')), ask('bob'), ask('alice', true)])
  expect(order.slice(0, 4).sort()).toEqual(['alice', 'bob', 'mallory', 'mallory'])
})

test.runIf(process.platform === 'linux')('passwords are hashed on threads that let all others go first', async () => {
  const usual = getPriority()
  const { hash } = createPasswords({ atOnce: 1 })
  await hash('correct horse')
  const priorities = readdirSync('/proc/self/task').map(thread =>
    Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]),
  )
  expect(priorities).toContain(usual + 10)
  expect(getPriority()).toBe(usual)
})
