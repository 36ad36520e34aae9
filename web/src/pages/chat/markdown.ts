import type { Token } from 'markdown-it'
import type { Mentioned } from '../../../../contract/mention-places.ts'
import { createParser } from './markdown-parser.ts'
import type { ParserEnv } from './markdown-parser.ts'
import { partsOf } from './text-parts.ts'
import type { TextPart } from './text-parts.ts'

/** A piece of a line; `text` of code is as it was written. */
export type Inline =
  | TextPart
  | { kind: 'code'; text: string }
  | { kind: 'bold'; inlines: Inline[] }
  | { kind: 'italic'; inlines: Inline[] }
  | { kind: 'strike'; inlines: Inline[] }
  /** A link under a name of its own; `host` is where it really leads. */
  | { kind: 'named'; href: string; host: string; inlines: Inline[] }

/** A piece of a message. `isApart`: a blank line stands before it. */
export type Block = { isApart: boolean } & (
  | { kind: 'lines'; inlines: Inline[] }
  | { kind: 'heading'; inlines: Inline[] }
  | { kind: 'fence'; language: string; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; items: Item[] }
)
/** `number`: as it was written, in an ordered list. */
export type Item = { number: number | undefined; blocks: Block[] }

/** Characters of a text that is looked through for marks; a longer one is drawn as it is. */
export const longestMarkdown = 20_000
/** Pieces of one message; one with more is drawn as it is, so that it cannot hold up the page. */
export const mostPieces = 1_000
/** Quotes, lists and marks in each other; the parser leaves out blocks that are deeper. */
const deepest = 16

/** Signs that nobody writes stand for links, mentions and emoticons while marks are looked for around them. */
const firstSign = 0xf0000
const heldSign = /[\u{f0000}-\u{f0fff}]/u
const heldSigns = /([\u{f0000}-\u{f0fff}])/u

const parser = createParser()

/**
 * What a message says with Markdown, in pieces to be drawn; undefined where it has no marks, or more than is sensible.
 * The same links, mentions and emoticons are found as without it, but for those in code. No text costs more than linear
 * time.
 */
export function blocksOf(text: string, mentioned?: Mentioned): Block[] | undefined {
  if (text.length > longestMarkdown || heldSign.test(text)) return undefined
  const held: TextPart[] = []
  const masked = partsOf(text, mentioned)
    .map(part => (part.kind === 'text' ? part.text : String.fromCodePoint(firstSign + held.push(part) - 1)))
    .join('')
  const heldBy = (sign: string) => held[(sign.codePointAt(0) ?? 0) - firstSign]
  const env: ParserEnv = { isLink: sign => heldBy(sign)?.kind === 'link' }
  const tokens = parser.parse(masked, env)
  if (tokens.some(isDeep)) return undefined
  const reader = createReader(tokens, masked.replace(/\r\n?/g, '\n').split('\n'), heldBy)
  const blocks = reader.blocks()
  if (reader.count() > mostPieces || blocks.every(isPlain)) return undefined
  return blocks
}

const isDeep = ({ level, children }: Token): boolean => level > deepest || children?.some(isDeep) === true
const isPlain = (block: Block) =>
  block.kind === 'lines' && block.inlines.every(each => isLeaf(each) && each.kind !== 'code')
const isLeaf = (inline: Inline): inline is Exclude<Inline, { inlines: Inline[] }> => !('inlines' in inline)

const kinds: Record<string, 'bold' | 'italic' | 'strike'> = {
  strong_open: 'bold',
  em_open: 'italic',
  s_open: 'strike',
}

/** Reads the flat tokens of the parser as a tree. */
function createReader(
  tokens: readonly Token[],
  lines: readonly string[],
  heldBy: (sign: string) => TextPart | undefined,
) {
  let at = 0
  let pieces = 0
  const written = (text: string) =>
    text
      .split(heldSigns)
      .map(piece => heldBy(piece)?.text ?? piece)
      .join('')

  const partsIn = (text: string): TextPart[] =>
    text
      .split(heldSigns)
      .filter(piece => piece !== '')
      .map(piece => heldBy(piece) ?? { kind: 'text', text: piece })

  /** From the token at `from` to the one that closes what they are in; `end` is behind that. */
  function inlinesOf(children: readonly Token[], from: number): { inlines: Inline[]; end: number } {
    const inlines: Inline[] = []
    let index = from
    for (let token = children[index]; token && token.nesting >= 0; token = children[index]) {
      index += 1
      if (token.nesting === 1) {
        const inner = inlinesOf(children, index)
        index = inner.end
        inlines.push(markedOf(token, inner.inlines))
      } else if (token.type === 'code_inline') inlines.push({ kind: 'code', text: written(token.content) })
      else inlines.push(...partsIn(token.content))
    }
    pieces += inlines.length
    return { inlines, end: index + 1 }
  }

  function markedOf(token: Token, inlines: Inline[]): Inline {
    const kind = kinds[token.type]
    if (kind) return { kind, inlines }
    const link = heldBy(token.content)
    const href = link?.kind === 'link' ? link.href : ''
    return { kind: 'named', href, host: new URL(href).hostname, inlines }
  }

  /** The line of an inline token, with what it is indented by: that is part of what was pasted. */
  function lineOf(token: Token, isOutermost: boolean): Inline[] {
    const { inlines } = inlinesOf(token.children ?? [], 0)
    const [indent = ''] = isOutermost ? (/^[ \t]+/.exec(lines[token.map?.[0] ?? 0] ?? '') ?? []) : []
    return indent === '' ? inlines : [{ kind: 'text', text: indent }, ...inlines]
  }

  function blocks(): Block[] {
    const found: Block[] = []
    for (let token = tokens[at]; token && token.nesting >= 0; token = tokens[at]) {
      at += 1
      const before = lines[(token.map?.[0] ?? 0) - 1] ?? ''
      const isApart = found.length > 0 && /^[\s>]*$/.test(before)
      const block = blockOf(token)
      pieces += 1
      if (block) found.push({ ...block, isApart } as Block)
    }
    at += 1
    return found
  }

  function blockOf(token: Token): DistributiveOmit<Block, 'isApart'> | undefined {
    switch (token.type) {
      case 'fence':
        return { kind: 'fence', language: token.info, text: written(token.content) }
      case 'blockquote_open':
        return { kind: 'quote', blocks: blocks() }
      case 'bullet_list_open':
      case 'ordered_list_open':
        return { kind: 'list', isOrdered: token.type === 'ordered_list_open', items: items() }
      case 'paragraph_open':
      case 'heading_open': {
        const inline = tokens[at]
        at += 2
        return (
          inline && {
            kind: token.type === 'heading_open' ? 'heading' : 'lines',
            inlines: lineOf(inline, token.level === 0),
          }
        )
      }
    }
    return undefined
  }

  function items(): Item[] {
    const found: Item[] = []
    for (let token = tokens[at]; token && token.nesting >= 0; token = tokens[at]) {
      at += 1
      found.push({ number: token.info === '' ? undefined : Number(token.info), blocks: blocks() })
    }
    at += 1
    return found
  }

  return { blocks, count: () => pieces }
}

type DistributiveOmit<Of, Key extends PropertyKey> = Of extends unknown ? Omit<Of, Key> : never
