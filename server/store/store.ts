import type { Administration } from './administration.ts'
import type { Actor, Audit, AuditPlace } from './audit.ts'
import type { Push } from './push.ts'
import type { Groups } from './groups.ts'
import type { Following } from './following.ts'
import type { Contacts } from './contacts.ts'
import type { Friends } from './friends.ts'
import type { Invitations } from './invitations.ts'
import type { ManagedPeople } from './managed-people.ts'
import type { Modules } from './modules.ts'
import type { Search } from './search.ts'
import type { Statuses } from './statuses.ts'
import type { Conversations } from './conversations.ts'
import type { Tokens } from './logins.ts'
import type { Messages } from './messages.ts'
import type { Directory, Users } from './people.ts'

/**
 * Everything that must outlive the process. One implementation over SQLite, one over PostgreSQL, one
 * conformance suite for both. Functions promise what their comment says; they never check permissions and
 * never throw for "not there". Any of them may reject with `StoreUnavailable` (disk full, database away):
 * then nothing of that call was kept.
 */
export type Store = AsyncDisposable & {
  users: Users
  tokens: Tokens
  directory: Directory
  administration: Administration
  audit: Audit
  invitations: Invitations
  contacts: Contacts
  managedPeople: ManagedPeople
  friends: Friends
  conversations: Conversations
  groups: Groups
  messages: Messages
  search: Search
  following: Following
  files: Files
  push: Push
  statuses: Statuses
  codes: Codes
  modules: Modules
  settings: Settings
  /** Rejects with `StoreUnavailable` where a write would not be durable now. */
  check(): Promise<void>
  /** Copies a consistent state of everything to `path` while the store is in use. */
  backup(path: string): Promise<void>
  /** Looks through everything and changes nothing, also while the store is in use. */
  diagnose(): Promise<Diagnosis>
}

/** What is wrong in the store, and which blobs it counts on. */
export type Diagnosis = {
  /** A line for each place that cannot be read as it was written. */
  damage: string[]
  /** Conversations whose places are not contiguous from 1 to their end. */
  gaps: number[]
  blobs: { fileId: number; blob: string }[]
  /** What is wrong with the log of what administrators did, from the first place on that is not as it was written. */
  audit: string[]
  /** People whose phone number, in its one form, is somebody else's. */
  phones: { username: string; phone: string }[]
  /** The newest entry of the log: who keeps its hash elsewhere can tell whether the whole log was written anew. */
  auditHead: AuditPlace
  counts: { users: number; conversations: number; messages: number; files: number }
}

/** The storage cannot take or give data for now; nothing of the call was kept. */
export class StoreUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'StoreUnavailable'
  }
}

/** The data folder was made by a newer version of this program. */
export class NewerDataFolder extends Error {
  constructor(found: number, known: number) {
    super(
      `The data folder was made by a newer version (its format is ${found}, this program knows ${known}): update the program`,
    )
    this.name = 'NewerDataFolder'
  }
}

/** A value that must be unique is taken: `field` says which. */
export class Taken extends Error {
  readonly field: string
  constructor(field: string) {
    super(`${field} is taken`)
    this.name = 'Taken'
    this.field = field
  }
}

/** What a licence allows: `most` people who are enabled, or levels of companies and of departments. */
export type Limit = { what: 'seats' | 'levels'; license: string; most: number }

/** A licence does not allow it; nothing of the call was kept. */
export class LimitReached extends Error {
  readonly limit: Limit
  constructor(limit: Limit) {
    super(
      `the licence "${limit.license}" allows ${limit.most} ${limit.what === 'seats' ? 'enabled people' : 'levels'}, not more`,
    )
    this.name = 'LimitReached'
    this.limit = limit
  }
}

export type StoredFile = {
  id: number
  ownerId: number
  /** The name it was uploaded under. */
  name: string
  /** Lower case, without a dot; may be empty. */
  extension: string
  contentType: string
  /** Bytes. */
  size: number
  /** Seconds. */
  playTime: number
  /** Unguessable name in `Blobs`. */
  blob: string
  /** The thumbnail's or poster's, where there is one. */
  thumbBlob: string | null
  /** The moving thumbnail of an animated picture. */
  motionBlob?: string | null | undefined
  createdAt: number
}

/** Files that were released are none: nobody finds or sends them. */
export type Files = {
  find(id: number): Promise<StoredFile | undefined>
  findMany(ids: readonly number[]): Promise<StoredFile[]>
  /** By the name of its blob or of a thumbnail's. */
  findByBlob(blob: string): Promise<StoredFile | undefined>
  create(file: Omit<StoredFile, 'id'>): Promise<number>
  /** Whether this person uploaded the file or was sent it in a conversation they can or could read. */
  maySend(fileId: number, userId: number): Promise<boolean>
  /** What this person uploaded and nothing has used yet. */
  unsent(ownerId: number): Promise<{ bytes: number; count: number }>
  /** All files of this person's that are there. */
  kept(ownerId: number): Promise<{ bytes: number; count: number }>
  /**
   * One page of all files by id, from after `after`: releases those that were made before `before` and that nothing
   * uses (no message, picture of somebody, notice). `next` is where the next page begins, undefined at the end.
   */
  releaseUnused(
    after: number,
    page: { before: number; at: number; limit: number },
  ): Promise<{ released: number[]; next: number | undefined }>
  /** The same for up to `limit` files that were never sent, wherever they stand among all; their ids. */
  releaseUnsent(page: { before: number; at: number; limit: number }): Promise<number[]>
  /**
   * Removes up to `limit` files that were released before `before`, but for what came into use since; their blobs are
   * those to be removed.
   */
  removeReleased(before: number, limit: number): Promise<void>
  /** Names of blobs whose files are gone, until they are forgotten. */
  blobsToRemove(limit: number): Promise<string[]>
  forgetBlobs(names: readonly string[]): Promise<void>
  /** Those of these names that belong to a file, or are to be removed. */
  knownBlobs(names: readonly string[]): Promise<Set<string>>
}

/** Short-lived secrets that any node must know: QR codes and tickets. `data` is JSON text. */
export type Code = {
  code: string
  kind: 'scanLogin' | 'group' | 'user' | 'ticket'
  data: string
  expiresAt: number
  /** Whom, or what, it was made for: of each kind a holder has one at most. */
  holder?: string
}

export type Codes = {
  /** The former one of the same kind and holder is deleted, or with `keepsFormer` lives on without a holder. */
  create(code: Code, keepsFormer?: boolean): Promise<void>
  /** Expired ones too: the caller tells "expired" from "never was". */
  find(code: string): Promise<Code | undefined>
  /** The newest of this holder, expired or not. */
  findHeld(kind: Code['kind'], holder: string): Promise<Code | undefined>
  /** Replaces `data` if it still is `expected`; whether it did. */
  change(code: string, expected: string, data: string): Promise<boolean>
  /** A business system takes a ticket of this person, which comes back to exactly one caller. The log tells of it. */
  redeem(by: Actor, code: string, userId: number): Promise<Code | undefined>
  /** Ends a code; it comes back to exactly one caller. */
  take(code: string): Promise<Code | undefined>
  /** Deletes what expired before `time`, of these kinds. */
  expire(kinds: readonly Code['kind'][], time: number): Promise<void>
}

export type Settings = {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
}
