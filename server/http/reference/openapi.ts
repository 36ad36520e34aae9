import { z } from 'zod'
import type { Call } from '../../../contract/call.ts'
import { failures } from '../../../contract/failures.ts'
import type { FailureName } from '../../../contract/failures.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import { frameNotes } from './frame-notes.ts'

/** A JSON Schema (2020-12), as far as the reference page looks into it. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  [keyword: string]: unknown
}

export type Parameter = { name: string; in: 'query' | 'path' | 'header'; required: boolean; schema: Schema }
type Content = Record<string, { schema?: Schema; examples?: Record<string, { value: unknown }> }>
export type Response = { description: string; headers?: Record<string, unknown>; content?: Content }

export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Response>
  /** What it costs, in units of a plain read. */
  'x-weight': number
  /** What can go wrong, by name, in the order of the codes. */
  'x-failures': FailureName[]
}

export type OpenApi = {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> }
}

const refs = { from: '#/$defs/', to: '#/components/schemas/' }

/** Turns zod schemas into JSON Schemas whose named parts are gathered in `components`. */
function createSchemas(components: Record<string, Schema>) {
  return (schema: z.ZodType): Schema => {
    // Wrapped, so that a schema with a name becomes a reference even where it is the whole.
    const whole = z.toJSONSchema(z.object({ root: schema }), { io: 'input', unrepresentable: 'any' })
    const text = JSON.stringify({ root: whole.properties?.root ?? {}, defs: whole.$defs ?? {} }).replaceAll(
      `"$ref":"${refs.from}`,
      `"$ref":"${refs.to}`,
    )
    const { root, defs } = JSON.parse(text) as { root: Schema; defs: Record<string, Schema> }
    for (const [name, named] of Object.entries(defs)) {
      delete named.id
      components[name] = named
    }
    return root
  }
}

function parametersOf(schema: Schema | undefined, place: 'query' | 'path'): Parameter[] {
  const required = new Set(schema?.required)
  return Object.entries(schema?.properties ?? {}).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: part,
  }))
}

/** Every failure that the call can answer: its own and those of every call like it. Sorted by code. */
export function failuresOf(call: Call): FailureName[] {
  const names = new Set<FailureName>(call.failures)
  if (call.params !== undefined || call.query !== undefined || call.body !== undefined) names.add('request.invalid')
  if (call.body !== undefined && !call.multipart)
    for (const name of ['request.notJson', 'request.tooLarge', 'request.unsupportedType'] as const) names.add(name)
  if (call.access === 'viewer')
    for (const name of ['token.missing', 'token.dead', 'token.replaced'] as const) names.add(name)
  if (call.access !== 'public' && !call.beforeOwnPassword) names.add('password.mustChange')
  for (const name of [
    'request.tooMany',
    'server.fault',
    'server.starting',
    'server.overloaded',
    'server.storageAway',
  ] as const)
    names.add(name)
  return [...names].sort((one, other) => failures[one].code - failures[other].code)
}

const envelope = (data: Schema, says: string): Schema => ({
  type: 'object',
  properties: { data, code: { type: 'integer', const: 200 }, msg: { type: 'string', examples: [says] } },
  required: ['data', 'code', 'msg'],
})

function successOf(call: Call, data: Schema): Record<string, Response> {
  switch (call.answers) {
    case 'redirect':
      return { 302: { description: call.says, headers: { Location: { schema: { type: 'string' } } } } }
    case 'html':
      return { 200: { description: call.says, content: { 'text/html': {} } } }
    case 'file':
      return {
        200: { description: call.says, content: { 'application/octet-stream': {} } },
        206: { description: `${call.says} (Range)`, content: { 'application/octet-stream': {} } },
      }
    default:
      return { 200: { description: call.says, content: { 'application/json': { schema: envelope(data, call.says) } } } }
  }
}

function failureResponses(names: FailureName[]): Record<string, Response> {
  const responses: Record<string, Response> = {}
  for (const name of names) {
    const { code, zh, en } = failures[name]
    const line = `\`${name}\`: ${zh} / ${en}`
    const response = (responses[code] ??= {
      description: '',
      ...([423, 429, 503].includes(code)
        ? { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }
        : {}),
      content: { 'application/json': { schema: { $ref: `${refs.to}Failure` }, examples: {} } },
    })
    response.description += response.description === '' ? line : `\n\n${line}`
    Object.assign(response.content?.['application/json']?.examples ?? {}, { [name]: { value: exampleOf(name) } })
  }
  return responses
}

