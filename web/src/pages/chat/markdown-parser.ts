import MarkdownIt from 'markdown-it'
import type { Env, MarkdownIt as Parser, Ruler, StateBlock, StateInline } from 'markdown-it'
import { runAt } from './markdown-marks.ts'

/** What a text is parsed with. `isLink` says whether a sign stands for an address that was found before. */
export type ParserEnv = Env & { isLink(sign: string): boolean; unclosed?: Unclosed }

/** No line of `from` to `until` ends the fences that begin there. */
type Unclosed = { from: number; until: number; indent: number }

type BlockRule = Parameters<Ruler<[StateBlock, number, number, boolean], boolean>['push']>[1]

/** Signs of a link's name; a longer one is not searched for its end. */
const longestName = 300
/** Of a named link, `](` and `)` with the sign that stands for the address between them. */
const lengthOfEnd = 5

/**
 * markdown-it with what messages need of it, and without what they do not mean: no HTML, pictures, tables, references,
 * underlined headings, rules, code by indentation, entities or backslashes, which paths have. A line that follows a
 * quote or a list is not part of it.
 */
export function createParser(): Parser {
  const parser = new MarkdownIt('zero')
  const { block, inline } = parser

  /** A rule that is asked only for lines that begin like this. `alt`: what it ends by beginning. */
  function restrict(name: string, alt: string[], mayBegin: (line: string) => boolean): void {
    block.ruler.enableOnly(name)
    const [rule] = block.ruler.getRules('')
    if (!rule) throw new Error(`markdown-it has no rule ${name}`)
    block.ruler.at(name, (state, line, ...rest) => mayBegin(lineAt(state, line)) && rule(state, line, ...rest), { alt })
  }
  // Not `>_<` and `>>> `.
  restrict('blockquote', ['paragraph', 'blockquote', 'list'], line => /^>[ \t]/.test(line) && line.trim() !== '>')
  restrict('list', ['paragraph', 'blockquote'], isItem)
  // Not `# 1` and `#topic`.
  restrict('heading', ['paragraph', 'blockquote'], line => /^#{2,6}[ \t]/.test(line) && /[^#\s]/.test(line))
  block.ruler.at('fence', fence, { alt: ['paragraph', 'blockquote', 'list'] })
  block.ruler.before('paragraph', 'outside', endsBlock, { alt: ['paragraph', 'blockquote'] })
  block.ruler.enableOnly(['fence', 'blockquote', 'list', 'heading', 'outside', 'paragraph'])

  inline.State = class extends inline.State {
    override scanDelims(start: number): ReturnType<typeof runAt> {
      return runAt(this.src, start, this.posMax)
    }
  }
  inline.ruler.at('link', namedLink)
  return parser.enable(['backticks', 'emphasis', 'strikethrough', 'link'])
}

const lineAt = ({ src, bMarks, tShift, eMarks }: StateBlock, line: number): string =>
  src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line])
const indentAt = ({ sCount }: StateBlock, line: number): number => sCount[line] ?? 0

/** Whether a line is the first of a list: it says something, and is not a row of dashes. */
const isItem = (line: string): boolean => {
  const [marker] = /^(?:[-*]|\d{1,9}[.)])[ \t]/.exec(line) ?? []
  return marker !== undefined && /[^-*+\s]/.test(line.slice(marker.length))
}

/** Ends a quote with its last `>`, and an item of a list with what stands below it. */
const endsBlock: BlockRule = (state, line, _end, isSilent) =>
  isSilent && (state.parentType === 'blockquote' || indentAt(state, line) < state.blkIndent)

/**
 * Code between ``` and ```. As people write it: the first line may hold code already, the last too. Without an end it
 * goes on to that of the text, but only where nothing or the name of a language stands behind the first ```.
 */
const fence: BlockRule = (state, start, end, isSilent) => {
  const [, marks = '', rest = ''] = /^(`{3,})([^`]*)$/.exec(lineAt(state, start)) ?? []
  if (marks === '' || indentAt(state, start) - state.blkIndent > 3) return false
  const info = rest.trim()
  const isNamed = /^[\w+#.-]*$/.test(info)
  const { line, hasEnd } = endOfFence(state, start, end, marks)
  if (!hasEnd && (!isNamed || line === start + 1)) return false
  if (isSilent) return true
  const inner = state.getLines(start + 1, line, indentAt(state, start), true)
  const last = hasEnd ? withoutMarks(lineAt(state, line).trimEnd()) : ''
  state.line = hasEnd ? line + 1 : line
  const token = state.push('fence', 'code', 0)
  token.info = isNamed ? info : ''
  token.content = `${isNamed ? '' : `${rest}\n`}${inner}${last}`.replace(/\n$/, '')
  token.map = [start, state.line]
  return true
}

function withoutMarks(line: string): string {
  let end = line.length
  while (line.charAt(end - 1) === '`') end -= 1
  return line.slice(0, end)
}

/** The line that ends with the same marks, or the one behind the last that may belong to the code. */
function endOfFence(state: StateBlock, start: number, end: number, marks: string): { line: number; hasEnd: boolean } {
  const env = state.env as ParserEnv
  const known = env.unclosed
  if (known && known.indent === state.blkIndent && known.from <= start && start < known.until)
    return { line: known.until, hasEnd: false }
  let line = start + 1
  for (; line < end; line += 1) {
    const text = lineAt(state, line)
    if (text !== '' && indentAt(state, line) < state.blkIndent) break
    if (text.trimEnd().endsWith(marks)) return { line, hasEnd: true }
  }
  env.unclosed = { from: start, until: line, indent: state.blkIndent }
  return { line, hasEnd: false }
}

/** `[name](address)`, where the address is one of those that are links by themselves. */
function namedLink(state: StateInline, isSilent: boolean): boolean {
  const { src, pos, posMax } = state
  if (src.charAt(pos) !== '[' || state.linkLevel > 0) return false
  const name = src.slice(pos + 1, Math.min(posMax, pos + 1 + longestName))
  const length = name.search(/[[\]\n]/)
  const close = pos + 1 + length
  const after = src.slice(close, close + lengthOfEnd)
  const address = after.slice(2, -1)
  if (length < 1 || close + lengthOfEnd > posMax || !after.startsWith('](') || !after.endsWith(')')) return false
  if (!(state.env as ParserEnv).isLink(address)) return false
  if (!isSilent) {
    state.push('link_open', 'a', 1).content = address
    state.pos = pos + 1
    state.posMax = close
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push('link_close', 'a', -1)
  }
  state.pos = close + lengthOfEnd
  state.posMax = posMax
  return true
}
