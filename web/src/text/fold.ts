import { shallowRef } from 'vue'

/** Traditional Chinese as simplified. Its table is large, and fetched when there is something to compare. */
const table = shallowRef<(text: string) => string>()
let loading: Promise<void> | undefined

/** Resolves when traditional and simplified characters are compared as the same, or cannot be for now. */
export const loadFold = (): Promise<void> =>
  (loading ??= import('../../../contract/simplified.ts').then(
    ({ simplified }) => {
      table.value = simplified
    },
    () => {
      // Without the network: asked for again with the next comparison.
      loading = undefined
    },
  ))

/**
 * A text as the server's search compares it: width, case, accents on letters, signs that cannot be seen, and whether a
 * character is traditional or simplified make no difference. Reactive: the last is so once its table is there.
 */
export function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]/g, '')
    .normalize('NFC')
    .toLowerCase()
  if (!/\p{Script=Han}/u.test(plain)) return plain
  if (!table.value) void loadFold()
  return table.value?.(plain) ?? plain
}
