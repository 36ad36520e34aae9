import type { Actor } from './audit.ts'
import type { Departments } from './departments.ts'
import type { Acting, Groups, NewGroup, PartsChanged } from './groups.ts'
import type { NewInvitation } from './invitations.ts'
import type { PasswordChange, Token } from './logins.ts'
import type { ManagedChange, ManagedOutcome, NewPosts } from './managed-people.ts'
import type { Entry, Modules } from './modules.ts'
import type { Directory, ImportedPerson, ImportOutcome, License, NewUser } from './people.ts'

/** The same, by somebody. */
type Asked<Write> = Write extends (...args: infer Args) => infer Result ? (by: Actor, ...args: Args) => Result : never

/**
 * What administrators change, whichever way they ask for it. Each write leaves its entries in `audit` with the same
 * commit; one that changes nothing leaves none.
 */
export type Administration = {
  /** With these departments, the main one first; its id. Rejects with `Taken` and `LimitReached`. */
  addPerson(by: Actor, user: NewUser, posts: NewPosts): Promise<{ id: number } | 'companyUnknown' | 'departmentUnknown'>
  /** All of the change or nothing. Without `revision` whatever it is. Rejects with `Taken` and `LimitReached`. */
  editPerson(by: Actor, id: number, change: ManagedChange, revision?: string): Promise<ManagedOutcome>
  /** Sets a one-time password and ends all of the user's logins in the same transaction: those come back. */
  resetPassword(by: Actor, change: PasswordChange): Promise<Token[]>
  /**
   * All or nothing, companies and departments included; ids follow the order given. People must change their
   * passwords. Other writes pass in between. Rejects with `Taken` and `LimitReached`.
   */
  importPeople(by: Actor, people: readonly ImportedPerson[]): Promise<ImportOutcome>

  addLicense(by: Actor, license: Omit<License, 'id'>): Promise<number>
  addCompany: Asked<Directory['createCompany']>
  /**
   * Puts the company on a licence. Rejects with `LimitReached` where its people are too many, or it lies or goes too
   * deep.
   */
  licenseCompany(by: Actor, companyId: number, licenseId: number): Promise<void>
  /**
   * The first company, with a group of everybody in it; `userId`, who is in none, is in both and owns the group. One
   * commit, nothing if there is a company already (`exists`).
   */
  foundCompany(
    by: Actor,
    founding: { name: string; groupName: string; userId: number; at: number },
  ): Promise<{ outcome: 'founded'; companyId: number; groupId: number } | { outcome: 'exists' }>
  /** Puts a person into a company. Rejects with `LimitReached`. */
  enterCompany(by: Actor, userId: number, companyId: number): Promise<void>
  saveDepartment: Asked<Departments['saveDepartment']>
  removeDepartment: Asked<Departments['removeDepartment']>

  createGroup(by: Actor, group: NewGroup & { lineId: string; at: number }): ReturnType<Groups['create']>
  addToGroup: Asked<Groups['add']>
  removeFromGroup(by: Actor, acting: Acting, userIds: readonly number[]): ReturnType<Groups['remove']>
  /** To a member who is enabled, whoever owned it. */
  appointOwner(
    by: Actor,
    appointment: Pick<Acting, 'groupId' | 'lineId' | 'at'> & { userId: number },
  ): Promise<{ outcome: 'noGroup' | 'dissolved' | 'targetNotMember' } | PartsChanged>

  addModule: Asked<Modules['create']>
  /** SHA-256 of the new key, hex. False where there is no such module. */
  changeModuleKey(by: Actor, id: number, keyHash: string): Promise<boolean>
  enableModule(by: Actor, id: number, isEnabled: boolean): Promise<boolean>
  addEntry(by: Actor, entry: Omit<Entry, 'id'>): Promise<number>
  /** False where there is no such entry. */
  removeEntry(by: Actor, id: number): Promise<boolean>

  createInvitation(by: Actor, invitation: NewInvitation): Promise<number>
  /** False if the company has no such invitation; again is no change. */
  withdrawInvitation(by: Actor, id: number, companyId: number, at: number): Promise<boolean>
}
