import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo, Visitor } from './browser.ts'
import { openPlaces, places, settled } from './tour.ts'
import type { Place } from './tour.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** What keeps people out of the page as it stands: `rule: where`. */
async function violations(page: Page): Promise<string[]> {
  // the page's policy refuses added scripts; evaluating is the debugger's, which it does not bind
  await page.evaluate(source)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  return found.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary?.split('\n')[1]?.trim() ?? ''})`),
  )
}

/** Every place in both themes; what is wrong, by place. */
async function walk(
  { page }: Visitor,
  some: readonly Place[],
  device: 'desk' | 'phone',
): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {}
  for (const place of some.filter(each => (each.device ?? device) === device)) {
    await place.show(page, demo)
    await settled(page)
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.locator(`html[data-theme="${theme}"]`).waitFor()
      await settled(page)
      const found = await violations(page)
      if (found.length > 0) wrong[`${place.name}, ${theme}`] = found
    }
  }
  return wrong
}

describe.each(['desk', 'phone'] as const)('on a %s', device => {
  test('nothing keeps strangers out of the pages where one signs in', async () => {
    const visitor = await demo.visit({ device })
    expect(await walk(visitor, openPlaces, device)).toEqual({})
    await visitor.context.close()
  })

  test('nothing keeps people out of any page, in light and dark', { timeout: 400_000 }, async () => {
    const visitor = await demo.signIn('zhangwei', { device })
    expect(await walk(visitor, places, device)).toEqual({})
    await visitor.context.close()
  })
})
