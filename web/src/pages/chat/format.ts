import { runAt } from './markdown-marks.ts'

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'fence' | 'quote' | 'bullets' | 'numbers' | 'link'

/** What is put into a text at a place, in place of so many characters. */
type Change = { at: number; remove: number; insert: string }
/** Changes in the order of the text, each by the places of the text before it, and what is selected then. */
type Formatting = { changes: Change[]; from: number; to: number }

const marks = { bold: '**', italic: '*', strike: '~~', code: '`' } as const
const prefixes = { quote: '> ', bullets: '- ', numbers: '' } as const

/**
 * Gives what is selected of a text a format, or takes it away where it has it. Nothing of the selection itself is
 * replaced: who is mentioned in it stays so.
 */
export function formatted(text: string, from: number, to: number, format: Format): Formatting {
  switch (format) {
    case 'fence':
      return fenced(text, from, to)
    case 'link':
      return linked(text, from, to)
    case 'quote':
    case 'bullets':
    case 'numbers':
      return lined(text, from, to, format)
    default:
      return marked(text, from, to, marks[format])
  }
}

/** The text with the changes. */
export const changed = (text: string, changes: readonly Change[]): string =>
  changes.reduceRight((rest, { at, remove, insert }) => rest.slice(0, at) + insert + rest.slice(at + remove), text)

const isBlank = (sign: string) => sign.trim() === ''

/** Marks around words: blanks at the ends of the selection stay outside. */
function marked(text: string, start: number, end: number, mark: string): Formatting {
  let [from, to] = [start, end]
  while (from < to && isBlank(text.charAt(from))) from += 1
  while (from < to && isBlank(text.charAt(to - 1))) to -= 1
  const size = mark.length
  if (isMarked(text, from, to, mark))
    return {
      changes: [
        { at: from - size, remove: size, insert: '' },
        { at: to, remove: size, insert: '' },
      ],
      from: from - size,
      to: to - size,
    }
  const whole = text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to)
  const isOpen = mark === '`' || from === to || runAt(whole, from, whole.length).can_open
  const isClosed = mark === '`' || from === to || runAt(whole, to + size, whole.length).can_close
  const [before, after] = [isOpen ? '' : ' ', isClosed ? '' : ' ']
  const shift = before.length + size
  return {
    changes: [
      { at: from, remove: 0, insert: before + mark },
      { at: to, remove: 0, insert: mark + after },
    ],
    from: from + shift,
    to: to + shift,
  }
}

/** Whether these very marks stand around it: `*` is not one of `**`, but in `***` it is. */
function isMarked(text: string, from: number, to: number, mark: string): boolean {
  const sign = mark.charAt(0)
  let [left, right] = [0, 0]
  while (text.charAt(from - 1 - left) === sign) left += 1
  while (text.charAt(to + right) === sign) right += 1
  const count = Math.min(left, right)
  return sign === '*' ? (mark === '*' ? count % 2 === 1 : count >= 2) : count === mark.length
}

const lineStart = (text: string, at: number) => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1)
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function fenced(text: string, from: number, to: number): Formatting {
  const before = from === lineStart(text, from) ? '```\n' : '\n```\n'
  const after = to === lineEnd(text, to) ? '\n```' : '\n```\n'
  return {
    changes: [
      { at: from, remove: 0, insert: before },
      { at: to, remove: 0, insert: after },
    ],
    from: from + before.length,
    to: to + before.length,
  }
}

function linked(text: string, from: number, to: number): Formatting {
  const isAddress = /^(?:https?:\/\/|www\.)\S+$/i.test(text.slice(from, to))
  const [before, after] = isAddress ? ['[](', ')'] : ['[', '](https://)']
  const changes = [
    { at: from, remove: 0, insert: before },
    { at: to, remove: 0, insert: after },
  ]
  if (isAddress || from === to) return { changes, from: from + 1, to: from + 1 }
  return { changes, from: to + 3, to: to + after.length }
}

/** Prefixes of whole lines. One list becomes the other. */
function lined(text: string, from: number, to: number, format: 'quote' | 'bullets' | 'numbers'): Formatting {
  const [start, end] = [lineStart(text, from), lineEnd(text, to)]
  const lines = text.slice(start, end).split('\n')
  const isOwn = { quote: /^> /, bullets: /^[-*] /, numbers: /^\d{1,9}[.)] / }[format]
  const isOther = format === 'quote' ? undefined : /^(?:[-*]|\d{1,9}[.)]) /
  const isWanted = (line: string) => !isBlank(line) || lines.length === 1
  const isAll = lines.filter(isWanted).every(line => isOwn.test(line))
  let [at, count] = [start, 0]
  const changes: Change[] = []
  for (const line of lines) {
    if (isWanted(line)) {
      count += 1
      const prefix = (isAll ? isOwn : isOther)?.exec(line)?.[0] ?? ''
      changes.push({ at, remove: prefix.length, insert: isAll ? '' : prefixes[format] || `${count}. ` })
    }
    at += line.length + 1
  }
  const moved = (place: number) =>
    changes.reduce(
      (sum, change) => (change.at <= place ? Math.max(change.at, sum + change.insert.length - change.remove) : sum),
      place,
    )
  return { changes, from: from === to ? moved(from) : start, to: moved(to) }
}
