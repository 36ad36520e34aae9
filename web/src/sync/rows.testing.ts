import type { Row } from './row.ts'

/** The cast of tests; alice is the one who looks. */
export const ids = { alice: 1, bob: 2, carol: 3 } as const

/** A message as the server would send it. */
export const row = (seq: number, change: Partial<Row> = {}): Row => ({
  senderId: ids.bob,
  receiverId: ids.alice,
  content: `Message ${seq}`,
  sendTime: 1_000_000 + seq,
  state: 0,
  type: 1,
  platform: null,
  name: 'bob',
  avatar: '',
  id: `m${seq}`,
  seq,
  change: 0,
  fileId: null,
  file: null,
  atIds: null,
  recallerId: null,
  reply: null,
  reactions: [],
  pin: null,
  editTime: null,
  event: null,
  merged: null,
  ...change,
})

export const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index))
