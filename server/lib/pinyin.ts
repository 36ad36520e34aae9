import { pinyin } from 'pinyin-pro'

/**
 * A name as it is typed: whole (`zhangwei`) and by first letters (`zw`); what is not Chinese stays as it is, in lower
 * case.
 */
export type Pinyin = { pinyin: string; initials: string }

/**
 * `ü` is `v`, as people type it. Of several readings of the first signs, a person's name takes that of a surname (单 is
 * `shan`).
 */
export function pinyinOf(name: string, kind: 'person' | 'group' = 'person'): Pinyin {
  const pieces = pinyin(name, {
    toneType: 'none',
    type: 'array',
    nonZh: 'consecutive',
    v: true,
    ...(kind === 'person' ? ({ mode: 'surname', surname: 'head' } as const) : {}),
  })
  const words = pieces.flatMap(piece => piece.toLowerCase().split(/\s+/)).filter(Boolean)
  return {
    pinyin: pieces.join('').toLowerCase().trim().replace(/\s+/g, ' '),
    initials: words.map(word => [...word][0] ?? '').join(''),
  }
}
