import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { switcherOf } from './switcher.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test("a message's menu that is opened again says what may be done then", async () => {
  // Its clock goes as the test says.
  const { page, context } = await demo.signIn('zhangwei', { ahead: 1 })
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.say('菜单再看一次')
  await his.message('菜单再看一次').locator('.reach.sent, .reach.delivered').waitFor()
  const openMenu = async () => {
    await his.message('菜单再看一次').locator('.bubble').click({ button: 'right' })
    await page.getByRole('menuitem', { name: '回复', exact: true }).waitFor()
  }
  const recall = page.getByRole('menuitem', { name: '撤回', exact: true })
  await openMenu()
  await recall.waitFor()
  await page.keyboard.press('Escape')
  await recall.waitFor({ state: 'detached' })
  // Without a line nothing tells the page that it is not so late.
  await context.setOffline(true)
  await page.clock.fastForward(3 * 60_000)
  await openMenu()
  expect(await recall.count()).toBe(0)
  await context.close()
})

test('more hits of a search follow those that are shown, whatever was said meanwhile', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const { page } = zhangwei
  const switcher = switcherOf(page)
  await page.keyboard.press('Control+k')
  await switcher.field.fill('的')
  await switcher.dialog.getByRole('button', { name: '消息', exact: true }).click()
  const hits = switcher.options.filter({ has: page.locator('mark') })
  await expect.poll(() => hits.count()).toBe(30)
  const before = await hits.allInnerTexts()
  const hers = conversationsOf(lina.page)
  await hers.open('张伟')
  for (const part of ['一', '二', '三']) await hers.say(`搜索之后说的 ${part}`)
  await hers.message('搜索之后说的 三').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await switcher.options.getByText('更多', { exact: true }).click()
  await expect.poll(() => hits.count()).toBe(60)
  const after = await hits.allInnerTexts()
  expect(after.slice(0, 30)).toEqual(before)
  expect(after.slice(30).filter(text => before.includes(text))).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})
