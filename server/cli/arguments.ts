import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { CommandRefused } from './command-refused.ts'
import { noneWithId } from './refusal-text.ts'

/** Options and what stands beside them. Throws `CommandRefused`. */
export function parsed<Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error))
  }
}

/** The one argument there must be. */
export function only(args: readonly string[], what: string): string {
  const [argument] = args
  if (argument === undefined || args.length !== 1) throw new CommandRefused(`One argument is expected: ${what}.`)
  return argument
}

/** The id of something that is looked up by it. Throws `CommandRefused`. */
export function idIn(text: string, what: 'group' | 'module' | 'entry'): number {
  if (!/^\d{1,15}$/.test(text)) throw new CommandRefused(noneWithId(what, text))
  return Number(text)
}

/** Names between commas. */
export const listed = (names: string): string[] =>
  names
    .split(',')
    .map(name => name.trim())
    .filter(Boolean)
