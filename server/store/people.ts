export type Sex = 'male' | 'female' | 'unknown'

export type User = {
  id: number
  /** Lower case. */
  username: string
  trueName: string
  /** A path of this server (`/files/…`), an absolute URL, or null for the default. */
  avatar: string | null
  email: string | null
  phone: string | null
  sign: string | null
  birthday: string | null
  sex: Sex
  work: string | null
  workState: number | null
  companyId: number | null
  roleId: number | null
  isEnabled: boolean
  /** May use the administrator's console and command line. */
  isAdmin: boolean
  /** The password was set by somebody else, or is the one-time password of the first start. */
  mustChangePassword: boolean
  createdAt: number
  /** Of the name, full (`zhangwei`) and first letters (`zw`); the store finds them. */
  pinyin: string
  initials: string
}

type Given = Omit<User, 'id' | 'createdAt' | 'pinyin' | 'initials'>

export type NewUser = Partial<Given> & {
  username: string
  trueName: string
  /** PHC string of argon2id. */
  passwordHash: string
  createdAt: number
}

/** A person of an import. Companies and departments go by name, and are made if they are missing. */
export type ImportedPerson = Pick<NewUser, 'username' | 'trueName' | 'passwordHash' | 'createdAt'> & {
  phone: string | null
  email: string | null
  /** Position in the main department. */
  work: string | null
  company: string | null
  /** Departments of that company, each named from the top; the first is the main one. */
  placements: { path: string[]; position: string | null }[]
}

/** A user with what logging in needs. `passwordSetAt` in ms. */
export type Account = User & { passwordHash: string; passwordSetAt: number }

export type UserChange = Partial<Given> & { passwordHash?: string }

/** `made`: names of the companies and departments that were not there. `arrivals`: who came into which company. */
export type ImportOutcome = { made: string[]; arrivals: { userId: number; companyId: number }[] }

export type Users = {
  find(id: number): Promise<User | undefined>
  findMany(ids: readonly number[]): Promise<User[]>
  /** By username, phone or e-mail, without regard to case. */
  findAccount(account: string): Promise<Account | undefined>
  /** Which of these are a username, phone or e-mail of somebody; in the form in which accounts are compared. */
  takenAccounts(names: readonly string[]): Promise<Set<string>>
  /** By id order, `afterId` exclusive. */
  list(afterId: number, limit: number): Promise<User[]>
  count(): Promise<number>
  /**
   * Once for each username, phone and e-mail, else rejects with `Taken`; within the seats of the company's licence,
   * else with `LimitReached`.
   */
  create(user: NewUser): Promise<number>
  /** All or none, in the order given; ids in the same order. Rejects with `Taken` and `LimitReached`. */
  createMany(users: readonly NewUser[]): Promise<number[]>
  /**
   * False where there is no such user. Rejects with `Taken`, and with `LimitReached` where it would take a seat that is
   * not there.
   */
  change(id: number, change: UserChange): Promise<boolean>
  /**
   * Finds the pinyin of `limit` people at most who were made before names had one; their ids, none when all have it.
   */
  fillPinyin(limit: number): Promise<number[]>
}

export type Company = {
  id: number
  name: string
  avatar: string | null
  note: string | null
  code: string | null
  parentId: number | null
  level: number
  url: string | null
  licenseId: number | null
  createdBy: number | null
  rangeId: number | null
  industryId: number | null
  regionId: number | null
  rangeText: string | null
  industryText: string | null
  regionText: string | null
  customerId: string | null
  isEnabled: boolean
  /** The group that everybody of it is in. */
  groupId: number | null
}

export type Department = {
  id: number
  name: string
  companyId: number
  parentId: number | null
  level: number
  code: string | null
  note: string | null
  ownerId: number | null
  /** No department is below it. */
  isLeaf: boolean
}

export type Role = { id: number; name: string; companyId: number; isAdmin: boolean; note: string | null }
export type License = { id: number; name: string; maxLevel: number; single: number; seats: number }

/** Where a person stands in the organisation; everything undefined where there is none. */
export type Placement = {
  company: Company | undefined
  role: Role | undefined
  license: License | undefined
  /** The main department. */
  department: Department | undefined
}

/** A department that a person is in; `path` has its name and those above it, from the top down. */
type PlacedPost = {
  departmentId: number
  path: string[]
  position: string | null
  isMain: boolean
}

/**
 * What decides who may see whom: the companies of a person, the own one first, the roots of their trees, and the
 * friends.
 */
export type Reach = { companyIds: number[]; roots: number[]; friendIds: number[] }

export type Directory = {
  placement(userId: number): Promise<Placement>
  /** Every department of the person: the main one first, then as they were made. */
  posts(userId: number): Promise<PlacedPost[]>
  reach(userId: number): Promise<Reach>
  company(id: number): Promise<Company | undefined>
  companies(): Promise<Company[]>
  /** Ids of every company in these trees, level by level. */
  companiesBelow(roots: readonly number[]): Promise<number[]>
  departments(companyId: number): Promise<Department[]>
  licenses(): Promise<License[]>
  createLicense(license: Omit<License, 'id'>): Promise<number>
  /** On the licence of the one above it, unless another or null is given. Rejects with `LimitReached`. */
  createCompany(company: Partial<Omit<Company, 'id' | 'name'>> & { name: string }): Promise<number>
  createRole(role: Omit<Role, 'id'>): Promise<number>
  /** Below a department that is there, so that there are no circles. Rejects with `LimitReached`. */
  createDepartment(
    department: Partial<Omit<Department, 'id' | 'isLeaf'>> & { name: string; companyId: number },
  ): Promise<number>
  /** Puts a person into a department; a repeat changes position and `isMain`. Rejects with `LimitReached`. */
  placeInDepartment(place: {
    userId: number
    departmentId: number
    position: string | null
    isMain: boolean
  }): Promise<void>
  /** Open applications to this person. */
  openFriendApplications(userId: number): Promise<{ id: number; senderId: number; content: string; sentAt: number }[]>
}
