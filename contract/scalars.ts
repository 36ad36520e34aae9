import { z } from 'zod'
import { emailOf, phoneOf } from './account-names.ts'
import { limits } from './limits.ts'

const digits = /^\d{1,15}$/

/** An integer id; may arrive as a string of digits. */
export const Id = z.union([z.int().nonnegative(), z.string().regex(digits).transform(Number)], { error: '应为整数 id' })

/** A small whole number with a least and a greatest value; may arrive as a string of digits. */
export const Whole = (min: number, max: number) => {
  const expected = { error: `应为 ${min} 到 ${max} 的整数` }
  const number = z.int(expected).min(min, expected).max(max, expected)
  return z.union([number, z.string().regex(digits, expected).transform(Number).pipe(number)], expected)
}

/** Unix milliseconds. */
export const Time = z.union([z.int().nonnegative(), z.string().regex(digits).transform(Number)], {
  error: '应为毫秒时间戳',
})

/** Several ids: a list, or text with commas (`"1,2,3"`). Each once, in the order given. */
export const Ids = (most: number) =>
  z
    .union(
      [
        z.array(Id).max(most, `最多 ${most} 个`),
        z
          .string()
          .max(most * 16, `最多 ${most} 个`)
          .regex(/^\s*(\d{1,15}\s*(,\s*\d{1,15}\s*)*)?$/, '应为用逗号隔开的整数 id')
          .transform(text => (text.trim() === '' ? [] : text.split(',').map(Number))),
      ],
      { error: '应为整数 id 列表' },
    )
    .transform(ids => [...new Set(ids)])

/** A switch: 0 or 1, as a number, a string or a boolean. */
export const Flag = z.union(
  [
    z.literal(0),
    z.literal(1),
    z.literal('0').transform(() => 0 as const),
    z.literal('1').transform(() => 1 as const),
    z.boolean().transform(on => (on ? (1 as const) : (0 as const))),
  ],
  { error: '应为 0 或 1' },
)

/** Signs that are seen: no blanks, controls, marks without a letter, and nothing that is made to be invisible. */
const visible = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u
/** Line ends and other controls, what turns the direction of the text around it, and what stands for a lost sign. */
const disturbing = /[\p{Cc}\ufffc\ufffd\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * What is wrong with a name that people are to tell apart by eye; undefined for a good one. Of people, groups,
 * companies, departments and modules alike.
 */
export function nameProblem(name: string): 'invisible' | 'disturbing' | undefined {
  if (!visible.test(name)) return 'invisible'
  return disturbing.test(name) ? 'disturbing' : undefined
}

/** A name that is drawn: without blanks around it, seen, on one line, not longer than `most`. */
export const Name = (most: number) =>
  z
    .string({ error: '应为名称' })
    .trim()
    .min(1, '不能为空')
    .max(most, `最多 ${most} 个字`)
    .refine(name => nameProblem(name) !== 'invisible', '应有看得见的字')
    .refine(name => nameProblem(name) !== 'disturbing', '不能有换行和控制符')

/** What stands beside a name on its line, such as a position; an empty text is none. */
export const Line = (most: number) =>
  z
    .string({ error: '应为文字' })
    .trim()
    .max(most, `最多 ${most} 个字`)
    .refine(text => text === '' || nameProblem(text) !== 'invisible', '应有看得见的字')
    .refine(text => text === '' || nameProblem(text) !== 'disturbing', '不能有换行和控制符')

/** An e-mail address, compared without regard to case; an empty text is none. */
export const Email = z
  .string({ error: '应为邮箱地址' })
  .max(200, '应为邮箱地址')
  .transform(emailOf)
  .pipe(z.union([z.email(), z.literal('')], { error: '应为邮箱地址' }))

/** A phone number, kept in one form however it is written; an empty text is none. */
export const Phone = z
  .string({ error: '应为电话号码' })
  .max(40, '应为电话号码')
  .transform(text => (text.trim() === '' ? '' : phoneOf(text)))
  .pipe(z.string({ error: '应为电话号码' }))

/** One emoji as Unicode recommends it for interchange; a sign and its form with U+FE0F are the same. */
let oneEmoji: RegExp | undefined
const emoticon = /^\[\/[^[\]\s]{1,12}\]$/

/** The one form of an emoji that the same reaction has however it was typed; undefined where it is not exactly one. */
export function emojiOf(text: string): string | undefined {
  if (emoticon.test(text)) return text
  // Made when it is needed: a browser that does not know this kind of expression must still start.
  const known = (oneEmoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v'))
  const bare = text.replaceAll('\ufe0f', '')
  // The form that is drawn in colour is the one kept: of ❤ and ❤️ the second.
  for (const form of [text, `${bare}\ufe0f`, bare, withSelectors(bare)]) if (known.test(form)) return form
  return undefined
}

/** U+FE0F after each sign that is text without it: of parts joined by U+200D, and of keys. */
const withSelectors = (bare: string) =>
  bare.replace(/\p{Emoji}(?!\p{Emoji_Modifier})/gu, sign =>
    /\p{Emoji_Presentation}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(sign) ? sign : `${sign}\ufe0f`,
  )

/** A message id, made by the client that sends it; unique per sender. */
export const MessageId = z
  .string({ error: '应为字符串' })
  .regex(/^[A-Za-z0-9_-]{1,64}$/, '应为 1 到 64 个字母、数字、下划线或连字符')

/** A place in a conversation's log. */
export const Seq = Whole(0, 2 ** 53 - 1)

/** 1100 direct, 1101 group. */
export const MiniType = z.union(
  [
    z.literal(1100),
    z.literal(1101),
    z.literal('1100').transform(() => 1100 as const),
    z.literal('1101').transform(() => 1101 as const),
  ],
  {
    error: '应为 1100（单聊）或 1101（群聊）',
  },
)

/** A page number, from 1. */
export const Page = Whole(1, 10_000_000)
/** Rows of a page. */
export const PageSize = Whole(1, limits.pageSize)
