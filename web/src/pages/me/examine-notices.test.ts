import { expect, test } from 'vitest'
import { examineNotices } from './examine-notices.ts'
import type { Device, Finding } from './examine-notices.ts'

/** A device on which everything goes well, but for what is given. */
const device = (given: Partial<Device> = {}): Device => ({
  isSecure: true,
  canNotify: true,
  allow: async () => 'granted',
  isOn: () => true,
  isQuiet: () => false,
  hasWorker: async () => true,
  canPush: async () => true,
  isSubscribed: async () => true,
  push: async () => ({ outcome: 'taken', status: 201 }),
  arrived: async () => true,
  show: async () => true,
  ...given,
})
const not = async () => false
const away = () => Promise.reject(new Error('away'))

async function found(given: Partial<Device>): Promise<string[]> {
  const list: Finding[] = []
  for await (const finding of examineNotices(device(given))) list.push(finding)
  return list.map(({ verdict, status }) => (status ? `${verdict} ${status}` : verdict))
}

test.each<[string, Partial<Device>, string[]]>([
  ['all is well', {}, ['allowed', 'pushOn', 'taken 201', 'arrived']],
  ['plain http', { isSecure: false }, ['notSecure']],
  ['a browser without notifications', { canNotify: false }, ['unsupported']],
  ['the person refused', { allow: async () => 'denied' }, ['denied']],
  ['the question was closed', { allow: async () => 'default' }, ['dismissed']],
  [
    'turned off, and quiet',
    { isOn: () => false, isQuiet: () => true },
    ['allowed', 'off', 'quiet', 'pushOn', 'taken 201', 'arrived'],
  ],
  ['no worker', { hasWorker: not }, ['allowed', 'noWorker', 'shown']],
  ['no worker, where the page may not show any', { hasWorker: not, show: not }, ['allowed', 'noWorker', 'notShown']],
  ['pushes are not turned on', { isSubscribed: not }, ['allowed', 'pushOff', 'shown']],
  ['the server sends no pushes', { isSubscribed: not, canPush: not }, ['allowed', 'noPush', 'shown']],
  ['nobody knows whether the server does', { isSubscribed: not, canPush: away }, ['allowed', 'serverAway', 'shown']],
  ['the server is away', { push: away }, ['allowed', 'pushOn', 'serverAway']],
  [
    'the browser gave it up',
    { push: async () => ({ outcome: 'gone', status: 410 }) },
    ['allowed', 'pushOn', 'gone 410'],
  ],
  [
    'the push service refuses',
    { push: async () => ({ outcome: 'refused', status: 403 }) },
    ['allowed', 'pushOn', 'refused 403'],
  ],
  [
    'the push service is out of reach',
    { push: async () => ({ outcome: 'unreachable', status: null }) },
    ['allowed', 'pushOn', 'unreachable'],
  ],
  ['it never came', { arrived: not }, ['allowed', 'pushOn', 'taken 201', 'late']],
])('%s', async (_, given, expected) => {
  expect(await found(given)).toEqual(expected)
})
