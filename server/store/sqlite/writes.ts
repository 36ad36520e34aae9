import { administration } from '../sql/administration.ts'
import { auditWrites } from '../sql/audit.ts'
import { codeWrites } from '../sql/codes.ts'
import { directoryWrites } from '../sql/directory.ts'
import { fileWrites } from '../sql/files.ts'
import { followingWrites } from '../sql/following.ts'
import { friendWrites } from '../sql/friends.ts'
import { createLines, type Say } from '../sql/group-acting.ts'
import { groupChanges } from '../sql/group-changes.ts'
import { invitationWrites } from '../sql/invitations.ts'
import { moduleWrites } from '../sql/modules.ts'
import { noticeWrites } from '../sql/notices.ts'
import { importWrites } from '../sql/people-import.ts'
import { pushWrites } from '../sql/push.ts'
import type { Tx } from '../sql/schema.ts'
import { settingWrites } from '../sql/settings.ts'
import { statusWrites } from '../sql/statuses.ts'
import { tokenWrites } from '../sql/tokens.ts'
import { userWrites } from '../sql/users.ts'
import type { FileLife } from './file-life.ts'
import type { LogWriter } from './log-writes.ts'
import type { createOwnSettings } from './own-settings.ts'

/*
 * Every write has one name, that of the `Store` interface: `groups.create` is `writes.groups.create` here, and
 * 'groups.create' where it goes from thread to thread.
 */

type WriterParts = { say: Say; files: FileLife }

/** The writes of the tables, each in a transaction that is open. */
export const tableWrites = ({ say, files }: WriterParts) => ({
  users: userWrites,
  tokens: tokenWrites,
  directory: directoryWrites,
  administration: administration(say),
  audit: auditWrites,
  peopleImport: { stage: importWrites.stage, drop: importWrites.drop },
  following: followingWrites,
  friends: friendWrites,
  invitations: invitationWrites(createLines(say)),
  groups: groupChanges(say),
  files: {
    ...fileWrites,
    releaseUnused: async (_tx: Tx, ...args: Parameters<FileLife['releasePage']>) => files.releasePage(...args),
    releaseUnsent: async (_tx: Tx, ...args: Parameters<FileLife['releaseUnsent']>) => files.releaseUnsent(...args),
    removeReleased: async (_tx: Tx, ...args: Parameters<FileLife['removeReleased']>) => files.removeReleased(...args),
  },
  push: pushWrites,
  statuses: statusWrites,
  codes: codeWrites,
  modules: { ...moduleWrites, ...noticeWrites },
  settings: settingWrites,
  store: {
    /** Fails where a write would not be durable now. */
    async check(tx: Tx): Promise<void> {
      const row = { name: 'probe', value: String(Date.now()) }
      await tx
        .insertInto('settings')
        .values(row)
        .onConflict(conflict => conflict.column('name').doUpdateSet(row))
        .execute()
    },
  },
})

/** The writes of the message path, by the remembered state of the log. */
export type LogWrites = {
  messages: Omit<LogWriter, 'say'>
  conversations: ReturnType<typeof createOwnSettings>
}

type TableWrites = ReturnType<typeof tableWrites>

/** 'users.create' and so on, for every function of a table of writes. */
type NamesIn<Table> = { [Part in keyof Table & string]: `${Part}.${keyof Table[Part] & string}` }[keyof Table & string]
export type WriteName = NamesIn<TableWrites> | NamesIn<LogWrites>

/** A write by its whole name. */
export type NamedWrites<Write> = { [Name in WriteName]?: Write }

/** The functions of a table of writes, by their whole names. */
export const byName = <Write>(table: Record<string, Record<string, Write>>): NamedWrites<Write> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([part, writes]) =>
      Object.entries(writes).map(([name, write]) => [`${part}.${name}`, write]),
    ),
  )

/** A write as the main thread calls it: without the transaction, and answered once it is durable. */
type Remote<Write> = Write extends (tx: Tx, ...args: infer Args) => Promise<infer Result>
  ? (...args: Args) => Promise<Result>
  : Write extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never
type RemoteTable<Table> = { [Part in keyof Table]: { [Name in keyof Table[Part]]: Remote<Table[Part][Name]> } }

type WriteThere = (name: WriteName, ...args: unknown[]) => Promise<unknown>

/** The writes of the tables as calls of the writer's thread. */
export function remoteWrites(write: WriteThere): RemoteTable<TableWrites> {
  // Only the names are asked for here: the functions run in the writer's thread.
  const names = tableWrites({} as WriterParts)
  return Object.fromEntries(
    Object.entries(names).map(([part, writes]) => [
      part,
      Object.fromEntries(
        Object.keys(writes).map(name => [name, (...args: unknown[]) => write(`${part}.${name}` as WriteName, ...args)]),
      ),
    ]),
  ) as unknown as RemoteTable<TableWrites>
}

/** One write of the message path as a call of the writer's thread. */
export const remoteLogWrite = <Part extends keyof LogWrites, Name extends keyof LogWrites[Part] & string>(
  write: WriteThere,
  part: Part,
  name: Name,
) => ((...args: unknown[]) => write(`${part}.${name}` as WriteName, ...args)) as Remote<LogWrites[Part][Name]>
