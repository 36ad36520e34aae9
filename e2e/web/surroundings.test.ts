import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({ HONGYAN_RECALL_SECONDS: '0', HONGYAN_EDIT_SECONDS: '0', HONGYAN_FILE_MB: '1' })
})
afterAll(() => demo[Symbol.asyncDispose]())

test('a browser that is too old is told so, in its language, before it fails; others are not', async () => {
  const { page, context } = await demo.visit()
  await page.locator('input[autocomplete="username"]').waitFor()
  expect(await page.locator('#old-browser').count()).toBe(0)
  await context.addInitScript('delete Map.groupBy')
  await page.reload()
  const note = page.getByRole('alert').filter({ hasText: '这个浏览器太旧' })
  await note.waitFor()
  await note.getByRole('button', { name: '知道了' }).click()
  await note.waitFor({ state: 'detached' })
  // One that knows nothing of what the client is made of.
  await context.route('**/assets/*.js', route => route.abort())
  await page.reload()
  await note.waitFor()
  await context.close()
})

test('the client offers what the server allows, and tells its bounds before anything is sent', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.say('已经定了')
  await his.message('已经定了').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await his.message('已经定了').locator('.bubble').click({ button: 'right' })
  await page.getByRole('menuitem', { name: '回复', exact: true }).waitFor()
  for (const name of ['撤回', '编辑'])
    expect([name, await page.getByRole('menuitem', { name, exact: true }).count()]).toEqual([name, 0])
  await page.keyboard.press('Escape')
  await his.field.press('ArrowUp')
  expect(await his.field.inputValue()).toBe('')
  await page.locator('input.chooser').setInputFiles([
    { name: '一兆多.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1024 * 1024 + 1) },
    { name: '正好一兆.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1024 * 1024, 1) },
  ])
  await page
    .locator('.toast', { hasText: /一兆多\.bin.* 1 MB/ })
    .first()
    .waitFor()
  expect(await page.locator('.tray li').allInnerTexts()).toHaveLength(1)
  await his.send()
  await his.message('正好一兆.bin').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await context.close()
})
