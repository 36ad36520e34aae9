import { language } from './language.ts'

type Text = string | ((...values: never[]) => string)
/** What the other language must have: the same keys, and the same values to fill in. */
type Same<Texts> = {
  [Key in keyof Texts]: Texts[Key] extends (...values: infer Values) => string ? (...values: Values) => string : string
}

/**
 * The texts of one area in both languages. What comes back reads as the texts themselves, in the language chosen now:
 * `text.members(3)`. Reactive where it is read in a template, `computed` or `watch`.
 */
export function words<const Texts extends Record<string, Text>>(texts: { zh: Texts; en: Same<Texts> }): Same<Texts> {
  return new Proxy(texts.en, {
    get: (_, key) => isolating(Reflect.get(language.value === 'zh' ? texts.zh : texts.en, key) as Text),
  })
}

const isolating = (text: Text): Text =>
  typeof text === 'string' ? text : (...values) => text(...(values.map(isolated) as never[]))

/** Letters that are written from right to left, and marks of an order that names of today may not have any more. */
const turning =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061c\u200f\u202b\u202e\u2067]/u

/** What others wrote, such as a name, keeps its order to itself: the sentence around it stays as it is. */
export const isolated = <Value>(value: Value): Value | string =>
  typeof value === 'string' && turning.test(value) ? `\u2068${value}\u2069` : value
