import { markRaw, shallowRef } from 'vue'
import type { Component } from 'vue'
import { isMarkdownOn } from '../../state/markdown-setting.ts'
import type { Line } from './lines.ts'

/** ms for which a history waits for what draws its marks; then it is drawn as it was written. */
const patience = 1500

/** Signs without which nothing in a text can be a mark. */
const anyMark = /[*`]|~~|\]\(|(?:^|[\s\p{P}])_|^[ \t]*(?:>|#{2,6}|-|\d{1,9}[.)])[ \t]/mu

/** Whether a text may have marks of Markdown; most have not, and are drawn without looking further. */
export const mayHaveMarks = (text: string): boolean => isMarkdownOn.value && anyMark.test(text)

/** What draws a text with marks; undefined until it is loaded. */
export const MarkdownText = shallowRef<Component>()
let loading: Promise<void> | undefined

/** Never fails: without it a text is drawn as it was written, and the next one asks again. */
function loadMarkdown(): Promise<void> {
  loading ??= import('./MarkdownText.vue').then(
    part => {
      MarkdownText.value = markRaw(part.default)
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

let isPatient = true
const hasMarks = (line: Line) =>
  line.kind === 'message' && line.item.row.type === 1 && mayHaveMarks(line.item.row.content)

/**
 * Waits for what draws these lines, if any of them has marks, so that their heights are right from the beginning; on a
 * slow line only once, and not long.
 */
export async function readyToDraw(lines: readonly Line[]): Promise<void> {
  if (MarkdownText.value || !lines.some(hasMarks)) return
  const loaded = loadMarkdown()
  if (isPatient) await Promise.race([loaded, new Promise(resolve => setTimeout(resolve, patience))])
  isPatient = false
}

/** Loads it once the page has nothing else to do, so that the first text with marks does not wait. */
export function preloadMarkdown(): void {
  const load = () => {
    void loadMarkdown()
  }
  if (!isMarkdownOn.value || MarkdownText.value) return
  if (typeof requestIdleCallback === 'undefined') setTimeout(load, patience)
  else requestIdleCallback(load, { timeout: 2 * patience })
}
