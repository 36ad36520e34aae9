import { expect, test } from 'vitest'
import { createHub } from '../sync/hub.ts'
import { createDrafts } from './drafts.ts'

const noChannel = { post: () => undefined, listen: () => () => undefined, close: () => undefined }

function device() {
  const values = new Map<string, string>()
  const storage = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  }
  return { values, open: () => createDrafts({ hub: createHub(noChannel), account: '1', storage }) }
}

test('what a page was writing when it went away is there in the next one, with its mentions and what it answers', () => {
  const { open, values } = device()
  const draft = { text: '@bob half', mentions: [{ id: 2, name: 'bob', at: 0 }], changedAt: 5 }
  open().leave('g3', draft)
  const next = open()
  next.takeLeft()
  expect(next.get('g3')).toEqual(draft)
  expect(values.size).toBe(0)
})

test('what a page left does not come back over something newer, or after it was sent elsewhere', () => {
  const { open } = device()
  open().leave('g3', { text: 'old', changedAt: 5 })
  const next = open()
  next.set('d2', { text: 'beside', changedAt: 6 })
  next.set('g3', { text: 'newer', changedAt: 9 })
  next.takeLeft()
  expect(next.get('g3')?.text).toBe('newer')
  open().leave('g3', { text: 'old', changedAt: 10 })
  next.set('g3', { text: '', changedAt: 11 })
  const last = open()
  last.takeLeft()
  expect(last.get('g3')).toBeUndefined()
})
