import { nameProblem } from '../../contract/scalars.ts'
import { CommandRefused } from './command-refused.ts'

/** Why a name cannot be given, in words for an administrator; undefined for a good one. */
export function nameRefusal(name: string): string | undefined {
  const problem = nameProblem(name)
  if (problem === undefined) return undefined
  return problem === 'invisible' ? `the name ${JSON.stringify(name)} has nothing that can be seen` : `the name ${JSON.stringify(name)} has line ends or other controls in it`
}

/** Fails with `CommandRefused`. */
export function checkName(name: string): void {
  const refusal = nameRefusal(name)
  if (refusal !== undefined) throw new CommandRefused(`${refusal[0]?.toUpperCase() ?? ''}${refusal.slice(1)}.`)
}
