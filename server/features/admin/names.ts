import { nameProblem } from '../../../contract/scalars.ts'
import type { Refusal } from './refused.ts'
import { Refused } from './refused.ts'

/** Why this cannot be a name; undefined for a good one. */
export function nameRefusal(text: string): Refusal | undefined {
  const problem = nameProblem(text)
  return problem && { name: problem === 'invisible' ? 'name.invisible' : 'name.controls', text }
}

/** Fails with `Refused`. */
export function checkName(text: string): void {
  const refusal = nameRefusal(text)
  if (refusal) throw new Refused(refusal)
}

/** An http or https address as it was written. Fails with `Refused`. */
export function webAddress(address: string): string {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) throw new Refused({ name: 'address.invalid', address })
  return address
}
