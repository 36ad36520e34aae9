import type { PartsChanged } from './groups.ts'
import type { Platform } from './logins.ts'
import type { NewUser } from './people.ts'

/** A link by which people make an account of their own in a company. Times in ms. */
export type Invitation = {
  id: number
  /** What the link carries. */
  code: string
  companyId: number
  createdBy: number
  createdAt: number
  expiresAt: number
  /** How many people may come by it, and how many have. */
  uses: number
  used: number
  withdrawnAt: number | null
}

export type NewInvitation = Omit<Invitation, 'id' | 'used' | 'withdrawnAt'>

/** Why nobody comes in by it any more. */
export type Closed = 'withdrawn' | 'over' | 'usedUp'

/** Why an invitation lets nobody in at `now` (ms); undefined while it does. */
export function closedBy(
  { expiresAt, uses, used, withdrawnAt }: Pick<Invitation, 'expiresAt' | 'uses' | 'used' | 'withdrawnAt'>,
  now: number,
): Closed | undefined {
  if (withdrawnAt !== null) return 'withdrawn'
  if (expiresAt <= now) return 'over'
  return used < uses ? undefined : 'usedUp'
}

export type Accepted =
  | { outcome: 'unknown' | Closed }
  /** `joined`: the group of the company, if the newcomer came into it. */
  | { outcome: 'accepted'; userId: number; joined: PartsChanged | undefined }

export type Invitations = {
  /** Closed ones too. */
  find(code: string): Promise<Invitation | undefined>
  /** Newest first, closed ones too. */
  ofCompany(companyId: number, limit: number): Promise<Invitation[]>
  /**
   * One person more, in the company and in its group, with one commit: of two who come for the last place one gets it.
   * A group that is full or dissolved keeps nobody out of the company. Rejects with `Taken` and `LimitReached`, and
   * counts no use then.
   */
  accept(
    code: string,
    newcomer: {
      person: Omit<NewUser, 'companyId'>
      /** For the log. */
      from: { address: string; platform: Platform }
      /** Id of the message that says so in the group; members that it may have. */
      lineId: string
      groupLimit: number
      at: number
    },
  ): Promise<Accepted>
}
