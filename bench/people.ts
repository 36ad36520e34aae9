import { createHash } from 'node:crypto'

/*
 * Who is in the bench's data folder. Everybody's token follows from their number, so that the generator needs no login;
 * ids are told by the seed, which makes the folder.
 *
 *   [0, 2000)      1,000 pairs that write to each other      [0, 500) and [0, 5000)   two groups
 *   [0, 10000)     idle sockets                              2000 ↔ 2001              a history of a million messages
 *   2002           300 conversations                         [0, 10000)               a third group
 *   [5000, 8000)   whose logins were last used ten minutes ago: for `returning`, from 7000 for `mixed`
 *   [8000, 9000)   who log in with `password`
 *   2003           300 conversations to search in, with [3000, 3300); 100 others are between [4000, 4200)
 */
export const people = {
  count: 10_010,
  historyReader: 2000,
  historyPeer: 2001,
  busyReader: 2002,
  busyPeers: 300,
  searcher: 2003,
  returning: 5000,
  returningEnd: 7000,
  mixedReturning: 7000,
  mixedReturningCount: 1000,
  logins: 8000,
  loginCount: 1000,
  historyLength: 1_000_000,
} as const

/** Of everybody. */
export const password = 'correct-horse-bench'

export const tokenOf = (index: number): string => createHash('sha256').update(`bench ${index}`).digest('base64url')

/** What the generator must know of a seeded folder. */
export type Cast = { firstId: number; smallGroup: number; bigGroup: number; hugeGroup: number }

export const idOf = (cast: Cast, index: number): number => cast.firstId + index
