import { failures } from '../../../contract/failures.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import type { FrameCode } from '../../../contract/frame-codes.ts'
import { frameNotes } from './frame-notes.ts'
import type { OpenApi, Operation, Schema } from './openapi.ts'
import { escapeHtml, page, prose } from '../html.ts'

type Entry = { method: string; path: string; operation: Operation }
type Schemas = Record<string, Schema>

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)
const literal = (value: unknown) => `<code>${escapeHtml(JSON.stringify(value))}</code>`
const plainType = (type: string | string[] | undefined) => [type ?? 'any'].flat().map(escapeHtml).join(' | ')

/** What a value must be, in a few words. Named schemas are links. */
function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined)
    return `<a href="#schema-${nameOf(schema.$ref)}">${escapeHtml(nameOf(schema.$ref))}</a>`
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ')
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' | ')
  if (schema.type === 'array') return `${typeOf(schema.items ?? {})}[]`
  if (schema.format === 'binary') return 'file'
  return plainType(schema.type)
}

const notesOf = (schema: Schema): string =>
  [
    schema.description === undefined ? '' : prose(schema.description),
    schema.default === undefined ? '' : `默认 ${literal(schema.default)}`,
    typeof schema.pattern === 'string' ? `<code>${escapeHtml(schema.pattern)}</code>` : '',
    typeof schema.maxLength === 'number' ? `最多 ${schema.maxLength} 个字符` : '',
  ]
    .filter(Boolean)
    .join('；')

const row = (name: string, place: string, isRequired: boolean, schema: Schema) =>
  `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}</td><td>${isRequired ? '必填' : '<span class="soft">可选</span>'}</td><td>${typeOf(schema)}</td><td>${notesOf(schema)}</td></tr>`

/** The fields of an object, also of one that is put together or has a name. */
function fieldsOf(schema: Schema, schemas: Schemas): { name: string; isRequired: boolean; schema: Schema }[] {
  if (schema.$ref !== undefined) return fieldsOf(schemas[nameOf(schema.$ref)] ?? {}, schemas)
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])].flatMap(part => fieldsOf(part, schemas))
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    isRequired: schema.required?.includes(name) ?? false,
    schema: field,
  }))
  return [...parts, ...own]
}

