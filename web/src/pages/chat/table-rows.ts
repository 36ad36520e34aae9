/** What is drawn of a table. */
const most = { rows: 200, columns: 40, signs: 400 }

export type TableRows = { rows: string[][]; isCut: boolean }

const separators = [',', '\t', ';'] as const

/** The separator that the first line has most of, outside of quotes. */
function separatorOf(text: string): string {
  const counts = new Map<string, number>(separators.map(sign => [sign, 0]))
  let isQuoted = false
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (sign === '\n' || sign === '\r') break
    else if (counts.has(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? ','
}

/**
 * The first rows of a table in CSV (RFC 4180; separated by commas, semicolons or tabs), each as long as the longest. In
 * a text of which only the beginning is there (`isPart`), the last row is left out: it may be half of one.
 */
export function tableRows(text: string, isPart = false): TableRows {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let [row, cell, isQuoted, isCut, isEnded] = [[] as string[], '', false, isPart, true]
  const endCell = () => {
    if (row.length < most.columns) row.push(cell.length > most.signs ? `${cell.slice(0, most.signs)}…` : cell)
    else isCut = true
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    isEnded = true
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (rows.length === most.rows) {
      isCut = true
      break
    }
    if (sign !== '\n' && sign !== '\r') isEnded = false
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[(at += 1)]
      else isQuoted = false
    } else if (sign === '"' && cell === '') isQuoted = true
    else if (sign === separator) endCell()
    else if (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n')) endRow()
    else if (sign !== '\r') cell += sign
  }
  if (!isEnded && !isPart && rows.length < most.rows) endRow()
  const width = Math.max(0, ...rows.map(each => each.length))
  for (const each of rows) while (each.length < width) each.push('')
  return { rows, isCut }
}
