import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Call } from './call.ts'
import { calls } from './calls.ts'
import { Failure, failures } from './failures.ts'
import { frameCodes } from './frame-codes.ts'

const everyCall: [string, Call][] = Object.entries(calls)

/** Which call each sample of the seed answers. */
const sampled: Record<string, Call> = {
  api_file_upload: calls.fileUpload,
  api_find_group_msg: calls.findGroup,
  api_find_single_msg: calls.findDirect,
  api_left_user_info: calls.leftUserInfo,
  api_my_session: calls.listConversations,
  api_save_single_msg: calls.sendDirect,
  auth_cnbi_scan: calls.createCardCode,
  auth_login: calls.login,
  auth_logout: calls.logout,
  auth_scan_login_url: calls.createLoginCode,
}

/** Fields that our answers carry and the seed's samples lack, by where they stand: `[]` for the rows of a list. */
const ours: Record<string, string[]> = {
  auth_login: ['mustChangePassword'],
  api_file_upload: ['stillUrl'],
  'api_my_session[]': ['seq', 'readSeq', 'unreadSeq', 'change', 'top', 'mute', 'notify', 'atCount', 'marked', 'event'],
  api_find_single_msg: ['change', 'positions'],
  api_find_group_msg: ['change', 'positions'],
  'api_find_single_msg.data[]': [
    'seq',
    'change',
    'fileId',
    'file',
    'atIds',
    'recallerId',
    'reply',
    'reactions',
    'pin',
    'editTime',
    'event',
    'merged',
  ],
  'api_find_group_msg.data[]': [
    'seq',
    'change',
    'fileId',
    'file',
    'atIds',
    'recallerId',
    'reply',
    'reactions',
    'pin',
    'editTime',
    'event',
    'merged',
  ],
}

const folder = new URL('samples/', import.meta.url)
const samples = readdirSync(folder).map(file => {
  const name = file.replace('.response.json', '')
  return {
    name,
    sample: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { data: unknown; code: number; msg: string },
  }
})

/** The schema without `nullable`, `optional` and the like around it. */
function bare(schema: unknown): unknown {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? bare(schema.unwrap()) : schema
}

/**
 * The keys of every object in `value` beside those that the schema says its place has: what is missing from the
 * schema, and what the schema has besides.
 */
function compareKeys(place: string, schema: unknown, value: unknown): string[] {
  const inner = bare(schema)
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) {
    return inner instanceof z.ZodArray
      ? value.flatMap(item => compareKeys(`${place}[]`, inner.element, item))
      : [`${place} is a list`]
  }
  if (!(inner instanceof z.ZodObject)) return [`${place} is an object`]
  const shape: Record<string, unknown> = inner.shape
  const missing = Object.keys(value)
    .filter(key => !(key in shape))
    .map(key => `${place}.${key} is not in the schema`)
  const extra = Object.keys(shape)
    .filter(key => !(key in value) && !ours[place]?.includes(key))
    .map(key => `${place}.${key} is not in the sample`)
  return [
    ...missing,
    ...extra,
    ...Object.entries(value).flatMap(([key, part]) => compareKeys(`${place}.${key}`, shape[key], part)),
  ]
}

/** The sample with our own fields filled in, so that it can be parsed. */
function completed(place: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => completed(`${place}[]`, item))
  if (value === null || typeof value !== 'object') return value
  const filler = {
    mustChangePassword: false,
    notify: 'all',
    stillUrl: null,
    positions: [],
    fileId: null,
    file: null,
    atIds: null,
    recallerId: null,
    reply: null,
    reactions: [],
    pin: null,
    editTime: null,
    event: null,
    merged: null,
  }
  const added = (ours[place] ?? []).map(key => [key, key in filler ? filler[key as keyof typeof filler] : 0])
  return Object.fromEntries([
    ...added,
    ...Object.entries(value).map(([key, part]) => [key, completed(`${place}.${key}`, part)]),
  ])
}

describe('failures', () => {
  test.each(Object.entries(failures))(
    '%s has a code of the contract, a Chinese and an English text',
    (name, { code, zh, en }) => {
      expect([400, 401, 403, 404, 409, 410, 413, 415, 423, 429, 500, 503]).toContain(code)
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[\x20-\x7e]+$/)
      expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/)
    },
  )

  test('both languages have the same blanks to fill', () => {
    for (const { zh, en } of Object.values(failures)) {
      const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
      // A text that names its parameter in so many words needs no blank for it.
      expect(blanks(zh)).toEqual(blanks(en))
    }
  })

  test('the words of a failure are filled in, and taken as they are', () => {
    expect(new Failure('request.invalid', { name: 'page', expected: '$& {name}' }).message).toBe(
      '参数 page 不正确：$& {name}',
    )
  })
})

describe('calls', () => {
  test.each(everyCall)(
    '%s has a path, a tag, a Chinese summary and success text, and failures that exist',
    (_, call) => {
      expect(call.path).toMatch(/^\/(api|auth|files|avatars)\/[a-z_/:A-Z]+$/)
      expect(call.tag).not.toBe('')
      expect(call.summary).toMatch(/\p{Script=Han}/u)
      expect(call.says).toMatch(/\p{Script=Han}/u)
      for (const failure of call.failures) expect(failures).toHaveProperty([failure])
    },
  )

  test('no two calls share method and path', () => {
    const places = everyCall.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(new Set(places).size).toBe(places.length)
  })

  test.each(everyCall)('%s describes exactly the parts that stand in its path', (_, call) => {
    const inPath = [...call.path.matchAll(/:(\w+)/g)].map(match => match[1])
    expect(call.params instanceof z.ZodObject ? Object.keys(call.params.shape) : []).toEqual(inPath)
  })

  test.each(everyCall.filter(([, call]) => call.acting !== undefined))(
    '%s declares its acting parameter and what happens where it is wrong',
    (_, call) => {
      const shapes = [call.query, call.body].flatMap(schema =>
        schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
      )
      expect(shapes).toContain(call.acting)
      expect(call.failures).toContain('viewer.mismatch')
    },
  )

  test.each(everyCall.filter(([, call]) => call.method === 'GET'))('%s, a GET, has no body', (_, call) => {
    expect(call.body).toBeUndefined()
  })
})

describe("the seed's samples", () => {
  test('each belongs to a call', () => {
    expect(samples.map(({ name }) => name).sort()).toEqual(Object.keys(sampled).sort())
  })

  test.each(samples)(
    '$name: the same keys at every level as our reply, besides those that are documented as ours',
    ({ name, sample }) => {
      expect(compareKeys(name, sampled[name]?.reply, sample.data)).toEqual([])
    },
  )

  test.each(samples)('$name: its values are what our reply may carry', ({ name, sample }) => {
    const reply = sampled[name]?.reply
    expect(reply?.safeParse(completed(name, sample.data)).error?.issues ?? []).toEqual([])
  })

  test.each(samples)('$name: the success says the same', ({ name, sample }) => {
    expect(sample.code).toBe(200)
    expect(sampled[name]?.says).toBe(sample.msg)
  })
})

test('no two frames share a code', () => {
  expect(new Set(Object.values(frameCodes)).size).toBe(Object.keys(frameCodes).length)
})
