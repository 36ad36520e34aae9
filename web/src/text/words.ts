import { language } from './language.ts'

type Text = string | ((...values: never[]) => string)
/** What the other language must have: the same keys, and the same values to fill in. */
type Same<Texts> = { [Key in keyof Texts]: Texts[Key] extends (...values: infer Values) => string ? (...values: Values) => string : string }

/**
 * The texts of one area in both languages. What comes back reads as the texts themselves, in the language chosen now:
 * `text.members(3)`. Reactive where it is read in a template, `computed` or `watch`.
 */
export function words<const Texts extends Record<string, Text>>(texts: { zh: Texts, en: Same<Texts> }): Same<Texts> {
  return new Proxy(texts.en, {
    get: (_, key) => Reflect.get(language.value === 'zh' ? texts.zh : texts.en, key) as unknown,
  })
}
