import { expect, test } from 'vitest'
import { createInProcessBus } from '../bus/in-process.ts'
import type { UserEvent } from '../bus/bus.ts'
import { followStatuses } from './wide-news.ts'

const alice = 1
const connected = Array.from({ length: 450 }, (_, index) => index + 1)

function follow(reaches: (viewerId: number) => boolean) {
  const bus = createInProcessBus()
  const told: { userIds: readonly number[]; text: string | undefined }[] = []
  followStatuses({
    sockets: { users: () => connected.values() },
    bus,
    people: { reaches: async viewerId => reaches(viewerId) },
    deliver: (userIds, event: UserEvent) => {
      if (event.type === 'conversationChanged' && event.change.what === 'status')
        told.push({ userIds, text: event.change.status?.text })
    },
    fault: error => {
      throw error
    },
  })
  const say = (text: string, userId = alice) =>
    bus.toAll({ type: 'statusChanged', userId, status: { userId, emoji: '', text, endsAt: null } })
  return { told, say }
}

test('everybody who is connected and may see the card is told, and nobody else', async () => {
  const { told, say } = follow(viewerId => viewerId % 2 === 0)
  say('会议中')
  const even = connected.filter(id => id % 2 === 0)
  await expect.poll(() => told.flatMap(({ userIds }) => userIds)).toEqual(even)
})

test('of what somebody says in a hurry the last is told to everybody, and others wait for none of it', async () => {
  const { told, say } = follow(() => true)
  for (let count = 1; count <= 50; count++) say(`第 ${count} 次`)
  say('外出', 2)
  const hearing = (text: string) => told.filter(each => each.text === text).flatMap(({ userIds }) => userIds).length
  await expect.poll(() => hearing('外出')).toBe(connected.length)
  await expect.poll(() => hearing('第 50 次')).toBe(connected.length)
  expect(new Set(told.map(({ text }) => text)).size).toBeLessThanOrEqual(3)
})
