import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { switcherOf } from './switcher.ts'

/** The list is read again by a call. */
const patience = { timeout: 15_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('a message is answered, reacted to, edited and sent on, and both see it', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  await his.open('李娜')
  await hers.open('张伟')

  await his.choose(his.message('看到回我一下'), '回复')
  await zhangwei.page.locator('.composer .context', { hasText: '看到回我一下' }).waitFor()
  await his.say('好的，马上改')
  await hers.message('好的，马上改').locator('.quote', { hasText: '看到回我一下' }).waitFor()

  await hers.choose(hers.message('好的，马上改'), '表情回应 👍')
  const chip = his.message('好的，马上改').getByRole('button', { name: '👍 李娜' })
  await chip.waitFor()
  await chip.click()
  await hers.message('好的，马上改').locator('.reactions').getByText('2', { exact: true }).waitFor()

  await his.choose(his.message('好的，马上改'), '编辑')
  await zhangwei.page.locator('.composer .context', { hasText: '编辑消息' }).waitFor()
  await his.say('好的，明天改好')
  await hers.message('好的，明天改好').locator('.edited').waitFor()

  await his.choose(his.message('好的，明天改好'), '多选')
  await his.message('演示账号我已经建好了').click()
  await zhangwei.page.getByRole('button', { name: '合并转发' }).click()
  await zhangwei.page.getByRole('checkbox', { name: '赵磊' }).click()
  await zhangwei.page.getByRole('button', { name: '发送给 1 个会话' }).click()
  await his.row('赵磊').getByText('[聊天记录]').waitFor()
  await his.open('赵磊')
  await zhangwei.page.locator('.merged').last().click()
  await zhangwei.page.getByRole('dialog').getByText('好的，明天改好').waitFor()
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('a conversation is pinned, quietened, marked as unread and taken off the list', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  const choose = async (name: string, label: string) => {
    await (await his.find(name)).locator('a').click({ button: 'right' })
    await page.getByRole(/提醒|提到/.test(label) ? 'menuitemradio' : 'menuitem', { name: label, exact: true }).click()
  }
  const isFirst = () =>
    expect.poll(async () => (await his.find('何超')).getAttribute('aria-posinset'), patience).toBe('1')
  const isGone = () => expect.poll(() => his.isListed('赵磊'), patience).toBe(false)
  await choose('何超', '置顶')
  await isFirst()
  await (await his.find('何超')).getByRole('img', { name: '已置顶' }).waitFor()
  await choose('何超', '标为未读')
  await (await his.find('何超')).locator('.dot').waitFor()
  await choose('平台重构项目组', '仅提到我')
  await (await his.find('平台重构项目组')).getByLabel('仅提到我时提醒').waitFor()
  await choose('赵磊', '从列表移除')
  await isGone()
  await page.reload()
  await isFirst()
  await isGone()
  await context.close()
})

test.each(['desk', 'phone'] as const)('a search in Chinese leads to the place of a message, on a %s', async device => {
  const { page, context } = await demo.signIn('zhangwei', { device })
  const switcher = switcherOf(page)
  if (device === 'desk') await page.keyboard.press('Control+k')
  else await page.getByRole('button', { name: '搜索联系人、群、消息' }).click()
  await switcher.field.fill('方案')
  const hit = switcher
    .section('消息')
    .getByRole('option')
    .filter({ has: page.locator('mark') })
    .nth(2)
  const text = await hit.locator('mark').first().locator('..').innerText()
  await hit.click()
  // It is lit for a moment only: everything is looked at in that moment.
  const place = await page.locator('.message.lit').evaluate(message => ({
    text: message.textContent,
    box: message.getBoundingClientRect(),
    window: message.closest('.history')?.getBoundingClientRect(),
  }))
  expect(place.text).toContain(text.replace(/^.*?：|…/g, '').slice(-6))
  expect(place.box.top).toBeGreaterThan(place.window?.top ?? Infinity)
  expect(place.box.bottom).toBeLessThan(place.window?.bottom ?? 0)
  await page.getByRole('button', { name: '搜索聊天记录' }).click()
  await page.getByRole('button', { name: '文件', exact: true }).click()
  await page.locator('.hits .list-row', { hasText: '[文件]' }).first().waitFor()
  await context.close()
})
