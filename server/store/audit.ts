import type { AuditAction, AuditActor, AuditSubject } from '../../contract/audit.ts'

/** A person who asks for something, and from where. */
export type ActingPerson = { kind: 'person'; id: number; name: string; address: string; platform: string }

/** Who asks for something. `commandLine`: by the name of that user of the machine; `system`: a business system. */
export type Actor =
  | ActingPerson
  | { kind: 'commandLine'; name: string }
  | { kind: 'system'; name: string; address: string }
  | { kind: 'server' }

/** Never a password, token, key, code, or a text that somebody wrote to somebody. */
export type AuditDetail = string | number | boolean | null | readonly AuditDetail[] | { [name: string]: AuditDetail }
export type AuditDetails = { readonly [name: string]: AuditDetail }

export type Subject = { kind: AuditSubject; id: number; name: string }

/** Something that was done, as it is written down. */
export type Act = { action: AuditAction; subject?: Subject | undefined; details?: AuditDetails }

/** An act as it stands in the log. */
export type AuditEntry = {
  /** Contiguous. */
  id: number
  /** ms */
  at: number
  /** By their names of then. */
  actor: { kind: AuditActor; id: number | null; name: string }
  action: string
  subject: { kind: string; id: number; name: string } | null
  details: AuditDetails
  /** SHA-256, hex, over the hash of the entry before and this entry. */
  hash: string
}

/** A place in the log: an entry and its hash. */
export type AuditPlace = { id: number; hash: string }

export type AuditQuestion = {
  /** Only entries before this one. */
  before?: number
  actor?: { kind: AuditActor; id?: number | undefined }
  /** An import concerns each of its people. */
  subject?: { kind: AuditSubject; id: number }
  /** A whole name, or the word before the dot. */
  action?: string
  /** ms; `to` exclusive. */
  from?: number
  to?: number
  /** In a name or the details. */
  text?: string
  limit: number
}

/** Whoever writes here says who asked, and entries are written with what they tell of or not at all. */
export type Audit = {
  /**
   * Newest first. A question looks through so many entries at a time: fewer than `limit` are not the end, `next` is
   * where it goes on (`before`), null at the end.
   */
  list(question: AuditQuestion): Promise<{ entries: AuditEntry[]; next: number | null }>
  /** The newest entry. */
  head(): Promise<AuditPlace>
  /** Something that changes no table of ours. */
  note(by: Actor, act: Act): Promise<void>
  /**
   * Lets go of up to `limit` entries from the beginning on that were written before `before` (ms), and says so in one
   * more; how many.
   */
  letGo(before: number, limit: number): Promise<number>
}
