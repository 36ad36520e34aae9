import { describe, expect, test } from 'vitest'
import { openChannel } from './hub.ts'
import { createLeadership } from './leadership.ts'

let made = 0

/** The browser's own locks, and none, as over plain http. */
const ways = [
  ['with locks', navigator.locks],
  ['without locks', undefined],
] as const

function stand(name: string, answers: boolean, locks: LockManager | undefined) {
  const channel = openChannel(name)
  const log: string[] = []
  channel.listen(message => {
    if (message.type === 'ask' && answers && leadership.isLeader())
      channel.post({ type: 'answer', line: { type: 'line', state: 'connected' }, device: undefined })
  })
  const leadership = createLeadership({
    name,
    channel,
    locks,
    patience: { every: 20, answer: 200 },
    onLead: () => log.push('leads'),
    onFollow: () => log.push('follows'),
  })
  return {
    leadership,
    log,
    close: () => {
      leadership.close()
      channel.close()
    },
  }
}

describe.each(ways)('%s', (_, locks) => {
  test('one leads; the next takes over when it goes, and never one that was closed while it waited', async () => {
    const name = `line ${made++}`
    const tabs = [stand(name, true, locks), stand(name, true, locks), stand(name, true, locks)]
    await expect.poll(() => tabs.filter(tab => tab.leadership.isLeader()).length).toBe(1)
    const [first, second, third] = tabs.toSorted(
      (one, other) => Number(other.leadership.isLeader()) - Number(one.leadership.isLeader()),
    )
    if (!first || !second || !third) throw new Error('There are three tabs')
    second.close()
    first.close()
    await expect.poll(() => third.leadership.isLeader()).toBe(true)
    expect([first.log.at(-1), second.log.includes('leads') && locks !== undefined]).toEqual(['leads', false])
    third.close()
  })

  test('a leader that does not answer loses the lead to a tab that asks', async () => {
    const name = `line ${made++}`
    const [asleep, awake] = [stand(name, false, locks), stand(name, true, locks)]
    await expect.poll(() => awake.leadership.isLeader(), { timeout: 3000 }).toBe(true)
    await expect.poll(() => asleep.log).toEqual(['leads', 'follows'])
    awake.close()
    await expect.poll(() => asleep.leadership.isLeader()).toBe(true)
    asleep.close()
  })

  test('nothing is called back before the maker has returned', async () => {
    const channel = openChannel(`line ${made++}`)
    let isMade = false
    const when: boolean[] = []
    const leadership = createLeadership({
      name: `line ${made++}`,
      channel,
      locks,
      onLead: () => when.push(isMade),
      onFollow: () => undefined,
    })
    isMade = true
    await expect.poll(() => when).toEqual([true])
    leadership.close()
    channel.close()
  })

  test('many that stand at once end with one leader', async () => {
    const name = `line ${made++}`
    const tabs = Array.from({ length: 8 }, () => stand(name, true, locks))
    const leaders = () => tabs.filter(({ leadership }) => leadership.isLeader())
    await expect.poll(() => leaders().length).toBeGreaterThan(0)
    await expect.poll(() => leaders().length).toBe(1)
    for (let left = tabs.length; left > 1; left -= 1) {
      const leader = leaders()[0]
      leader?.close()
      await expect.poll(() => leaders().length).toBe(1)
      expect(leaders()[0]).not.toBe(leader)
    }
    for (const tab of tabs) tab.close()
  })
})
