import { expect, test } from 'vitest'
import { networkAddresses, originForOthers } from './network-addresses.ts'

const of = (address: string, internal = false) => ({
  address,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
  ...(address.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
})
const machine = {
  lo: [of('127.0.0.1', true), of('::1', true)],
  eth0: [of('fe80::1'), of('2001:db8::7'), of('192.168.1.20')],
  eth1: [of('169.254.10.1'), of('10.0.0.5')],
  docker0: [of('172.17.0.1')],
  'br-1a2b': [of('172.18.0.1')],
}

test('a server for everybody names the addresses of the network, and no address of this machine alone', () => {
  expect(networkAddresses('0.0.0.0', machine)).toEqual(['192.168.1.20', '10.0.0.5'])
  expect(networkAddresses('::', machine)).toEqual(['192.168.1.20', '10.0.0.5', '[2001:db8::7]'])
})

test('a server for this machine, or for one address, names none', () => {
  for (const host of ['127.0.0.1', 'localhost', '::1', '192.168.1.20'])
    expect(networkAddresses(host, machine)).toEqual([])
})

test('a link is for others too, whoever made it on the machine itself', () => {
  expect(originForOthers('http://localhost:8005', '0.0.0.0', machine)).toBe('http://192.168.1.20:8005')
  expect(originForOthers('http://127.0.0.1', '0.0.0.0', machine)).toBe('http://192.168.1.20')
  expect(originForOthers('http://[::1]:8005', '::', machine)).toBe('http://192.168.1.20:8005')
  expect(originForOthers('http://127.0.0.1:8005', '127.0.0.1', machine)).toBeUndefined()
  for (const origin of ['https://im.example', 'http://10.0.0.5:8005', 'http://localhost.example'])
    expect(originForOthers(origin, '127.0.0.1', machine)).toBe(origin)
})