function parametersOf({ parameters, requestBody }: Operation, schemas: Schemas): string {
  const body = Object.entries(requestBody?.content ?? {})[0]
  const place = body?.[0].startsWith('multipart') ? 'form' : 'body'
  const rows = [
    ...parameters.map(({ name, in: where, required, schema }) => row(name, where, required, schema)),
    ...fieldsOf(body?.[1].schema ?? {}, schemas).map(({ name, isRequired, schema }) =>
      row(name, place, isRequired, schema),
    ),
  ]
  if (rows.length === 0) return ''
  return `<h3>参数 Parameters</h3><div class="wide"><table class="params"><thead><tr><th>名称</th><th>位置</th><th>要求</th><th>类型</th><th>说明</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function replyOf({ responses }: Operation): string {
  const data = responses[200]?.content?.['application/json']?.schema?.properties?.data
  const text =
    data !== undefined
      ? `<code>data</code>：${typeOf(data)}`
      : responses[302] !== undefined
        ? '302'
        : Object.keys(responses[200]?.content ?? {}).join(', ')
  return `<h3>返回 Reply</h3><p>${text} <span class="soft">· ${escapeHtml(responses[200]?.description ?? responses[302]?.description ?? '')}</span></p>`
}

const failuresOf = (operation: Operation): string => {
  const rows = operation['x-failures'].map(
    name =>
      `<tr><td>${failures[name].code}</td><td>${escapeHtml(failures[name].zh)}<br><span class="soft" lang="en">${escapeHtml(failures[name].en)}</span></td><td><code>${name}</code></td></tr>`,
  )
  return `<details><summary>失败 Failures (${rows.length})</summary><div class="wide"><table><tbody>${rows.join('')}</tbody></table></div></details>`
}

const badge = ({ security }: Operation): string =>
  security.length === 0
    ? '<span class="open">无需登录 public</span>'
    : security.length > 1
      ? '<span class="open">登录可选 optional</span>'
      : ''

const describe = ({ method, path, operation }: Entry, schemas: Schemas): string => `
<article id="${operation.operationId}"><div class="head"><span class="method ${method}">${method.toUpperCase()}</span><a class="path" href="#${operation.operationId}">${escapeHtml(path)}</a>${badge(operation)}</div>
<p>${escapeHtml(operation.summary)}</p>${(operation.description ?? '')
  .split('\n\n')
  .filter(Boolean)
  .map(part => `<p class="soft" lang="en">${prose(part)}</p>`)
  .join('')}
${parametersOf(operation, schemas)}${replyOf(operation)}${failuresOf(operation)}</article>`

const describeSchema = ([name, schema]: [string, Schema], schemas: Schemas): string => {
  const rows = fieldsOf(schema, schemas).map(
    field =>
      `<tr><td><code>${escapeHtml(field.name)}</code>${field.isRequired ? '' : '?'}</td><td>${typeOf(field.schema)}</td><td>${notesOf(field.schema)}</td></tr>`,
  )
  return `<article id="schema-${name}"><span class="path">${escapeHtml(name)}</span>${schema.description === undefined ? '' : `<p class="soft">${prose(schema.description)}</p>`}
<div class="wide"><table><tbody>${rows.join('')}</tbody></table></div></article>`
}

const describeFrame = ([name, code]: [string, FrameCode]): string => {
  const { from, zh, en } = frameNotes[name as keyof typeof frameCodes]
  return `<tr><td><code>${code}</code></td><td>${from}</td><td>${prose(zh)}<br><span class="soft" lang="en">${prose(en)}</span></td></tr>`
}

const introduction = `<h1>鸿雁 API</h1>
<p>每个回答都是 <code>{"data", "code", "msg"}</code>。成功时 HTTP 状态与 <code>code</code> 都是 200；失败时 HTTP 状态等于 <code>code</code>，内容为 <code>{"data": null, "code", "msg", "message"}</code>。登录得到的 token 原样放在请求头 <code>Authorization</code> 中。</p>
<p class="soft" lang="en">Every answer is an envelope; a failure's HTTP status is its code. Send the token of login in the header <code>Authorization</code>, raw or as Bearer. Ids may be numbers or strings of digits, unknown parameters are ignored, times are Unix milliseconds.</p>
<p><a href="/openapi.json">openapi.json</a></p>`

/** The reference as one page that needs nothing else: no script, no font, no picture. */
export function referencePage(document: OpenApi): string {
  const { schemas } = document.components
  const entries: Entry[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const sections = document.tags.map(({ name }) => ({
    name,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }))
  const links = sections.map(
    section =>
      `<strong>${escapeHtml(section.name)}</strong>`
      + section.entries
        .map(
          ({ operation, path }) =>
            `<a href="#${operation.operationId}" title="${escapeHtml(path)}">${escapeHtml(operation.summary)}</a>`,
        )
        .join(''),
  )
  const frames = Object.entries(frameCodes).map(describeFrame).join('')
  return page(
    '鸿雁 API',
    `<div class="layout"><nav aria-label="目录"><details open><summary>目录</summary>${links.join('')}
<strong>WebSocket</strong><a href="#frames">消息帧</a><strong>Schemas</strong><a href="#schemas">数据结构</a></details></nav><main>${introduction}
${sections.map(section => `<h2>${escapeHtml(section.name)}</h2>${section.entries.map(entry => describe(entry, schemas)).join('')}`).join('')}
<h2 id="frames">WebSocket</h2><article><p><code>GET /cnbi.io/?Authorization=&lt;token&gt;</code></p><p class="soft" lang="en">Text frames, each <code>{"code", "msg", "data"}</code>; a client may send an array of them.</p>
<div class="wide"><table><thead><tr><th>code</th><th>from</th><th>含义</th></tr></thead><tbody>${frames}</tbody></table></div></article>
<h2 id="schemas">Schemas</h2>${Object.entries(schemas)
      .map(entry => describeSchema(entry, schemas))
      .join('')}</main></div>`,
  )
}
