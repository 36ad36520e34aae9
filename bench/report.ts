import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { meets } from './figures.ts'
import type { Figure } from './figures.ts'

/** The machine, in words. */
export const machine = () => ({
  cores: cpus().length,
  model: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
})

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [figure.name, shown(figure.value, figure.unit), target(figure), share(figure)])
  const heads = ['figure', 'value', 'target', "share of the machine's limit"]
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  return [
    line(heads),
    line(widths.map((width, column) => (column === 1 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))),
    ...rows.map(line),
  ].join('\n')
}

/** Writes the figures as JSON; where. */
export function writeResults(figures: readonly Figure[]): string {
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'latest.json')
  const results = figures.map(figure => ({ ...figure, meets: meets(figure) }))
  writeFileSync(
    path,
    `${JSON.stringify({ at: new Date().toISOString(), machine: machine(), figures: results }, undefined, 2)}\n`,
  )
  return path
}

const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 })
const shown = (value: number | undefined, unit: string) =>
  value === undefined
    ? 'not measured here'
    : `${number(value)}${unit === '/s' || unit === '×' ? unit : unit && ` ${unit}`}`

function target(figure: Figure): string {
  if (!figure.target) return ''
  const bound = 'atLeast' in figure.target ? `≥ ${number(figure.target.atLeast)}` : `≤ ${number(figure.target.atMost)}`
  const verdict = meets(figure)
  return verdict === undefined ? bound : `${bound} ${verdict ? 'met' : 'MISSED'}`
}

const share = ({ share }: Figure) => (share ? `${number(share.is * 100)}% of ${share.of}` : '')
