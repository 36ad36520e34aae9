import { emailOf, isUsername, phoneOf } from '../../../contract/account-names.ts'
import { nameRefusal } from './names.ts'
import type { Refusal } from './refused.ts'

/** A person as an administrator describes them; what is not given is null. */
export type Person = {
  username: string
  trueName: string
  phone: string | null
  email: string | null
  company: string | null
  /** Departments, the main one first, each named from the top: `研发中心/平台部`. */
  placements: { path: string[]; position: string | null }[]
}

type Account = Pick<Person, 'username' | 'phone' | 'email'>

/** Every name by which this person logs in. */
export const accountsOf = (person: Account): string[] =>
  [person.username, person.phone, person.email].filter(account => account !== null)

/** A number and an address in the forms in which they are compared; what is none stays as it is, to be named. */
export const contactOf = (phone: string | null | undefined, email: string | null | undefined) => ({
  phone: phone ? (phoneOf(phone) ?? phone) : null,
  email: email ? emailOf(email) : null,
})

/** Those of a person's account names that somebody has. */
export const takenRefusals = (person: Account, taken: ReadonlySet<string>): Refusal[] =>
  accountsOf(person)
    .filter(account => taken.has(account))
    .map(account => ({ name: 'account.taken', account }))

/** What is wrong with a person's own fields. */
export function personRefusals(person: Person & { position?: string | null }): Refusal[] {
  const { username, trueName, phone, email, company, placements } = person
  const places = placements.flatMap(({ path, position }) => [...path, position])
  const names = new Set([trueName, company, person.position, ...places])
  return [
    ...(isUsername(username) ? [] : [{ name: 'username.invalid' as const, username }]),
    ...(trueName.length > 0 && trueName.length <= 40 ? [] : [{ name: 'trueName.invalid' as const }]),
    ...[...names].flatMap(name => (name ? (nameRefusal(name) ?? []) : [])),
    ...(phone === null || phoneOf(phone) !== undefined ? [] : [{ name: 'phone.invalid' as const, phone }]),
    ...(email === null || /^[^\s@,]+@[^\s@,]+$/.test(email) ? [] : [{ name: 'email.invalid' as const, email }]),
    ...(placements.length > 0 && company === null ? [{ name: 'department.noCompany' as const }] : []),
  ]
}
