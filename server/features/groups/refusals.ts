import { Failure, type FailureName } from '../../../contract/failures.ts'
import type { MemberRole } from '../../store/conversations.ts'

const failures = {
  noGroup: 'group.unknown',
  notMember: 'group.notMember',
  dissolved: 'group.dissolved',
  owner: 'group.ownerStays',
  targetNotMember: 'group.targetNotMember',
  // The owner and managers are the owner's to deal with.
  notLower: 'group.ownerOnly',
  noNotice: 'notice.unknown',
  alreadyMember: 'group.alreadyMember',
  unknown: 'application.unknown',
  notYours: 'application.notYours',
  closed: 'application.closed',
  full: 'group.full',
} as const satisfies Record<string, FailureName>

export type Refused = keyof typeof failures | 'notAllowed'
type Words = { atLeast?: MemberRole; limit?: number }

/** What the client sees of a change that was not done. */
export function refusal(outcome: Refused, { atLeast, limit }: Words = {}): Failure {
  if (outcome === 'notAllowed') return new Failure(atLeast === 'owner' ? 'group.ownerOnly' : 'group.notAllowed')
  return new Failure(failures[outcome], limit === undefined ? {} : { limit })
}

/** The change as it was done; else fails with what the client sees. */
export function done<Result extends { outcome: 'done' | Refused }>(
  result: Result,
  words: Words = {},
): Extract<Result, { outcome: 'done' }> {
  if (result.outcome !== 'done') throw refusal(result.outcome, words)
  return result as Extract<Result, { outcome: 'done' }>
}
