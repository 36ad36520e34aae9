import { expect, test } from 'vitest'
import { ApiFailure } from '../api/failure.ts'
import type { Ask } from '../api/client.ts'
import { createViewer } from './viewer.ts'
import type { Login } from './viewer.ts'

/** What a browser keeps, for all its tabs. */
function createStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      kept.set(name, value)
    },
    removeItem: (name: string) => {
      kept.delete(name)
    },
  }
}

const loginOf = (token: string) => ({ authorization: token, user: { id: 1, trueName: 'alice', avatar: '' } }) as Login
/** A server that is not there. */
const away: Ask = () => Promise.reject(new ApiFailure(0, 'away'))

test('a login is there for every tab and after a reload, until it ends', () => {
  const storage = createStorage()
  const [one, other] = [createViewer({ storage, ask: away }), createViewer({ storage, ask: away })]
  expect(one.token()).toBeUndefined()
  one.take(loginOf('first'))
  other.reread()
  expect([one.token(), other.token(), createViewer({ storage, ask: away }).token()]).toEqual([
    'first',
    'first',
    'first',
  ])
  one.end('kicked', 'first')
  other.reread()
  expect([one.token(), other.token(), one.ended.value, other.ended.value]).toEqual([
    undefined,
    undefined,
    'kicked',
    'kicked',
  ])
  one.take(loginOf('second'))
  other.reread()
  expect([other.token(), other.ended.value]).toEqual(['second', undefined])
})

test('the end of an old login does not end the present one', () => {
  const storage = createStorage()
  const [one, other] = [createViewer({ storage, ask: away }), createViewer({ storage, ask: away })]
  one.take(loginOf('first'))
  other.reread()
  other.take(loginOf('second'))
  one.end('kicked', 'first')
  expect([one.token(), one.ended.value]).toEqual(['second', undefined])
  one.end('expired', 'first')
  expect(one.token()).toBe('second')
})

test('a login opens everything once it has a password of its own, in every tab, with the token that it had', () => {
  const storage = createStorage()
  const [one, other] = [createViewer({ storage, ask: away }), createViewer({ storage, ask: away })]
  one.take({ ...loginOf('first'), mustChangePassword: true })
  other.reread()
  expect([one, other].map(({ token, fullToken }) => [token(), fullToken()])).toEqual([
    ['first', undefined],
    ['first', undefined],
  ])
  one.take(loginOf('first'))
  other.reread()
  expect([one.fullToken(), other.fullToken()]).toEqual(['first', 'first'])
})

test('signing out works without the server', async () => {
  const viewer = createViewer({ storage: createStorage(), ask: away })
  viewer.take(loginOf('first'))
  await viewer.signOut()
  expect([viewer.token(), viewer.ended.value]).toEqual([undefined, 'signedOut'])
})
