import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
const dialogOf = (page: Page) => page.getByRole('dialog')
const panelOf = (page: Page) => page.locator('.group-panel')
const eventOf = (page: Page, text: string) => page.locator('.history').getByText(text).last()

/** Picks people out of a department, from the top of the organisation down to it. */
async function pick(page: Page, path: readonly string[], names: readonly string[]): Promise<void> {
  for (const place of path) await dialogOf(page).locator('.line', { hasText: place }).click()
  for (const name of names) await dialogOf(page).getByRole('checkbox', { name }).click()
}

/** Opens what one may do with a member, and chooses. */
async function act(page: Page, name: string, label: string): Promise<void> {
  await dialogOf(page)
    .getByRole('button', { name: `对 ${name} 的操作` })
    .click()
  await page.getByRole('menuitem', { name: label, exact: true }).click()
}

test('a group from its making to its end, as its owner and a member see it', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina', { device: 'phone' })])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]

  await zhangwei.page.goto(`${demo.origin}/contacts`)
  await press(zhangwei.page, '发起群聊')
  await pick(zhangwei.page, ['鸿雁科技', '产品中心', '产品部', '企业产品组'], ['李娜', '褚洋'])
  await dialogOf(zhangwei.page).getByLabel('群名称').fill('年会筹备')
  await dialogOf(zhangwei.page).getByRole('button', { name: '创建' }).click()
  await his.field.waitFor()
  await his.say('大家好，我们来筹备年会')
  await hers.row('年会筹备').getByText('大家好，我们来筹备年会').waitFor()
  await hers.badge('年会筹备').getByText('1', { exact: true }).waitFor()
  await hers.open('年会筹备')
  await hers.badge('年会筹备').waitFor({ state: 'detached' })

  await press(zhangwei.page, '群资料')
  await panelOf(zhangwei.page).getByRole('button', { name: '邀请' }).click()
  await pick(zhangwei.page, ['鸿雁科技', '研发中心', '平台部', '前端组'], ['何超'])
  await dialogOf(zhangwei.page).getByRole('button', { name: /邀请/ }).click()
  await lina.page.locator('.page-head').getByText('4 人').waitFor()

  await panelOf(zhangwei.page).getByRole('button', { name: '修改群资料' }).click()
  await dialogOf(zhangwei.page).getByLabel('群名称').fill('年会筹备组')
  await dialogOf(zhangwei.page).getByRole('button', { name: '保存' }).click()
  await lina.page.getByRole('heading', { name: '年会筹备组' }).waitFor()

  await panelOf(zhangwei.page).getByRole('button', { name: '群公告' }).click()
  await press(zhangwei.page, '发布公告')
  await dialogOf(zhangwei.page).getByLabel('公告内容').fill('周五下午三点碰头')
  await dialogOf(zhangwei.page).getByRole('button', { name: '发布', exact: true }).click()
  await dialogOf(zhangwei.page).getByText('周五下午三点碰头').waitFor()
  await zhangwei.page.keyboard.press('Escape')
  await press(lina.page, '群资料')
  await panelOf(lina.page).getByText('周五下午三点碰头').waitFor()
  await press(lina.page, '群资料')

  await panelOf(zhangwei.page).getByRole('button', { name: /^成员/ }).click()
  await act(zhangwei.page, '李娜', '设为管理员')
  await dialogOf(zhangwei.page).locator('.line', { hasText: '李娜' }).getByText('管理员').waitFor()
  await act(zhangwei.page, '李娜', '取消管理员')
  await dialogOf(zhangwei.page).locator('.line', { hasText: '李娜' }).getByText('管理员').waitFor({ state: 'detached' })
  await act(zhangwei.page, '李娜', '禁言 1 小时')
  await dialogOf(zhangwei.page).locator('.line', { hasText: '李娜' }).getByText('禁言中').waitFor()
  await hers.field.waitFor({ state: 'detached' })
  await act(zhangwei.page, '李娜', '解除禁言')
  await hers.field.waitFor()
  await hers.say('我又能说话了')
  await act(zhangwei.page, '褚洋', '移出群')
  await zhangwei.page.getByRole('alertdialog').getByRole('button', { name: '移出群' }).click()
  await lina.page.locator('.page-head').getByText('3 人').waitFor()
  await zhangwei.page.keyboard.press('Escape')
  await dialogOf(zhangwei.page).waitFor({ state: 'detached' })
  await his.message('我又能说话了').waitFor()

  await panelOf(zhangwei.page)
    .getByRole('switch', { name: /全员禁言/ })
    .click()
  await lina.page.locator('.refusal').waitFor()
  await panelOf(zhangwei.page)
    .getByRole('switch', { name: /全员禁言/ })
    .click()
  await hers.field.waitFor()

  await panelOf(zhangwei.page).getByRole('button', { name: '解散群' }).click()
  await zhangwei.page.getByRole('alertdialog').getByRole('button', { name: '解散群' }).click()
  await lina.page.locator('.refusal').waitFor()
  await hers.message('大家好，我们来筹备年会').waitFor()
  expect(await eventOf(lina.page, '年会筹备组').count()).toBeGreaterThan(0)
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('who owns a group lets in who asks, and who asked may write at once', async () => {
  const [yanjun, zhangwei] = await Promise.all([demo.signIn('yanjun'), demo.signIn('zhangwei', { device: 'phone' })])
  const asks = conversationsOf(yanjun.page)
  await zhangwei.page
    .locator('.chat-list')
    .getByRole('link', { name: /群助手/ })
    .click()
  await zhangwei.page.locator('.application-row', { hasText: '严俊' }).getByRole('button', { name: '同意' }).click()
  await zhangwei.page.locator('.application-row', { hasText: '严俊' }).getByText('已同意').waitFor()
  await asks.row('平台重构项目组').getByRole('link').click()
  await asks.say('谢谢张工')
  await zhangwei.page.getByRole('button', { name: '返回' }).click()
  await conversationsOf(zhangwei.page).row('平台重构项目组').getByText('谢谢张工').waitFor()
  await Promise.all([yanjun.context.close(), zhangwei.context.close()])
})

test('a whole department is chosen at once, and let go of again', async () => {
  const { page, context } = await demo.signIn('wangfang')
  await page.goto(`${demo.origin}/contacts`)
  await press(page, '发起群聊')
  await pick(page, ['鸿雁科技', '市场中心'], [])
  await dialogOf(page).getByRole('button', { name: '全选 9 人' }).click()
  await dialogOf(page).getByRole('button', { name: '创建 (10)' }).waitFor()
  await dialogOf(page).getByRole('button', { name: '取消选择 邹强' }).click()
  await dialogOf(page).getByRole('button', { name: '创建 (9)' }).waitFor()
  await dialogOf(page).getByRole('button', { name: /全选/ }).click()
  await dialogOf(page).getByRole('button', { name: '取消全选' }).click()
  expect(await dialogOf(page).getByRole('button', { name: '创建' }).isDisabled()).toBe(true)
  await context.close()
})

test('Enter picks whom one looked for, ↑ edits no line of the system, and a group one has left is only read', async () => {
  const { page, context, faults } = await demo.signIn('lina')
  const talk = conversationsOf(page)
  await page.getByRole('button', { name: '新建' }).click()
  await page.getByRole('menuitem', { name: '发起群聊' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('群名称').fill('周五聚餐')
  for (const [typed, name] of [
    ['chenchen', '陈晨'],
    ['zhangwei', '张伟'],
  ] as const) {
    await dialog.getByRole('searchbox').fill(typed)
    await page.keyboard.press('Enter')
    await dialog.locator('.chip', { hasText: name }).waitFor()
    expect(await dialog.getByRole('searchbox').inputValue()).toBe('')
  }
  await dialog.getByRole('button', { name: /^创建/ }).click()
  await page.locator('.event').last().waitFor()

  await talk.field.press('ArrowUp')
  expect(await talk.field.inputValue()).toBe('')
  await talk.say('周五六点')
  await talk.message('周五六点').locator('.reach.ring').waitFor()
  await talk.choose(talk.message('周五六点'), '编辑')
  await page.keyboard.type('半')
  await page.keyboard.press('Enter')
  await talk.message('周五六点半').waitFor()

  await talk.open('平台重构项目组')
  await page.getByRole('button', { name: '群资料', exact: true }).click()
  await page.locator('.group-panel').getByRole('button', { name: '退出群' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: /^退出/ }).click()
  await page.getByText('你已不在这个群里，只能查看历史消息').waitFor()
  expect(await talk.field.count()).toBe(0)
  expect(await page.getByRole('button', { name: '群资料', exact: true }).count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('an owner who leaves is asked who takes the group over', async () => {
  const { page, context, faults } = await demo.signIn('weiran')
  await page.getByRole('button', { name: '新建' }).click()
  await page.getByRole('menuitem', { name: '发起群聊' }).click()
  await dialogOf(page).getByLabel('群名称').fill('读书会')
  for (const typed of ['lina', 'zhangwei']) {
    await dialogOf(page).getByRole('searchbox').fill(typed)
    await page.keyboard.press('Enter')
  }
  await press(page, /^创建/)
  await eventOf(page, '加入了群聊').waitFor()
  await page.getByRole('button', { name: '群资料', exact: true }).click()
  await panelOf(page).getByRole('button', { name: '退出群' }).click()
  await page.getByRole('heading', { name: '转让给谁？' }).waitFor()
  await dialogOf(page).getByRole('searchbox').fill('ln')
  await dialogOf(page).getByRole('button', { name: '李娜' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: '转让群主' }).click()
  await question.getByRole('button', { name: /^退出/ }).click()
  await page.getByText('你已不在这个群里，只能查看历史消息').waitFor()
  expect(faults).toEqual([])
  await context.close()
})
