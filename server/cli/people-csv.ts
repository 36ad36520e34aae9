import { emailOf, phoneOf } from '../../contract/account-names.ts'
import { CommandRefused } from './command-refused.ts'
import { parseCsv } from './csv.ts'
import type { CsvRow } from './csv.ts'
import { nameRefusal } from './name-check.ts'

/** A person of an import file; empty cells are null. */
export type Person = {
  line: number
  username: string
  trueName: string
  phone: string | null
  email: string | null
  company: string | null
  /** Departments, the main one first, each named from the top: `研发中心/平台部`, several with `;`. */
  placements: { path: string[], position: string | null }[]
  /** In the main department; of somebody without a department it is their work. */
  position: string | null
}

/** Columns by the names that a header may give them. */
const columns = {
  username: ['username', '用户名', '账号'],
  trueName: ['trueName', '姓名'],
  phone: ['phone', '手机', '手机号', '电话'],
  email: ['email', '邮箱'],
  company: ['company', '公司'],
  department: ['department', '部门'],
  position: ['position', '职位'],
} as const
type Column = keyof typeof columns
const columnNames = Object.keys(columns) as Column[]

/** Reads an import file. Throws `CommandRefused` with a line for every mistake in it. */
export function readPeople(text: string): Person[] {
  const [header, ...rows] = parsed(text)
  if (!header) throw new CommandRefused('The file is empty.')
  const problems = headerProblems(header.cells)
  if (problems.length > 0) throw new CommandRefused(problems.join('\n'))
  const names = header.cells.map(columnOf)
  const people = rows.map(row => personOf(names, row))
  problems.push(...rows.flatMap((row, at) => placementProblems(names, row, people[at]).map(problem => `line ${row.line}: ${problem}`)))
  problems.push(...rows.flatMap(row => row.cells.length > header.cells.length ? [`line ${row.line}: more cells than columns`] : []))
  problems.push(...people.flatMap(person => personProblems(person).map(problem => `line ${person.line}: ${problem}`)))
  for (const field of ['username', 'phone', 'email'] as const) problems.push(...repeats(people, field))
  if (problems.length > 0) throw new CommandRefused(`Nothing was imported:\n${problems.join('\n')}`)
  if (people.length === 0) throw new CommandRefused('The file has no people.')
  return people
}

function parsed(text: string): CsvRow[] {
  try {
    return parseCsv(text)
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}

const columnOf = (cell: string): Column | undefined => columnNames.find(column => columns[column].some(name => name === cell))

function headerProblems(cells: string[]): string[] {
  const unknown = cells.filter(cell => columnOf(cell) === undefined).map(cell => `line 1: no such column "${cell}"`)
  const names = cells.map(columnOf)
  const missing = (['username', 'trueName'] as const).filter(column => !names.includes(column))
  const twice = names.filter((column, at) => column !== undefined && names.indexOf(column) !== at)
  return [
    ...unknown,
    ...missing.map(column => `line 1: the column ${column} is missing`),
    ...twice.map(column => `line 1: the column ${column} is there twice`),
  ]
}

const cellOf = (names: (Column | undefined)[], row: CsvRow, column: Column) => row.cells[names.indexOf(column)] || null
const severalIn = (cell: string | null) => (cell ?? '').split(/[;；]/).map(part => part.trim())

function personOf(names: (Column | undefined)[], row: CsvRow): Person {
  const cell = (column: Column) => cellOf(names, row, column)
  const positions = severalIn(cell('position'))
  const paths = severalIn(cell('department')).map(pathOf).filter(path => path.length > 0)
  return {
    line: row.line,
    username: (cell('username') ?? '').toLowerCase(),
    trueName: cell('trueName') ?? '',
    ...contactOf(cell('phone'), cell('email')),
    company: cell('company'),
    placements: paths.map((path, at) => ({ path, position: (positions.length === 1 ? positions[0] : positions[at]) || null })),
    position: positions[0] || null,
  }
}

/** A number and an address in the forms in which they are compared; what is none stays as it is, to be named. */
export const contactOf = (phone: string | null | undefined, email: string | null | undefined) => ({
  phone: phone ? phoneOf(phone) ?? phone : null,
  email: email ? emailOf(email) : null,
})

/** One position counts for every department; of several, each belongs to the department at its place. */
function placementProblems(names: (Column | undefined)[], row: CsvRow, person: Person | undefined): string[] {
  const positions = severalIn(cellOf(names, row, 'position')).length
  const departments = person?.placements.length ?? 0
  if (positions === 1 || positions === departments) return []
  return [`${positions} positions for ${departments} departments: give one for all, or one for each`]
}

const pathOf = (text: string) => text.split('/').map(part => part.trim()).filter(Boolean)

/** What is wrong with a person's own fields, in words. */
export function personProblems(person: Pick<Person, 'username' | 'trueName' | 'phone' | 'email' | 'company' | 'placements'>): string[] {
  // A username that could be a phone number or an e-mail address would let one person log in as another's account name.
  const isName = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(person.username) && !/^\d+$/.test(person.username)
  return [
    ...isName ? [] : [`"${person.username}" is no username: 2 to 40 letters, digits, ".", "_" or "-", not digits alone`],
    ...person.trueName.length > 0 && person.trueName.length <= 40 ? [] : ['the true name is missing or longer than 40 characters'],
    ...[person.trueName, person.company, ...person.placements.flatMap(({ path }) => path)]
      .flatMap(name => name ? nameRefusal(name) ?? [] : []),
    ...person.phone === null || phoneOf(person.phone) !== undefined ? [] : [`"${person.phone}" is no phone number: digits are expected`],
    ...person.email === null || /^[^\s@,]+@[^\s@,]+$/.test(person.email) ? [] : [`"${person.email}" is no e-mail address`],
    ...person.placements.length > 0 && person.company === null ? ['a department needs a company'] : [],
  ]
}

function repeats(people: Person[], field: 'username' | 'phone' | 'email'): string[] {
  const lines = new Map<string, number>()
  return people.flatMap(person => {
    const value = person[field]
    if (!value) return []
    const first = lines.get(value)
    lines.set(value, first ?? person.line)
    return first === undefined ? [] : [`line ${person.line}: ${field} "${value}" is on line ${first} already`]
  })
}
