import { csvLines, csvMark } from '../../../../contract/csv.ts'

/** A table as Excel reads it: UTF-8 with its mark, and no cell that a spreadsheet would take for a formula. */
export const csvOf = (rows: readonly (readonly string[])[]): string => csvMark + csvLines(rows)

/** Lets the browser keep a text as a file. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
