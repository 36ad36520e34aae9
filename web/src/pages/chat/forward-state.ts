import { shallowRef } from 'vue'
import type { Row } from '../../sync/row.ts'

export type Forwarding = {
  place: { miniType: 1100 | 1101; targetId: number }
  seqs: readonly number[]
  /** Those of them that are in sight of the history, to be shown. */
  rows: readonly Row[]
  merged?: boolean
}

/** What is to be forwarded; the dialog asks whereto. */
export const forwarding = shallowRef<Forwarding>()
