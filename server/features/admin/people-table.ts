import { parseCsv } from './csv.ts'
import type { CsvRow } from './csv.ts'
import { contactOf, personRefusals } from './person.ts'
import type { Person } from './person.ts'
import { Refused } from './refused.ts'
import type { HeaderMistake, LineMistake } from './refused.ts'

/** A person of an import table; empty cells are null. */
export type ListedPerson = Person & {
  line: number
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

/** The people of an import table. Fails with `Refused`, with every mistake in it. */
export function readPeople(text: string): ListedPerson[] {
  const [header, ...rows] = parseCsv(text)
  if (!header) throw new Refused({ name: 'table.empty' })
  const wrongColumns = headerMistakes(header.cells)
  if (wrongColumns.length > 0) throw new Refused({ name: 'table.badHeader', mistakes: wrongColumns })
  const names = header.cells.map(columnOf)
  const people = rows.map(row => personOf(names, row))
  const mistakes: LineMistake[] = [
    ...rows.flatMap((row, at) => placementMistakes(names, row, people[at])),
    ...rows.flatMap(row =>
      row.cells.length > names.length ? [{ line: row.line, name: 'cells.tooMany' as const }] : [],
    ),
    ...people.flatMap(person => personRefusals(person).map(refusal => ({ line: person.line, ...refusal }))),
    ...(['username', 'phone', 'email'] as const).flatMap(field => repeats(people, field)),
  ]
  if (mistakes.length > 0) throw new Refused({ name: 'table.badLines', mistakes })
  if (people.length === 0) throw new Refused({ name: 'table.noPeople' })
  return people
}

const columnOf = (cell: string): Column | undefined =>
  columnNames.find(column => columns[column].some(name => name === cell))

function headerMistakes(cells: string[]): HeaderMistake[] {
  const names = cells.map(columnOf)
  const unknown = cells.filter(cell => columnOf(cell) === undefined)
  const missing = (['username', 'trueName'] as const).filter(column => !names.includes(column))
  const repeated = names.filter((column, at) => column !== undefined && names.indexOf(column) !== at)
  return [
    ...unknown.map(column => ({ name: 'column.unknown' as const, column })),
    ...missing.map(column => ({ name: 'column.missing' as const, column })),
    ...repeated.map(column => ({ name: 'column.repeated' as const, column: column ?? '' })),
  ]
}

const cellOf = (names: (Column | undefined)[], row: CsvRow, column: Column) => row.cells[names.indexOf(column)] || null
const severalIn = (cell: string | null) => (cell ?? '').split(/[;；]/).map(part => part.trim())

function personOf(names: (Column | undefined)[], row: CsvRow): ListedPerson {
  const cell = (column: Column) => cellOf(names, row, column)
  const positions = severalIn(cell('position'))
  const paths = severalIn(cell('department'))
    .map(pathOf)
    .filter(path => path.length > 0)
  return {
    line: row.line,
    username: (cell('username') ?? '').toLowerCase(),
    trueName: cell('trueName') ?? '',
    ...contactOf(cell('phone'), cell('email')),
    company: cell('company'),
    placements: paths.map((path, at) => ({ path, position: positions[positions.length === 1 ? 0 : at] || null })),
    position: positions[0] || null,
  }
}

/** One position counts for every department; of several, each belongs to the department at its place. */
function placementMistakes(names: (Column | undefined)[], row: CsvRow, person: Person | undefined): LineMistake[] {
  const positions = severalIn(cellOf(names, row, 'position')).length
  const departments = person?.placements.length ?? 0
  if (positions === 1 || positions === departments) return []
  return [{ line: row.line, name: 'positions.count', positions, departments }]
}

const pathOf = (text: string) =>
  text
    .split('/')
    .map(part => part.trim())
    .filter(Boolean)

function repeats(people: readonly ListedPerson[], field: 'username' | 'phone' | 'email'): LineMistake[] {
  const lines = new Map<string, number>()
  return people.flatMap(({ line, [field]: value }) => {
    if (!value) return []
    const firstLine = lines.get(value)
    lines.set(value, firstLine ?? line)
    return firstLine === undefined ? [] : [{ line, name: 'value.repeated' as const, field, value, firstLine }]
  })
}
