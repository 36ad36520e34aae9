import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test.each<Device>(['desk', 'phone'])(
  'emoji are chosen one after another, hands in a tone that is kept, on a %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const his = conversationsOf(page)
    const panel = page.locator('.emoji-panel')
    const openPanel = () => page.getByRole('button', { name: '表情', exact: true }).click()
    await his.open('李娜')
    await his.field.fill('好')
    if (device === 'phone') await page.getByRole('button', { name: '更多', exact: true }).click()
    await openPanel()
    await panel.getByRole('button', { name: '肤色: 默认' }).click()
    await panel.getByRole('group', { name: '肤色' }).getByRole('button', { name: '中等' }).click()
    await panel.getByRole('searchbox').fill('鼓掌')
    await panel.getByRole('button', { name: '鼓掌' }).click()
    await panel.getByRole('searchbox').fill('火箭')
    await panel.getByRole('button', { name: '火箭' }).click()
    await expect.poll(() => his.field.inputValue()).toBe('好👏🏽🚀')

    // What one writes is in sight beside what one chooses from.
    const [field, around] = [await his.field.boundingBox(), await panel.boundingBox()]
    if (!field || !around) throw new Error('Both are in sight')
    expect(around.y + around.height <= field.y || around.y >= field.y + field.height).toBe(true)
    if (device === 'desk') {
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
      await openPanel()
      await panel.getByRole('button', { name: '🚀', exact: true }).click()
      await page.keyboard.press('Enter')
      await panel.waitFor({ state: 'detached' })
    } else {
      await his.send()
    }
    await his.message('好👏🏽🚀').waitFor()

    await page.reload()
    await his.field.waitFor()
    await openPanel()
    await panel.getByRole('button', { name: '肤色: 中等' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)
