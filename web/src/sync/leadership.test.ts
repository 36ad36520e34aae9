import { expect, test } from 'vitest'
import { openChannel } from './hub.ts'
import { createLeadership } from './leadership.ts'

let made = 0

function stand(name: string, answers: boolean) {
  const channel = openChannel(name)
  const log: string[] = []
  channel.listen(message => {
    if (message.type === 'ask' && answers && leadership.isLeader()) channel.post({ type: 'answer', line: { type: 'line', state: 'connected' }, device: undefined })
  })
  const leadership = createLeadership({
    name, channel, patience: { every: 20, answer: 200 },
    onLead: () => log.push('leads'), onFollow: () => log.push('follows'),
  })
  return { leadership, log, close: () => {
    leadership.close()
    channel.close()
  } }
}

test('one leads; the next takes over when it goes, and never one that was closed while it waited', async () => {
  const name = `line ${made++}`
  const [first, second, third] = [stand(name, true), stand(name, true), stand(name, true)]
  await expect.poll(() => first.leadership.isLeader()).toBe(true)
  second.close()
  first.close()
  await expect.poll(() => third.leadership.isLeader()).toBe(true)
  expect([first.log, second.log]).toEqual([['leads'], []])
  third.close()
})

test('a leader that does not answer loses the lead to a tab that asks', async () => {
  const name = `line ${made++}`
  const [asleep, awake] = [stand(name, false), stand(name, true)]
  await expect.poll(() => awake.leadership.isLeader(), { timeout: 3000 }).toBe(true)
  await expect.poll(() => asleep.log).toEqual(['leads', 'follows'])
  awake.close()
  await expect.poll(() => asleep.leadership.isLeader()).toBe(true)
  asleep.close()
})
