import { LimitReached, Taken } from '../../store/store.ts'
import type { Limit } from '../../store/store.ts'

/** Why an administrator's wish is not done: a name, and what a text about it needs. Nothing was kept. */
export type Refusal =
  | { name: 'user.unknown'; usernames: readonly string[] }
  | { name: 'user.cannotManage' | 'user.lastAdministrator'; username: string }
  | { name: 'username.invalid'; username: string }
  | { name: 'trueName.invalid' }
  | { name: 'phone.invalid'; phone: string }
  | { name: 'email.invalid'; email: string }
  | { name: 'account.taken'; account: string }
  /** Somebody else took it between the check and the write. */
  | { name: 'account.takenMeanwhile'; field: string }
  | { name: 'name.invisible' | 'name.controls'; text: string }
  | { name: 'name.length'; most: number }
  | { name: 'department.noCompany' }
  | { name: 'company.unknown' | 'company.ambiguous' | 'company.exists'; company: string }
  | { name: 'license.unknown' | 'license.ambiguous' | 'license.exists'; license: string }
  | { name: 'license.exceeded'; limit: Limit }
  | { name: 'group.unknown' | 'module.unknown' | 'entry.unknown'; id: number }
  | { name: 'group.dissolved'; group: string }
  | { name: 'group.ownerStays' }
  | { name: 'group.notMember'; username: string; group: { id: number; name: string } }
  | { name: 'module.everyModule'; id: number }
  | { name: 'address.invalid'; address: string }
  | { name: 'table.workbook' | 'table.empty' | 'table.noPeople' }
  | { name: 'table.wrongEncoding'; encoding: string | undefined }
  | { name: 'table.unclearEncoding' | 'table.damaged' | 'table.openQuote'; line: number }
  | { name: 'table.badHeader'; mistakes: readonly HeaderMistake[] }
  | { name: 'table.badLines'; mistakes: readonly LineMistake[] }

export type HeaderMistake = { name: 'column.unknown' | 'column.missing' | 'column.repeated'; column: string }

/** What is wrong on a line of an import table, counted from 1. */
export type LineMistake = { line: number } & (
  | Refusal
  | { name: 'cells.tooMany' }
  | { name: 'positions.count'; positions: number; departments: number }
  | { name: 'value.repeated'; field: 'username' | 'phone' | 'email'; value: string; firstLine: number }
)

/** What an administrator asked for is not done, for these reasons. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[]
  constructor(...refusals: Refusal[]) {
    super(refusals.map(refusal => refusal.name).join(', '))
    this.name = 'Refused'
    this.refusals = refusals
  }
}

/** Does a write; what the store refuses by then fails with `Refused` too. */
export async function orRefused<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (error instanceof Taken) throw new Refused({ name: 'account.takenMeanwhile', field: error.field })
    if (error instanceof LimitReached) throw new Refused({ name: 'license.exceeded', limit: error.limit })
    throw error
  }
}
