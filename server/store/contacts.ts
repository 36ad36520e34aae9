import type { Group } from './conversations.ts'
import type { User } from './people.ts'

/** A place of a person in a department. */
export type Post = {
  departmentId: number
  departmentName: string
  companyId: number
  position: string | null
  isMain: boolean
}

/** A person as lists show them. */
export type Contact = Pick<
  User,
  'id' | 'username' | 'trueName' | 'avatar' | 'phone' | 'email' | 'pinyin' | 'initials'
> & {
  /** The own one, else that of the main department. */
  companyId: number | null
  companyName: string | null
  /** The main department first. */
  posts: Post[]
}

/** Whom somebody may find: the people of these companies or everyone, and their friends. */
export type Circle = { viewerId: number; companyIds: readonly number[] | 'all' }

/** `isInCircle`: false for who was found only because the keyword is their whole username, phone or e-mail address. */
export type FoundContact = Contact & { isInCircle: boolean }

/**
 * People in lists: enabled ones only, by name (pinyin) where nothing else is said. Who is in a company: by the own
 * company, or by a department of it.
 */
export type Contacts = {
  ofCompany(companyId: number): Promise<Contact[]>
  friendsOf(userId: number): Promise<Contact[]>
  /**
   * Others than the viewer, by name, pinyin, username, phone or e-mail; whole matches first, then beginnings. `keyword`
   * is `normalised`.
   */
  search(search: Circle & { keyword: string; limit: number }): Promise<FoundContact[]>
  /**
   * Groups that are not dissolved: where the viewer is in, and public ones of owners in the circle; with whether the
   * viewer is in.
   */
  groupsInReach(circle: Circle): Promise<{ group: Group; isMember: boolean }[]>
  /** How many are in each of these groups now. */
  memberCounts(groupIds: readonly number[]): Promise<Map<number, number>>
  /** Who of the enabled people is in which department of this company. */
  departmentMembers(companyId: number): Promise<{ departmentId: number; userId: number }[]>
}
