import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failures } from './failures.ts'
import { frameCodes } from './frame-codes.ts'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/protocol.md'), 'utf8')
/** The page's sections by their numbers; what stands before the first is left out. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(text => [text.split('.')[0] ?? '', text]),
)

test('every section that a comment cites is on the page, and so is every habit', () => {
  const cited = globSync('{contract,server,e2e,web/src,web/plays}/**/*.ts', { cwd: root }).flatMap(file =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /docs\/protocol\.md, section (\d+)(?:, (\d+)(?: and (\d+))?)?/g,
      ),
    ].map(([, ...numbers]) => ({ file, numbers })),
  )
  expect(cited.length).toBeGreaterThan(10)
  const missing = cited.filter(
    ({ numbers: [section = '', ...points] }) =>
      !sections.has(section)
      || points.some(point => point !== undefined && !sections.get(section)?.includes(`\n${point}. `)),
  )
  expect(missing).toEqual([])
})

test('every frame has its line, and every failure its code', () => {
  const codesIn = (section: string, expression: RegExp) =>
    new Set(
      [...(sections.get(section)?.matchAll(expression) ?? [])]
        .flatMap(([text]) => text.match(/\d+/g) ?? [])
        .map(Number),
    )
  const described = codesIn('3', /^\| \d[\d, *+]*\|/gm)
  expect(Object.values(frameCodes).filter(code => !described.has(code))).toEqual([])
  const codes = codesIn('1', /(?:· |Codes: |^ {2})\d{3}(?= )/gm)
  expect([...new Set(Object.values(failures).map(({ code }) => code))].filter(code => !codes.has(code))).toEqual([])
})
