/** A row of a CSV file with the line of the file it begins on, from 1. */
export type CsvRow = { line: number, cells: string[] }

/**
 * Rows of comma-separated text: quoted cells may hold commas, line ends and doubled quotes; a byte order mark and
 * empty lines are skipped; cells are trimmed. Throws where a quote is never closed.
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
  const cell = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*|([^,\r\n"][^,\r\n]*)?)(,|\r\n|\n|\r|$)/y
  const source = text.replace(/^\uFEFF/, '')
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source)
    if (!match) throw new Error(`line ${line}: a quote is not closed, or text follows a closing quote`)
    row.cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim())
    line += match[1]?.match(/\r\n|\n|\r/g)?.length ?? 0
    if (match[3] === ',') {
      if (cell.lastIndex === source.length) row.cells.push('')
      continue
    }
    line += 1
    endRow()
  }
  endRow()
  return rows
}
