import { expect, test } from 'vitest'
import { isSameNetwork, networkOf } from './network.ts'

test.each([
  ['203.0.113.7', '203.0.113.99', true],
  ['203.0.113.7', '203.0.114.7', false],
  ['::ffff:203.0.113.7', '203.0.113.8', true],
  ['10.1.2.3', '192.168.7.7', true],
  ['127.0.0.1', '::1', true],
  ['10.1.2.3', '203.0.113.7', false],
  ['2001:db8:1:2::3', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::3', '2001:db8:1:3::3', false],
  ['2001:db8:1:2::3', '203.0.113.7', false],
  ['', '203.0.113.7', false],
  ['not an address', 'not an address', false],
])('%s and %s are of one network: %s', (one, other, isSame) => {
  expect(isSameNetwork(one, other)).toBe(isSame)
  expect(isSameNetwork(other, one)).toBe(isSame)
})

test('the addresses of one IPv6 network count as one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
})
