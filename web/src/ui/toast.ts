import { shallowReactive } from 'vue'
import { failureText } from '../text/failure.ts'

type Toast = {
  id: number
  text: string
  tone: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => void }
}

/** What is being said now; `ToastHost` shows it. */
export const toasts = shallowReactive<Toast[]>([])
/** More at once would cover the page. */
const most = 3
let last = 0

function show(toast: Omit<Toast, 'id'>): void {
  const same = toasts.findIndex(({ text }) => text === toast.text)
  if (same >= 0) toasts.splice(same, 1)
  if (toasts.length >= most) toasts.shift()
  toasts.push({ id: ++last, ...toast })
}

/** Short news that needs no answer. */
export const toast = {
  say: (text: string, action?: Toast['action']) => show({ text, tone: 'plain', action }),
  done: (text: string) => show({ text, tone: 'good' }),
  /** What went wrong, in words for a person: an error, or a text. */
  fail: (error: unknown) => show({ text: typeof error === 'string' ? error : failureText(error), tone: 'bad' }),
}

export function dismiss(id: number): void {
  const index = toasts.findIndex(toast => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}
