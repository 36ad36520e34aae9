import { expect, test } from 'vitest'
import { BadSettings, readConfig } from './config.ts'

const read = (environment: Record<string, string>) => readConfig(environment, '/nowhere')

test.each(['HONGYAN_ORIGIN', 'HONGYAN_ALLOWED_ORIGINS', 'HONGYAN_REDIRECT_ORIGINS', 'HONGYAN_PUSH_ORIGINS'])(
  '%s takes an origin, and refuses what it would cut off',
  name => {
    for (const text of [
      'https://im.example.com',
      'https://im.example.com/',
      'http://10.0.0.5:8005',
      'https://[::1]:8443',
    ])
      expect(() => read({ [name]: text })).not.toThrow()
    for (const text of [
      'https://im.example.com/chat',
      'https://im.example.com/chat/',
      'https://im.example.com/?a=1',
      'https://im.example.com/#a',
      'https://me@im.example.com',
      'im.example.com',
      'ftp://im.example.com',
    ]) {
      expect(() => read({ [name]: text })).toThrow(BadSettings)
    }
    expect(() => read({ [name]: 'https://im.example.com/chat' })).toThrow(/not served under a path/)
  },
)

test('an IPv6 address to listen on may have the brackets that it has in a URL', () => {
  expect(read({ HONGYAN_HOST: '[::1]' }).host).toBe('::1')
  expect(read({ HONGYAN_HOST: '::' }).host).toBe('::')
})

test('a one-time password lives 7 days, unless the setting says otherwise', () => {
  const day = 24 * 60 * 60 * 1000
  expect(read({}).oneTimeLife).toBe(7 * day)
  expect(read({ HONGYAN_ONE_TIME_DAYS: '1' }).oneTimeLife).toBe(day)
})
