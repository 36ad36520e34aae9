import { isShortcut } from '../../ui/keys.ts'
import type { Format } from './format.ts'

/** The keys of formats, together with the one that makes shortcuts. */
export const formatKeys: readonly { format: Format; key: string; isShifted: boolean }[] = [
  { format: 'bold', key: 'b', isShifted: false },
  { format: 'italic', key: 'i', isShifted: false },
  { format: 'code', key: 'e', isShifted: false },
  { format: 'strike', key: 'x', isShifted: true },
  { format: 'numbers', key: '7', isShifted: true },
  { format: 'bullets', key: '8', isShifted: true },
  { format: 'quote', key: '9', isShifted: true },
]

export const formatOf = (event: KeyboardEvent): Format | undefined =>
  formatKeys.find(({ key, isShifted }) => isShortcut(event, key, isShifted))?.format
