import { expect, test } from 'vitest'
import { createThrottle, type Attempt } from './throttle.ts'

const minute = 60_000
const wrong = async () => false
const right = async () => true

function setUp() {
  let now = 1_000_000
  const throttle = createThrottle({ clock: () => now })
  return {
    guarded: throttle.guarded,
    wait: (ms: number) => {
      now += ms
    },
    async fail(times: number, attempt: Attempt) {
      for (let i = 0; i < times; i++) expect(await throttle.guarded(attempt, wrong)).toBe(false)
    },
  }
}
const home = { account: '1', address: '10.0.0.1', isKnown: false }

test('five wrong passwords lock the account for that address, and the right one too', async () => {
  const { guarded, fail } = setUp()
  await fail(5, home)
  await expect(guarded(home, right)).rejects.toMatchObject({ failure: 'login.locked', code: 423, retryAfter: 60 })
  expect(await guarded({ ...home, account: '2' }, right)).toBe(true)
})

test('the lock ends, and grows from 1 minute to 15', async () => {
  const { guarded, fail, wait } = setUp()
  await fail(4, home)
  for (const minutes of [1, 2, 4, 8, 15, 15]) {
    await fail(1, home)
    wait(minutes * minute - 1)
    await expect(guarded(home, right)).rejects.toMatchObject({ retryAfter: 1 })
    wait(1)
  }
  expect(await guarded(home, right)).toBe(true)
})

test('the right password forgets the wrong ones before it', async () => {
  const { guarded, fail } = setUp()
  await fail(4, home)
  await guarded(home, right)
  await fail(4, home)
  expect(await guarded(home, right)).toBe(true)
})

test('wrong passwords are forgotten after 15 minutes', async () => {
  const { fail, wait, guarded } = setUp()
  await fail(4, home)
  wait(15 * minute + 1)
  await fail(4, home)
  expect(await guarded(home, right)).toBe(true)
})

test('guesses sent at once are counted one by one', async () => {
  const { guarded } = setUp()
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => guarded(home, wrong)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
})

/** Verifies in its own time, as argon2 does; counts what it was asked. */
function verifier(isRight: boolean) {
  let asked = 0
  return {
    asked: () => asked,
    verify: async () => {
      asked++
      await new Promise(resolve => setImmediate(resolve))
      return isRight
    },
  }
}
const codes = async (attempts: Promise<boolean>[]) =>
  (await Promise.allSettled(attempts)).map(result =>
    result.status === 'fulfilled' ? String(result.value) : (result.reason as { failure: string }).failure,
  )

test('guesses at one account from 150 addresses at once are no more than those one by one', async () => {
  const { guarded } = setUp()
  const { asked, verify } = verifier(false)
  await codes(
    Array.from({ length: 150 }, (_, nth) =>
      guarded({ account: '1', address: `192.0.2.${nth}`, isKnown: false }, verify),
    ),
  )
  expect(asked()).toBe(20)
})

test('guesses at 400 accounts from one address at once are no more than those one by one', async () => {
  const { guarded } = setUp()
  const { asked, verify } = verifier(false)
  const heard = await codes(
    Array.from({ length: 400 }, (_, nth) =>
      guarded({ account: `name ${nth}`, address: '192.0.2.1', isKnown: false }, verify),
    ),
  )
  expect(asked()).toBe(50)
  expect(heard.filter(code => code === 'login.locked')).toHaveLength(350)
})

test.each([true, false])(
  '200 people behind one address who sign in at nine meet no limit, known there or not (%s)',
  async isKnown => {
    const { guarded } = setUp()
    const { asked, verify } = verifier(true)
    const mistyped = verifier(false)
    const heard = await codes(
      Array.from({ length: 200 }, (_, nth) =>
        guarded({ account: String(nth), address: '192.0.2.1', isKnown }, nth % 10 === 0 ? mistyped.verify : verify),
      ),
    )
    expect([asked(), mistyped.asked()]).toEqual([180, 20])
    expect(new Set(heard)).toEqual(new Set(['true', 'false']))
  },
)

test('a crowd of guesses before an account takes no place from those who log in from where they always do', async () => {
  const { guarded } = setUp()
  const { verify } = verifier(false)
  const crowd = codes(
    Array.from({ length: 150 }, (_, nth) =>
      guarded({ account: '1', address: `192.0.2.${nth}`, isKnown: false }, verify),
    ),
  )
  expect(await guarded({ ...home, isKnown: true }, right)).toBe(true)
  expect(await crowd).toContain('request.tooMany')
})

test('too many at once are turned away', async () => {
  const { guarded } = setUp()
  const results = await Promise.allSettled(Array.from({ length: 60 }, () => guarded(home, right)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
})

test('strangers who guess from everywhere slow other strangers down, never a known address', async () => {
  const { guarded, fail } = setUp()
  for (let i = 1; i <= 20; i++) await fail(1, { account: '1', address: `192.0.2.${i}`, isKnown: false })
  await expect(guarded({ account: '1', address: '198.51.100.1', isKnown: false }, right)).rejects.toThrow('次数过多')
  expect(await guarded({ ...home, isKnown: true }, right)).toBe(true)
})

test('one address that tries many accounts is locked, except for those who log in from there', async () => {
  const { guarded, fail } = setUp()
  for (let i = 1; i <= 50; i++) await fail(1, { account: `name ${i}`, address: '192.0.2.1', isKnown: false })
  await expect(guarded({ account: '1', address: '192.0.2.1', isKnown: false }, right)).rejects.toThrow('次数过多')
  expect(await guarded({ account: '1', address: '192.0.2.1', isKnown: true }, right)).toBe(true)
})

test('a fault while asking counts nothing', async () => {
  const { guarded } = setUp()
  for (let i = 0; i < 10; i++)
    await expect(guarded(home, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await guarded(home, right)).toBe(true)
})