function exampleOf(name: FailureName) {
  const { code, zh } = failures[name]
  const values = Object.fromEntries([...zh.matchAll(/\{(\w+)\}/g)].map(([place, name]) => [name, place]))
  return { data: null, code, msg: zh, message: zh, failure: name, values }
}

const bodyTypes = (call: Call, schema: Schema): Content =>
  call.multipart
    ? {
        'multipart/form-data': {
          schema: {
            allOf: [
              schema,
              { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
            ],
          },
        },
      }
    : { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } }

const access: Record<Call['access'], Operation['security']> = {
  viewer: [{ token: [] }],
  optional: [{ token: [] }, {}],
  public: [],
}

function operationOf(call: Call, schemaOf: (schema: z.ZodType) => Schema): Operation {
  const names = failuresOf(call)
  const acting =
    call.acting === undefined ? '' : `\`${call.acting}\` must be the user who is logged in, where it is given.`
  const description = [call.description, acting].filter(Boolean).join('\n\n')
  return {
    operationId: `${call.method.toLowerCase()}${call.path.replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => `_${next}`)}`,
    tags: [call.tag],
    summary: call.summary,
    ...(description === '' ? {} : { description }),
    security: access[call.access],
    parameters: [
      ...parametersOf(call.params && schemaOf(call.params), 'path'),
      ...parametersOf(call.query && schemaOf(call.query), 'query'),
    ],
    ...(call.body && {
      requestBody: { required: !call.body.safeParse(undefined).success, content: bodyTypes(call, schemaOf(call.body)) },
    }),
    responses: { ...successOf(call, schemaOf(call.reply)), ...failureResponses(names) },
    'x-weight': call.weight ?? 1,
    'x-failures': names,
  }
}

const frames = Object.entries(frameCodes)
  .map(([name, code]) => ({ code, ...frameNotes[name as keyof typeof frameCodes] }))
  .map(({ code, from, zh, en }) => `| ${code} | ${from} | ${zh} | ${en} |`)

const about = `Every answer is \`{"data", "code", "msg"}\`. Success is HTTP 200 with \`code\` 200. A failure's HTTP status is its \`code\`; its body is \`{"data": null, "code", "msg", "message", "failure", "values"}\`: \`failure\` is its stable name, and \`values\` fill the places \`{name}\` of its text, so that a client can say it in its own words. 429 and 503 carry \`Retry-After\`, in seconds.

Ids may be sent as numbers or as strings of digits; unknown parameters are ignored; times are Unix milliseconds. Every path also answers with one extra leading \`/api\`.

Any call may carry the headers \`device\` (the device number that frame 1001 gave) and \`version\` (of the client). A client that takes everything
as it is, and needs nothing that the server does for the existing client alone, says so in every call: \`version: hongyan-<program>/1\`, or
\`v=1\` in the query; on the WebSocket \`v=1\`.

## WebSocket

\`GET /cnbi.io/?Authorization=<token>\`; text frames, each \`{"code", "msg", "data"}\`; a client may send an array of them. Clients of this server's own kind add \`&v=1\`.

| code | from | 含义 | meaning |
|---|---|---|---|
${frames.join('\n')}
`

const Failed: Schema = {
  type: 'object',
  properties: {
    data: { type: 'null' },
    code: { type: 'integer', description: 'The HTTP status' },
    msg: { type: 'string', description: 'For a person, in Chinese' },
    message: { type: 'string', description: 'The same as msg' },
    failure: { type: 'string', enum: Object.keys(failures), description: 'Its stable name, for programs' },
    values: {
      type: 'object',
      additionalProperties: { type: ['string', 'number'] },
      description: 'What fills the places {name} of its text',
    },
  },
  required: ['data', 'code', 'msg', 'message', 'failure', 'values'],
}

/** Describes the calls, every failure and the frames as an OpenAPI 3.1 document. */
export function openApiOf(calls: readonly Call[], version = '1'): OpenApi {
  const schemas: Record<string, Schema> = { Failure: Failed }
  const schemaOf = createSchemas(schemas)
  const paths: OpenApi['paths'] = {}
  for (const call of calls) {
    const path = call.path.replace(/:(\w+)/g, '{$1}')
    const methods = (paths[path] ??= {})
    methods[call.method.toLowerCase()] = operationOf(call, schemaOf)
  }
  return {
    openapi: '3.1.0',
    info: { title: '鸿雁 Hongyan', version, description: about },
    tags: [...new Set(calls.map(call => call.tag))].map(name => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The token of login, raw or as `Bearer <token>`',
        },
      },
    },
  }
}
