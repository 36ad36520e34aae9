import { expect, test } from 'vitest'
import { MessageDraft } from '../../../../contract/messages.ts'
import { limits } from '../../../../contract/limits.ts'
import { reminderOf } from './reminder.ts'

const words = { everyone: '所有人', reminder: '请看一下', andOthers: (count: number) => `等另外 ${count} 人` }
const people = (count: number) => Array.from({ length: count }, (_, at) => ({ id: at + 1, trueName: `n${at + 1}` }))

test('those who have not read are mentioned, the first of them by name', () => {
  expect(reminderOf(people(2), words)).toEqual({ content: '@n1 @n2 请看一下', atIds: [1, 2] })
  const { content, atIds } = reminderOf(people(limits.mentions), words)
  expect(atIds).toHaveLength(limits.mentions)
  expect(content.match(/@/g)).toHaveLength(20)
  expect(content).toContain(`@n20 等另外 ${limits.mentions - 20} 人 请看一下`)
})

test.each([limits.mentions, limits.mentions + 1, 4_999, limits.groupMembers])(
  'a reminder to %i is a message that the server takes',
  count => {
    const draft = { id: 'a', receiverId: 1, type: 1, ...reminderOf(people(count), words) }
    expect(MessageDraft.safeParse(draft).success).toBe(true)
    if (count > limits.mentions) expect(draft).toMatchObject({ content: '@所有人 请看一下', atIds: [0] })
  },
)
