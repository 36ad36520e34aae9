import { Failure } from '../../../contract/failures.ts'
import type { Ration } from '../../lib/ration.ts'
import type { Message } from '../../store/messages.ts'
import type { FanOut } from './fan-out.ts'

type Needs = { ration: Pick<Ration, 'person'>; fanOut: Pick<FanOut, 'members' | 'knownMembers'> }
/** What is told: characters, and messages they are in, 1 unless it is said. */
type Told = { characters: number; messages?: number }

/** What makes a message weigh 1 more: so many characters, and so many people who hear of it, or of so many of them. */
const charactersAWeight = 1000
const receiversAWeight = 250

/** What telling people weighs beside the call or frame that asks for it. */
function tellingWeight(receivers: number, { characters, messages = 1 }: Told): number {
  const length = characters / charactersAWeight
  return length + (receivers / receiversAWeight) * (messages + length)
}

/**
 * What one person's doing costs by how many hear of it, and of how much. Who is in a group is remembered in order to
 * tell them, so that weighing reads nothing more. Who is not in it is charged nothing by its size: they would learn it.
 */
export function createCharge({ ration, fanOut }: Needs) {
  const inGroup = (userId: number, members: readonly number[], told: Told): number =>
    tellingWeight(has(members, userId) ? members.length : 0, told)

  /** Takes this weight from a person. Throws `request.tooMany`. */
  function take(userId: number, weight: number): void {
    const wait = ration.person(userId, weight)
    if (wait > 0) throw new Failure('request.tooMany', {}, wait / 1000)
  }

  const direct = (told: Told): number => tellingWeight(2, told)
  const group = async (userId: number, groupId: number, told: Told): Promise<number> =>
    inGroup(userId, await fanOut.members(groupId), told)

  return {
    take,
    /** What it weighs in a talk of two, and in a group. */
    weights: { direct, group },

    /** As `weights.group`; undefined where the group's members are not remembered. */
    knownWeight(userId: number, groupId: number, told: Told): number | undefined {
      const members = fanOut.knownMembers(groupId)
      return members && inGroup(userId, members, told)
    },

    /** For telling those in a group, or of them. Throws `request.tooMany`. */
    group: async (userId: number, groupId: number, told: Told = { characters: 0 }): Promise<void> =>
      take(userId, await group(userId, groupId, told)),

    /** For telling of a message's change. Throws `request.tooMany`. */
    change: async (userId: number, { kind, conversationId }: Message, characters: number): Promise<void> =>
      take(userId, kind === 'direct' ? direct({ characters }) : await group(userId, conversationId, { characters })),
  }
}

export type Charge = ReturnType<typeof createCharge>

/** Whether it is among these, which are in order. */
function has(ids: readonly number[], id: number): boolean {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? 0) < id) low = middle + 1
    else high = middle
  }
  return ids[low] === id
}
