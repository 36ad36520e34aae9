import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Visitor } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const group = '平台重构项目组'
type Talk = ReturnType<typeof conversationsOf>

let demo: Demo
let zhangwei: Visitor
let lina: Visitor
beforeAll(async () => {
  demo = await openDemo()
  ;[zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina', { device: 'phone' })])
})
afterAll(() => demo[Symbol.asyncDispose]())
/** Every journey begins at the list of conversations, all of them. */
beforeEach(() =>
  Promise.all(
    [zhangwei, lina].map(async ({ page }) => {
      await page.evaluate("localStorage.removeItem('hongyan.listFilter')")
      await page.goto(demo.origin)
      await page.locator('.chat-list li').first().waitFor()
    }),
  ),
)
afterEach(() => {
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
})

test('what is pinned stands atop the talk for both, leads to its place, and goes when it is taken down or recalled', async () => {
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  const [hisBar, herBar] = [zhangwei.page.locator('.atop'), lina.page.locator('.atop')]
  await his.open('李娜')
  await hers.open('张伟')
  await his.choose(his.message('看到回我一下'), '置顶')
  await herBar.getByText('看到回我一下').waitFor()
  await his.say('地址：前门大街 8 号')
  await his.message('前门大街').locator('.reach.sent, .reach.ring, .reach.read, .reach.delivered').first().waitFor()
  await his.choose(his.message('前门大街'), '置顶')
  await herBar.getByText('前门大街').waitFor()

  await lina.page.reload()
  await herBar.getByText('前门大街').waitFor()
  await herBar.getByRole('button', { name: '2 条置顶' }).click()
  const list = lina.page.getByRole('complementary', { name: '置顶消息' })
  await list.getByText('看到回我一下').click()
  await lina.page.locator('.message.lit', { hasText: '看到回我一下' }).waitFor()
  await list.waitFor({ state: 'detached' })

  await herBar.getByRole('button', { name: '2 条置顶' }).click()
  await list.locator('li', { hasText: '看到回我一下' }).getByRole('button', { name: '取消置顶' }).click()
  await hisBar.getByRole('button', { name: '条置顶' }).waitFor({ state: 'detached' })
  await lina.page.goBack()
  await list.waitFor({ state: 'detached' })
  await his.choose(his.message('前门大街'), '撤回')
  await herBar.waitFor({ state: 'detached' })
  await hisBar.waitFor({ state: 'detached' })
})

test("a group's newest notice stands atop until one puts it away", async () => {
  const { page } = zhangwei
  const his = conversationsOf(page)
  await his.open(group)
  await page.getByRole('button', { name: '群资料' }).click()
  const panel = page.getByRole('complementary', { name: '群资料' })
  await panel.getByRole('button', { name: '群公告' }).click()
  await page.getByRole('button', { name: '发布公告' }).click()
  await page.getByLabel('公告内容').fill('周五下午三点全员例会')
  await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('dialog').getByText('周五下午三点全员例会').waitFor()
  await page.keyboard.press('Escape')
  const bar = page.locator('.atop')
  await bar.getByText('周五下午三点全员例会').click()
  await page.getByRole('dialog', { name: '群公告' }).waitFor()
  await page.keyboard.press('Escape')
  await bar.getByRole('button', { name: '不再显示这条公告' }).click()
  await bar.getByText('周五下午三点全员例会').waitFor({ state: 'detached' })
  await page.reload()
  await his.messages.first().waitFor()
  expect(await bar.getByText('周五下午三点全员例会').count()).toBe(0)
})

test('answers are counted under what they answer, and stand beside the talk, where one answers too', async () => {
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  await his.open('李娜')
  await hers.open('张伟')
  await his.choose(his.message('看到回我一下'), '回复')
  await his.say('马上看')
  await hers.message('马上看').waitFor()
  const count = (page: typeof zhangwei.page, number: number) =>
    page.locator('.message', { hasText: '看到回我一下' }).getByRole('button', { name: `${number} 条回复` })
  await count(lina.page, 1).click()
  const panel = lina.page.getByRole('complementary', { name: '回复' })
  await panel.getByText('马上看', { exact: true }).waitFor()
  await panel.getByRole('textbox').fill('不急\n明天也行')
  await panel.getByRole('button', { name: '发送' }).click()
  await his.message('明天也行').locator('.quote', { hasText: '看到回我一下' }).waitFor()
  await panel.getByText('2 条回复').waitFor()

  await count(zhangwei.page, 2).click()
  const beside = zhangwei.page.getByRole('complementary', { name: '回复' })
  await beside.getByRole('textbox').fill('好')
  await beside.getByRole('textbox').press('Enter')
  await panel.getByText('3 条回复').waitFor()
  await panel.getByText('好', { exact: true }).waitFor()
  await lina.page.goBack()
  await panel.waitFor({ state: 'detached' })
  await hers.field.waitFor()
  await his.message('马上看').locator('.reach').first().waitFor()
  await his.choose(his.message('马上看'), '撤回')
  await count(zhangwei.page, 2).waitFor()
  await count(lina.page, 2).waitFor()
  await beside.getByText('马上看', { exact: true }).waitFor({ state: 'detached' })
  await beside.getByRole('button', { name: '跳到原消息' }).first().click()
  await zhangwei.page.locator('.message.lit', { hasText: '看到回我一下' }).waitFor()
})

test('who mentioned one is listed over all conversations, as it comes, and each leads to its place', async () => {
  const his = conversationsOf(zhangwei.page)
  const list = lina.page.locator('.following')
  await lina.page.getByRole('radio', { name: '@我' }).click()
  await lina.page.getByRole('link', { name: '全部提到我的消息' }).click()
  await his.open(group)
  await his.field.pressSequentially('@lin')
  await zhangwei.page.getByRole('option', { name: /李娜/ }).waitFor()
  await his.field.press('Enter')
  await his.field.pressSequentially('接口文档更新了')
  await his.field.press('Enter')
  await list.locator('li', { hasText: group }).getByText('接口文档更新了').click()
  await lina.page.locator('.message.lit', { hasText: '接口文档更新了' }).waitFor()
  await lina.page.goBack()
  await list.getByText('接口文档更新了').waitFor()
  await his.message('接口文档更新了').locator('.reach').first().waitFor()
  await his.choose(his.message('接口文档更新了'), '撤回')
  await list.getByText('接口文档更新了').waitFor({ state: 'detached' })
  await zhangwei.page.keyboard.press('Control+k')
  await zhangwei.page.getByRole('combobox').fill('@我')
  await zhangwei.page.getByRole('option', { name: '提到我的消息' }).click()
  await zhangwei.page.getByRole('heading', { name: '提到我的消息' }).waitFor()
})

test('what one saves is found by its words, leads to its place, and can be taken out and put back', async () => {
  const { page } = zhangwei
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.choose(his.message('演示账号我已经建好了'), '收藏')
  await page.getByRole('button', { name: '查看', exact: true }).click()
  const list = page.locator('.following')
  const saved = list.locator('li', { hasText: '演示账号我已经建好了' })
  await saved.waitFor()
  const field = list.getByRole('searchbox')
  await field.fill('没有这个词')
  await list.getByText('没有找到').waitFor()
  await field.fill('演示')
  await saved.locator('mark').waitFor()
  await saved.getByRole('button', { name: '取消收藏' }).click()
  await list.getByText('还没有收藏').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await saved.getByRole('link').click()
  await page.locator('.message.lit', { hasText: '演示账号我已经建好了' }).waitFor()
})

test('what is marked as unread from somewhere on is so on all devices, until one reads it again', async () => {
  const phone = await demo.signIn('zhangwei', { device: 'phone' })
  const [his, onPhone, hers] = [zhangwei, phone, lina].map(({ page }) => conversationsOf(page)) as [Talk, Talk, Talk]
  await his.open('李娜')
  await hers.open('张伟')
  await hers.say('第一件事')
  await his.message('第一件事').waitFor()
  await hers.say('第二件事')
  await his.message('第二件事').waitFor()
  await hers.message('第二件事').locator('.reach.read').waitFor()
  await his.choose(his.message('第一件事'), '标为未读（从此处）')
  for (const one of [his, onPhone]) await one.badge('李娜').getByText('2', { exact: true }).waitFor()
  await hers.message('第二件事').locator('.reach.read').waitFor()
  await onPhone.open('李娜')
  await phone.page.locator('.history .unread').waitFor()
  await his.badge('李娜').waitFor({ state: 'detached' })
  expect(phone.faults).toEqual([])
})
