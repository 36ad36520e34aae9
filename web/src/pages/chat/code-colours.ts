import { parse } from 'sugar-high/core'
import type { TokenType } from 'sugar-high/core'
import { languages } from 'sugar-high/lang'

/** A piece of code; without a kind it has the colour of text. */
export type Coloured = { text: string; kind: Kind | undefined }
type Kind = Extract<TokenType, 'keyword' | 'string' | 'class' | 'property' | 'entity' | 'comment'>

/**
 * Characters of code that is coloured, and pieces: more is drawn as it is. For each `/` of JavaScript the colourer may
 * look through the rest of the line.
 */
const longest = 5_000
const mostPieces = 2_500

const kinds: ReadonlySet<TokenType> = new Set<Kind>(['keyword', 'string', 'class', 'property', 'entity', 'comment'])
const isKind = (type: TokenType): type is Kind => kinds.has(type)

/** The code in pieces of one colour each; undefined where nothing is known of its language. */
export function colouredCode(text: string, language: string): Coloured[] | undefined {
  const name = language.toLowerCase()
  const known = languages.find(({ id, extension, aliases }) => [id, extension, ...aliases].includes(name))
  if (!known || text.length > longest) return undefined
  const pieces: Coloured[] = []
  const add = (piece: string, kind: Kind | undefined) => {
    const last = pieces.at(-1)
    if (last && last.kind === kind) last.text += piece
    else pieces.push({ text: piece, kind })
  }
  parse(text, known.config).lines.forEach(({ tokens }, index) => {
    if (index > 0) add('\n', pieces.at(-1)?.kind)
    for (const { type, value } of tokens) add(value, isKind(type) ? type : undefined)
  })
  return pieces.length > mostPieces || pieces.map(piece => piece.text).join('') !== text ? undefined : pieces
}
