/** A business system that sends notices. Id 1 stands for all of them and sends none itself. */
export type Module = {
  id: number
  name: string
  avatar: string | null
  /** Where set, its notices reach only people of this company and those below it. */
  companyId: number | null
  isEnabled: boolean
  createdAt: number
}

/** What a business system says, once for each code of a module. */
export type NewNotice = {
  moduleId: number
  code: string
  actionText: string
  content: string
  url: string | null
  /** ms */
  sentAt: number
  /** How many people get it. */
  receivers: number
}

export type Notice = NewNotice & { id: number; module: Pick<Module, 'id' | 'name' | 'avatar'> }

/** A notice as one of its receivers has it. */
export type ReceivedNotice = Notice & { isRead: boolean }

/** Whom a notice is for. A department counts with those below it. */
export type Targets = { userIds: readonly number[]; departmentIds: readonly number[]; companyIds: readonly number[] }

/** What a change of state did, and the exact unread number right after it. */
export type NoticeChange = { isNew: boolean; unread: number }

/** An entry to a business system. */
export type Entry = {
  id: number
  kind: 'card' | 'node'
  name: string
  avatar: string | null
  /** An http or https address. */
  redirect: string
  /** Null: for everyone. */
  companyId: number | null
}

export type Modules = {
  find(id: number): Promise<Module | undefined>
  /** SHA-256 of the module's key, hex; undefined where there is no module, or one without a key. */
  keyHash(id: number): Promise<string | undefined>
  list(): Promise<Module[]>
  create(module: Omit<Module, 'id' | 'isEnabled'> & { keyHash: string }): Promise<number>

  /** Enabled people, each once, in order of id; of `within` and the companies below it, where set. */
  receivers(targets: Targets, within: number | null): Promise<number[]>
  /** The notice of this code that all its receivers have; undefined where there is none. */
  findNotice(moduleId: number, code: string): Promise<Notice | undefined>
  /**
   * Stores a notice with its first receivers, once for each (module, code): a repeat gets the first one back. With
   * `isWhole` they are all there are, and it is durable and seen by all of them when this resolves. Without, nobody
   * sees
   * it: one that does not become whole before the store is closed, or before its code comes again, never was.
   */
  createNotice(
    notice: NewNotice,
    userIds: readonly number[],
    isWhole: boolean,
  ): Promise<{ isNew: boolean; notice: Notice }>
  /** More receivers; with `isWhole` the last ones: all of them see it with this commit. Those of one notice in turn. */
  addReceivers(noticeId: number, moduleId: number, userIds: readonly number[], isWhole: boolean): Promise<void>

  /** This person's notices, newest first, and how many there are; of every module where `moduleId` is undefined. */
  notices(
    userId: number,
    which: { moduleId?: number; isRead?: boolean; offset: number; limit: number },
  ): Promise<{ rows: ReceivedNotice[]; total: number }>
  /** Exact unread number, and the newest notice. */
  summary(userId: number): Promise<{ unread: number; newest: ReceivedNotice | undefined }>
  /** Undefined where this person never got it. */
  setRead(userId: number, noticeId: number, isRead: boolean): Promise<NoticeChange | undefined>
  /** Everything this person has, or has of one module, is read. */
  readAll(userId: number, moduleId?: number): Promise<NoticeChange>

  /** Those for everyone and those for the companies that this person belongs to, in their order. */
  entries(kind: Entry['kind'], userId: number): Promise<Entry[]>
  allEntries(): Promise<Entry[]>
  /** After those that are there. */
  createEntry(entry: Omit<Entry, 'id'>): Promise<number>
}
