import type { User } from './people.ts'

/** A department that a person is in; `path` has its name and those of the ones above it, from the top down. */
type ManagedPost = { departmentId: number; companyId: number; path: string[]; position: string | null }

/** Everything that administrators may see and change of a person. */
export type ManagedPerson = User & {
  /** The main department first. */
  posts: ManagedPost[]
  /** When one of their logins was last in use, in ms; null if they are logged in nowhere. */
  usedAt: number | null
  /** Another one after every change of what `edit` may change. */
  revision: string
}

/** `invited`: who has yet to choose a password of their own. */
type ManagedState = 'enabled' | 'disabled' | 'invited' | 'administrators'

export type ManagedQuestion = {
  /** `normalised`: in a name, pinyin, username, phone or e-mail address; everybody without it. */
  keyword?: string
  /** The own company, or that of a department. */
  companyId?: number
  /** Directly in this department. */
  departmentId?: number
  state?: ManagedState
  offset: number
  limit: number
}

/** Departments of a person, the main one first. */
export type NewPosts = readonly { departmentId: number; position: string | null }[]

/** What changes of a person: what is not given stays. */
export type ManagedChange = {
  username?: string
  trueName?: string
  phone?: string | null
  email?: string | null
  work?: string | null
  companyId?: number | null
  isAdmin?: boolean
  isEnabled?: boolean
  /** All of them. */
  posts?: NewPosts
}

export type ManagedOutcome =
  | 'edited'
  /** There is no such person, company or department. */
  | 'userUnknown'
  | 'companyUnknown'
  | 'departmentUnknown'
  /** Somebody else changed the person since `revision` was read. */
  | 'changedMeanwhile'
  /** Nobody who is enabled would be an administrator any more. */
  | 'lastAdministrator'

/** People as administrators see them, disabled ones too. */
export type ManagedPeople = {
  /** By name (pinyin); `total` counts those of all pages. */
  list(question: ManagedQuestion): Promise<{ total: number; people: ManagedPerson[] }>
  find(id: number): Promise<ManagedPerson | undefined>
  /** How many are in each department, disabled people too; none where nobody is. */
  departmentSizes(): Promise<Map<number, number>>
}
