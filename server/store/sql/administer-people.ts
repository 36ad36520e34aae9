import type { Act, AuditDetail, Subject } from '../audit.ts'
import type { PasswordChange } from '../logins.ts'
import type { ManagedChange, ManagedPerson, NewPosts } from '../managed-people.ts'
import type { ImportOutcome, NewUser } from '../people.ts'
import { audited, did, nothing } from './audit.ts'
import { changesBetween, companyName, personSubject } from './audit-subjects.ts'
import { managedReads, managedWrites } from './managed-people.ts'
import { importedPeople, importWrites } from './people-import.ts'
import { passwordWrites } from './tokens.ts'
import type { Tx } from './schema.ts'

/** People of an import that one entry names. */
const peopleAnEntry = 200
/** Companies and departments that an import has made: so many are named. */
const madeNamed = 50

type Facts = Record<string, AuditDetail>

/** What an edit may change and the log tells of, but for what has an action of its own. */
async function factsOf(tx: Tx, person: ManagedPerson): Promise<Facts> {
  const { username, trueName, phone, email, work, companyId, posts } = person
  return {
    username,
    trueName,
    phone,
    email,
    work,
    company: await companyName(tx, companyId),
    posts: posts.map(({ path, position }) => [path.join('/'), position].filter(Boolean).join(' · ')),
  }
}

async function found(tx: Tx, id: number): Promise<ManagedPerson> {
  const person = await managedReads(tx).find(id)
  if (!person) throw new Error(`Person ${id} went away while they were changed`)
  return person
}

/** What became of a person by one edit: an act for each thing that has a name of its own. */
async function actsOf(tx: Tx, before: ManagedPerson, after: ManagedPerson): Promise<Act[]> {
  const subject: Subject = { kind: 'person', id: after.id, name: before.trueName }
  const changes = changesBetween(await factsOf(tx, before), await factsOf(tx, after))
  return [
    ...(Object.keys(changes).length > 0 ? [{ action: 'person.edit' as const, subject, details: { changes } }] : []),
    ...(before.isAdmin === after.isAdmin
      ? []
      : [{ action: after.isAdmin ? ('person.promote' as const) : ('person.demote' as const), subject }]),
    ...(before.isEnabled === after.isEnabled
      ? []
      : [{ action: after.isEnabled ? ('person.enable' as const) : ('person.disable' as const), subject }]),
  ]
}

export const administerPeople = {
  addPerson: audited(async (tx: Tx, user: NewUser, posts: NewPosts) => {
    const created = await managedWrites.create(tx, user, posts)
    if (typeof created === 'string') return nothing(created)
    const person = await found(tx, created.id)
    const details = { ...(await factsOf(tx, person)), isAdmin: person.isAdmin }
    return did(created, { action: 'person.add', subject: await personSubject(tx, created.id), details })
  }),

  editPerson: audited(async (tx: Tx, id: number, change: ManagedChange, revision?: string) => {
    const before = await managedReads(tx).find(id)
    const outcome = await managedWrites.edit(tx, id, change, revision)
    if (outcome !== 'edited' || !before) return nothing(outcome)
    const [first, ...others] = await actsOf(tx, before, await found(tx, id))
    return first ? did(outcome, first, ...others) : nothing(outcome)
  }),

  resetPassword: audited(async (tx: Tx, change: PasswordChange) => {
    const ended = await passwordWrites.resetPassword(tx, change)
    const subject = await personSubject(tx, change.userId)
    return did(ended, { action: 'person.oneTimePassword', subject, details: { ended: ended.length } })
  }),

  /** The last step of an import. */
  finishImport: audited(async (tx: Tx, importId: string) => {
    const outcome: ImportOutcome = await importWrites.finish(tx, importId)
    const people = await importedPeople(tx, importId)
    const made = { made: outcome.made.slice(0, madeNamed), madeCount: outcome.made.length }
    const acts = Array.from({ length: Math.ceil(people.length / peopleAnEntry) }, (_, at): Act => ({
      action: 'person.import',
      details: {
        count: people.length,
        ...(at === 0 ? made : {}),
        people: people.slice(at * peopleAnEntry, (at + 1) * peopleAnEntry),
      },
    }))
    const [first, ...others] = acts
    return first ? did(outcome, first, ...others) : nothing(outcome)
  }),
}
