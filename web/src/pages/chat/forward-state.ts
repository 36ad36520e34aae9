import { shallowRef } from 'vue'

export type Forwarding = {
  place: { miniType: 1100 | 1101; targetId: number }
  seqs: readonly number[]
  merged?: boolean
}

/** What is to be forwarded; the dialog asks whereto. */
export const forwarding = shallowRef<Forwarding>()
