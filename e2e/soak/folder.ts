import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of everything in a folder. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) =>
      sum + (entry.isFile() ? (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0) : 0),
    0,
  )
}

/** Bytes of each thing that stands in a folder. */
export const partsOf = (folder: string): [string, number][] =>
  readdirSync(folder, { withFileTypes: true }).map(entry => [
    entry.name,
    entry.isDirectory()
      ? sizeOf(join(folder, entry.name))
      : (statSync(join(folder, entry.name), { throwIfNoEntry: false })?.size ?? 0),
  ])

/**
 * Bytes of memory that a process, and all that it has started, hold for themselves; pages of files that the system may
 * take back are not among them.
 */
export function memoryOfTree(pid: number): { server: number; children: number } {
  const parents = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(name => [Number(name), parentOf(name)]),
  )
  const isBelow = (each: number): boolean => each === pid || (parents.has(each) && isBelow(parents.get(each) ?? 0))
  const all = [...parents.keys()].filter(isBelow).reduce((sum, each) => sum + memoryOf(each), 0)
  return { server: memoryOf(pid), children: all - memoryOf(pid) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // it has ended since
  }
}

const parentOf = (pid: string) => Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0)
const memoryOf = (pid: number) => Number(/^RssAnon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
