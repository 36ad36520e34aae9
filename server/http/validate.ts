import { z } from 'zod'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import type { User } from '../store/people.ts'

/** What a request carries before anybody has looked at it. */
type Given = { params: unknown; query: unknown; body: unknown }
/** The same after parsing; undefined for what the call does not declare. */
type Parsed = { params: unknown; query: unknown; body: unknown }

// Texts of the contract win; this is for the places where it leaves the words to the library.
const inChinese = { error: z.locales.zhCN().localeError }

function parse(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value, inChinese)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Failure('request.invalid', {
    name: issue?.path.map(String).join('.') || place,
    expected: issue?.message ?? '格式错误',
  })
}

/**
 * The call's input, parsed. Throws `request.invalid` that names the first wrong parameter (`data.id` for a nested one).
 * No body at all counts as an empty one. A multipart body is the handler's.
 */
export function parseInput(call: Call, given: Given): Parsed {
  return {
    params: parse(call.params, given.params, 'path'),
    query: parse(call.query, given.query, 'query'),
    body: call.multipart ? undefined : parse(call.body, given.body ?? {}, 'body'),
  }
}

const named = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/**
 * Throws `viewer.mismatch` where the request names somebody else as the acting user, in the query (whether the call
 * reads it there or not) or in the body.
 */
export function checkActing(call: Call, given: Given, parsed: Parsed, viewer: User | undefined): void {
  if (call.acting === undefined || viewer === undefined) return
  const inQuery = named(parsed.query, call.acting) ?? named(given.query, call.acting)
  const inBody = named(parsed.body, call.acting)
  for (const claimed of [inQuery, inBody]) {
    if (claimed !== undefined && claimed !== null && Number(claimed) !== viewer.id)
      throw new Failure('viewer.mismatch', { name: call.acting })
  }
}
