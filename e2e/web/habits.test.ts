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

test('a sheet names the keys, and Alt with an arrow leads from talk to talk', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  await page.keyboard.press('Control+/')
  const sheet = page.getByRole('dialog', { name: '键盘快捷键' })
  await sheet.getByText('在当前会话中搜索').waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })

  const open = () => page.locator('.chat-list li [aria-current] .title').innerText()
  await his.field.fill('写了一半')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(open).not.toBe('李娜')
  await expect.poll(() => his.field.inputValue()).toBe('')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(open).toBe('李娜')
  await expect.poll(() => his.field.inputValue()).toBe('写了一半')
  await his.field.fill('')
  // A question mark is text where one writes, and a question elsewhere.
  await his.field.press('?')
  expect(await his.field.inputValue()).toBe('?')
  await his.field.fill('')
  await page.locator('.history .scroll').press('?')
  await sheet.waitFor()
  await page.getByRole('button', { name: '关闭' }).click()
  expect(faults).toEqual([])
  await context.close()
})

test('which key sends, how large the text is and how close it stands are chosen once', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  const sizes = () =>
    Promise.all([
      his.row('李娜').evaluate(row => row.clientHeight),
      his
        .message('看到回我一下')
        .locator('.bubble')
        .evaluate(bubble => bubble.clientHeight),
    ])
  const [row, text] = await sizes()
  await page.goto(`${demo.origin}/me/look`)
  for (const [label, choice] of [
    ['文字大小', '特大'],
    ['疏密', '紧凑'],
    ['发送键', 'Ctrl Enter'],
  ] as const)
    await page.getByLabel(label, { exact: true }).getByText(choice, { exact: true }).click()
  await page.goto(demo.origin)
  await his.open('李娜')
  const [closer, both] = await sizes()
  expect(closer).toBeLessThan(row)
  // Closer by 8, larger by a quarter of a line.
  expect(both).toBeGreaterThan(text - 8)

  await his.field.pressSequentially('第一行')
  await page.keyboard.press('Enter')
  await his.field.pressSequentially('第二行')
  expect(await his.field.inputValue()).toBe('第一行\n第二行')
  await page.keyboard.press('Control+Enter')
  await his.message('第二行').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  expect(await his.field.inputValue()).toBe('')
  expect(faults).toEqual([])
  await context.close()
})

test("a birthday is chosen in the page's language, and the 31st of a shorter month is its last day", async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  await page.goto(`${demo.origin}/me/profile`)
  const birthday = page.getByRole('group', { name: '生日' })
  await birthday.getByLabel('年').selectOption('1990年')
  await birthday.getByLabel('日', { exact: true }).selectOption('31日')
  await birthday.getByLabel('月').selectOption('2月')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存', { exact: true }).last().waitFor()
  await page.reload()
  const parts = () =>
    birthday.locator('select').evaluateAll(all => all.map(each => each.selectedOptions[0]?.textContent.trim()))
  await expect.poll(parts).toEqual(['1990年', '2月', '28日'])
  expect(faults).toEqual([])
  await context.close()
})
