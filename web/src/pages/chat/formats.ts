import type { Ref } from 'vue'
import { formatted } from './format.ts'
import type { Format } from './format.ts'

/** Changes the field as if somebody typed: it can be undone, and whoever is mentioned stays so. */
export function useFormats(field: Readonly<Ref<HTMLTextAreaElement | null>>) {
  function replace(element: HTMLTextAreaElement, from: number, to: number, by: string): void {
    if (from === to && by === '') return
    element.setSelectionRange(from, to)
    if (document.execCommand(by === '' ? 'delete' : 'insertText', false, by)) return
    element.setRangeText(by, from, to, 'end')
    element.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }

  return {
    /** Types this where the caret is. */
    type(given: string): void {
      const element = field.value
      if (element) replace(element, element.selectionStart, element.selectionEnd, given)
    },
    /** Gives what is selected a format, or takes it away. */
    give(format: Format): void {
      const element = field.value
      if (!element) return
      element.focus()
      const { changes, from, to } = formatted(element.value, element.selectionStart, element.selectionEnd, format)
      for (const { at, remove, insert } of [...changes].reverse()) replace(element, at, at + remove, insert)
      element.setSelectionRange(from, to)
    },
  }
}
