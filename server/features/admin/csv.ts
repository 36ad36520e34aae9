import { Refused } from './refused.ts'

/** A row of a CSV file with the line of the file it begins on, from 1. */
export type CsvRow = { line: number; cells: string[] }

/** What may stand between two cells: office programs write one of them, by country and by format. */
const separators = [',', ';', '\t'] as const

/** The separator that the first line has most of. */
function separatorOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const counts = separators.map(separator => header.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

/**
 * Rows of text with commas, semicolons or tabs between cells, whichever the first line has. Quoted cells may hold
 * separators, line ends and doubled quotes; a byte order mark and empty lines are skipped; cells are trimmed. Fails
 * with `Refused` if a quote is never closed.
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = []
  let line = 1
  let row: CsvRow = { line, cells: [] }
  const endRow = () => {
    if (row.cells.some(cell => cell !== '')) rows.push(row)
    row = { line, cells: [] }
  }
  // One match per cell: quoted or bare, then what ends it.
  const source = text.replace(/^\uFEFF/, '')
  const separator = separatorOf(source)
  const [quoted, bare] = ['"((?:[^"]|"")*)" *', `([^${separator}\\r\\n"][^${separator}\\r\\n]*)?`]
  const cell = new RegExp(` *(?:${quoted}|${bare})(${separator}|\\r\\n|\\n|\\r|$)`, 'y')
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source)
    if (!match) throw new Refused({ name: 'table.openQuote', line })
    row.cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim())
    line += match[1]?.match(/\r\n|\n|\r/g)?.length ?? 0
    if (match[3] === separator) {
      if (cell.lastIndex === source.length) row.cells.push('')
      continue
    }
    line += 1
    endRow()
  }
  endRow()
  return rows
}
