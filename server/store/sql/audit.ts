import { sql } from 'kysely'
import { beginning, chained, placeIn, placeText } from '../audit-chain.ts'
import type { Act, Actor, Audit, AuditDetails, AuditEntry, AuditPlace, AuditQuestion } from '../audit.ts'
import { settingReads, settingWrites } from './settings.ts'
import type { AuditTable, Db, Tx } from './schema.ts'

/*
 * The log of what administrators, business systems and sign-ins did.
 *
 *   settings audit.anchor ──> entry ──> entry ──> … ──> entry <── settings audit.head
 *
 * Each entry holds a hash over itself and the hash of the one before. All that is written here is written in the
 * transaction of the act that it tells of.
 */

/** Characters of a name, and of all details of an entry. */
const nameLength = 200
const detailsLength = 64 * 1024
/** Entries that one question looks through: some ms. */
const lookedThrough = 10_000

/** As the database gives it back, with no halves of surrogate pairs; and nothing that moves a terminal's cursor. */
const kept = (text: string, most: number) =>
  text
    .slice(0, most)
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()

const placeOf = async (db: Db, name: 'audit.anchor' | 'audit.head'): Promise<AuditPlace | undefined> =>
  placeIn(await settingReads(db).get(name))

/** Where the log ends; the last entry itself, if somebody has taken away what says so. */
async function headOf(db: Db): Promise<AuditPlace> {
  const head = await placeOf(db, 'audit.head')
  if (head) return head
  const last = await db.selectFrom('audit').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return last ?? beginning
}

function detailsText(details: AuditDetails): string {
  const text = JSON.stringify(details)
  return text.length <= detailsLength ? text : JSON.stringify({ cut: text.length })
}

/** Writes down an act, in the transaction that does it. */
export async function record(tx: Tx, by: Actor, { action, subject, details }: Act): Promise<void> {
  const head = await headOf(tx)
  const from = 'address' in by ? { address: by.address, ...('platform' in by && { platform: by.platform }) } : {}
  const entry = {
    id: head.id + 1,
    at: Date.now(),
    actor_kind: by.kind,
    actor_id: by.kind === 'person' ? by.id : null,
    actor_name: by.kind === 'server' ? '' : kept(by.name, nameLength),
    action,
    subject_kind: subject?.kind ?? null,
    subject_id: subject?.id ?? null,
    subject_name: subject ? kept(subject.name, nameLength) : null,
    details: detailsText({ ...details, ...from }),
  }
  const hash = chained(head.hash, entry)
  await tx
    .insertInto('audit')
    .values({ ...entry, hash })
    .execute()
  await settingWrites.set(tx, 'audit.head', placeText({ id: entry.id, hash }))
}

/** What a write answers, and what it did, to be written down. */
type Outcome<Result> = { result: Result; acts: readonly Act[] }
/** It did this. */
export const did = <const Result>(result: Result, ...acts: [Act, ...Act[]]): Outcome<Result> => ({ result, acts })
/** It changed nothing. */
export const nothing = <const Result>(result: Result): Outcome<Result> => ({ result, acts: [] })

/** A write that leaves an entry: it cannot be called without saying who asks. */
export type AuditedWrite<Args extends unknown[], Result> = {
  (tx: Tx, by: Actor, ...args: Args): Promise<Result>
  readonly isAudited: true
}

/** Makes it one: `write` cannot answer without saying what it did. */
export const audited = <Args extends unknown[], Done extends Outcome<unknown>>(
  write: (tx: Tx, ...args: Args) => Promise<Done>,
): AuditedWrite<Args, Done['result']> =>
  Object.assign(
    async (tx: Tx, by: Actor, ...args: Args): Promise<Done['result']> => {
      const { result, acts } = await write(tx, ...args)
      for (const act of acts) await record(tx, by, act)
      return result
    },
    { isAudited: true as const },
  )

const entryOf = (row: AuditTable): AuditEntry => ({
  id: row.id,
  at: row.at,
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  action: row.action,
  subject:
    row.subject_kind === null || row.subject_id === null
      ? null
      : { kind: row.subject_kind, id: row.subject_id, name: row.subject_name ?? '' },
  details: JSON.parse(row.details) as AuditDetails,
  hash: row.hash,
})

const like = (text: string) => `%${text.replace(/[\\%_]/g, sign => `\\${sign}`)}%`

export const auditReads = (db: Db): Pick<Audit, 'list' | 'head'> => ({
  head: () => headOf(db),

  async list({ before, actor, subject, action, from, to, text, limit }: AuditQuestion) {
    const first = ((await placeOf(db, 'audit.anchor')) ?? beginning).id + 1
    const end = Math.min(before ?? Infinity, (await headOf(db)).id + 1)
    const lowest = Math.max(first, end - lookedThrough)
    const named = (name: string) => sql<boolean>`${sql.ref(name)} LIKE ${like(text ?? '')} ESCAPE '\\'`
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>=', lowest)
      .where('id', '<', end)
      .$if(actor !== undefined, query => query.where('actor_kind', '=', actor?.kind ?? 'server'))
      .$if(actor?.id !== undefined, query => query.where('actor_id', '=', actor?.id ?? 0))
      .$if(subject !== undefined, query =>
        query.where(eb =>
          eb.or([
            eb.and([eb('subject_kind', '=', subject?.kind ?? ''), eb('subject_id', '=', subject?.id ?? 0)]),
            ...(subject?.kind === 'person' ? [imported(subject.id)] : []),
          ]),
        ),
      )
      .$if(action !== undefined, query =>
        query.where(eb =>
          eb.or([
            eb('action', '=', action ?? ''),
            sql<boolean>`action LIKE ${`${like(action ?? '').slice(1, -1)}.%`} ESCAPE '\\'`,
          ]),
        ),
      )
      .$if(from !== undefined, query => query.where('at', '>=', from ?? 0))
      .$if(to !== undefined, query => query.where('at', '<', to ?? 0))
      .$if(text !== undefined, query =>
        query.where(eb => eb.or([named('actor_name'), named('subject_name'), named('details')])),
      )
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    const reached = rows.length === limit ? (rows.at(-1)?.id ?? lowest) : lowest
    return { entries: rows.map(entryOf), next: reached > first ? reached : null }
  },
})

/** An import that this person came by. */
const imported = (userId: number) => sql<boolean>`action = 'person.import' AND EXISTS (
  SELECT 1 FROM json_each(details, '$.people') WHERE json_extract(json_each.value, '$.id') = ${userId}
)`

export const auditWrites = {
  note: audited(async (_tx: Tx, act: Act) => did(undefined, act)),

  async letGo(tx: Tx, before: number, limit: number): Promise<number> {
    const anchor = (await placeOf(tx, 'audit.anchor')) ?? beginning
    const stays = await tx
      .selectFrom('audit')
      .select('id')
      .where('at', '>=', before)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    const end = Math.min(stays?.id ?? Infinity, anchor.id + 1 + limit)
    const last = await tx
      .selectFrom('audit')
      .select(['id', 'hash'])
      .where('id', '<', end)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!last) return 0
    await tx.deleteFrom('audit').where('id', '<=', last.id).execute()
    await settingWrites.set(tx, 'audit.anchor', placeText(last))
    const details = { from: anchor.id + 1, to: last.id, before }
    await record(tx, { kind: 'server' }, { action: 'audit.remove', details })
    return last.id - anchor.id
  },
}
