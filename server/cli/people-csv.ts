import { CommandRefused } from './command-refused.ts'
import { parseCsv } from './csv.ts'
import type { CsvRow } from './csv.ts'

/** A person of an import file; empty cells are null. */
export type Person = {
  line: number
  username: string
  trueName: string
  phone: string | null
  email: string | null
  company: string | null
  /** Each from the top (`研发中心/平台部`), several with `;`, the main one first. */
  departments: string[][]
  position: string | null
}

const columns = ['username', 'trueName', 'phone', 'email', 'company', 'department', 'position'] as const
type Column = typeof columns[number]

/** Reads an import file. Throws `CommandRefused` with a line for every mistake in it. */
export function readPeople(text: string): Person[] {
  const [header, ...rows] = parsed(text)
  if (!header) throw new CommandRefused('The file is empty.')
  const problems = headerProblems(header.cells)
  if (problems.length > 0) throw new CommandRefused(problems.join('\n'))
  const people = rows.map(row => personOf(header.cells, row))
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

function headerProblems(cells: string[]): string[] {
  const unknown = cells.filter(cell => !columns.some(column => column === cell)).map(cell => `line 1: no such column "${cell}"`)
  const missing = (['username', 'trueName'] as const).filter(column => !cells.includes(column)).map(column => `line 1: the column ${column} is missing`)
  const twice = cells.filter((cell, at) => cells.indexOf(cell) !== at).map(cell => `line 1: the column ${cell} is there twice`)
  return [...unknown, ...missing, ...twice]
}

function personOf(header: string[], row: CsvRow): Person {
  const cell = (column: Column) => row.cells[header.indexOf(column)] || null
  return {
    line: row.line,
    username: (cell('username') ?? '').toLowerCase(),
    trueName: cell('trueName') ?? '',
    phone: cell('phone'),
    email: cell('email')?.toLowerCase() ?? null,
    company: cell('company'),
    departments: (cell('department') ?? '').split(/[;；]/).map(pathOf).filter(path => path.length > 0),
    position: cell('position'),
  }
}

const pathOf = (text: string) => text.split('/').map(part => part.trim()).filter(Boolean)

/** What is wrong with a person's own fields, in words. */
export function personProblems(person: Pick<Person, 'username' | 'trueName' | 'phone' | 'email' | 'company' | 'departments'>): string[] {
  // A username that could be a phone number or an e-mail address would let one person log in as another's account name.
  const isName = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(person.username) && !/^\d+$/.test(person.username)
  return [
    ...isName ? [] : [`"${person.username}" is no username: 2 to 40 letters, digits, ".", "_" or "-", not digits alone`],
    ...person.trueName.length > 0 && person.trueName.length <= 40 ? [] : ['the true name is missing or longer than 40 characters'],
    ...person.phone === null || /^\+?\d{5,20}$/.test(person.phone) ? [] : [`"${person.phone}" is no phone number: digits are expected`],
    ...person.email === null || /^[^\s@,]+@[^\s@,]+$/.test(person.email) ? [] : [`"${person.email}" is no e-mail address`],
    ...person.departments.length > 0 && person.company === null ? ['a department needs a company'] : [],
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
