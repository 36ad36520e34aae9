import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const group = '平台重构项目组'
/** The list is read again by a call. */
const patience = { timeout: 15_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const waitingOf = async (page: Page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0)
const openPanel = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).click()
  return page.getByRole('complementary', { name })
}

test('a group notifies of all, of mentions or of nothing, on every device; the title counts what may disturb', async () => {
  const [desk, phone, hers] = await Promise.all([
    demo.signIn('zhangwei'),
    demo.signIn('zhangwei', { device: 'phone' }),
    demo.signIn('lina'),
  ])
  const [his, onPhone] = [conversationsOf(desk.page), conversationsOf(phone.page)]
  const say = async (text: string) => {
    await conversationsOf(hers.page).say(text)
    await his.row(group).getByText(text).waitFor()
  }
  const choose = async (label: string) => {
    await (await his.find(group)).locator('a').click({ button: 'right' })
    const line = desk.page.getByRole('menuitemradio', { name: label })
    expect(await line.getAttribute('aria-checked')).toBe('false')
    await line.click()
  }
  await conversationsOf(hers.page).open(group)
  await say('都来看一下')
  const all = await waitingOf(desk.page)
  const ofGroup = Number(await his.badge(group).locator('[aria-hidden]').innerText())
  expect(ofGroup).toBeGreaterThan(0)

  await choose('不提醒')
  await his.row(group).getByRole('img', { name: '不提醒' }).waitFor()
  await (await onPhone.find(group)).getByRole('img', { name: '不提醒' }).waitFor()
  await expect.poll(() => waitingOf(desk.page), patience).toBe(all - ofGroup)
  const field = conversationsOf(hers.page).field
  await field.pressSequentially('@zhangw')
  await hers.page.getByRole('option', { name: /张伟/ }).waitFor()
  await field.press('Enter')
  await field.pressSequentially('看到了吗')
  await field.press('Enter')
  await his.row(group).getByText('[有人@我]').waitFor()
  expect(await waitingOf(desk.page)).toBe(all - ofGroup)

  await choose('仅提到我')
  await his.row(group).getByRole('img', { name: '仅提到我时提醒' }).waitFor()
  await expect.poll(() => waitingOf(desk.page), patience).toBe(all - ofGroup + 1)
  await say('另外一件事')
  expect(await waitingOf(desk.page)).toBe(all - ofGroup + 1)

  await choose('全部消息')
  await his.row(group).getByRole('img', { name: '仅提到我时提醒' }).waitFor({ state: 'detached' })
  await expect.poll(() => waitingOf(desk.page), patience).toBe(all + 2)
  expect([...desk.faults, ...phone.faults, ...hers.faults]).toEqual([])
  await Promise.all([desk, phone, hers].map(({ context }) => context.close()))
})

test.each<Device>(['desk', 'phone'])('the panels of a group and of two set what notifies, on a %s', async device => {
  const { page, context, faults } = await demo.signIn('wangfang', { device })
  const hers = conversationsOf(page)
  await hers.open(group)
  const ofGroup = await openPanel(page, '群资料')
  const levels = ofGroup.getByRole('group', { name: '消息提醒' })
  await levels.getByText('不提醒').click()
  await page.locator('.page-head').getByRole('img', { name: '不提醒' }).waitFor()
  await levels.getByText('全部消息').click()
  await page.locator('.page-head').getByRole('img', { name: '不提醒' }).waitFor({ state: 'detached' })
  if (device === 'phone') {
    await page.goBack()
    await ofGroup.waitFor({ state: 'detached' })
    await page.goBack()
  }

  await hers.open('张伟')
  const ofTwo = await openPanel(page, '聊天信息')
  const toggle = ofTwo.getByRole('switch', { name: '消息提醒' })
  await toggle.click()
  await expect.poll(() => toggle.isChecked(), patience).toBe(false)
  await page.locator('.page-head').getByRole('img', { name: '不提醒' }).waitFor()
  await page.reload()
  await page.locator('.page-head').getByRole('img', { name: '不提醒' }).waitFor()
  await openPanel(page, '聊天信息')
  await toggle.click()
  await expect.poll(() => toggle.isChecked(), patience).toBe(true)
  expect(faults).toEqual([])
  await context.close()
})

test.each<Device>(['desk', 'phone'])(
  'beside a talk of two stand the card, files, the search and the way to a group, on a %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const his = conversationsOf(page)
    await his.open('李娜')
    const panel = await openPanel(page, '聊天信息')
    await panel.getByRole('heading', { name: '李娜', level: 2 }).waitFor()
    await panel.getByText('产品经理').waitFor()

    await panel.getByRole('button', { name: '文件', exact: true }).click()
    const files = page.getByRole('complementary', { name: '文件和图片' })
    await files.locator('.file').first().waitFor()
    await files.getByText('图片', { exact: true }).click()
    await files.locator('img').first().click()
    await page.locator('.preview img.loaded').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.preview').waitFor({ state: 'detached' })
    await files.getByRole('button', { name: '关闭' }).click()

    await openPanel(page, '聊天信息')
    await panel.getByRole('button', { name: '搜索', exact: true }).click()
    await page.getByRole('complementary', { name: '搜索聊天记录' }).getByRole('searchbox').waitFor()
    await page.keyboard.press('Escape')

    await openPanel(page, '聊天信息')
    await panel.getByRole('switch', { name: '置顶聊天' }).click()
    await expect.poll(() => panel.getByRole('switch', { name: '置顶聊天' }).isChecked(), patience).toBe(true)
    await panel.getByRole('switch', { name: '置顶聊天' }).click()

    await panel.getByRole('button', { name: '拉群' }).click()
    const dialog = page.getByRole('dialog', { name: '发起群聊' })
    await dialog.getByRole('button', { name: '取消选择 李娜' }).waitFor()
    await dialog.getByLabel('群名称').fill(`两个人的群 ${device}`)
    await dialog.getByRole('searchbox').fill('zhaolei')
    await dialog.getByRole('searchbox').press('Enter')
    await dialog.getByRole('button', { name: '创建 (3)' }).click()
    await page
      .locator('.page-head')
      .getByRole('heading', { name: `两个人的群 ${device}` })
      .waitFor()
    await page.locator('.page-head').getByText('3 人').waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)
