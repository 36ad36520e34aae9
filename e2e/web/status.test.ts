import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const dialog = (page: Page) => page.getByRole('dialog', { name: '设置状态' })
const rowSign = (page: Page, name: string, said: string) =>
  conversationsOf(page)
    .row(name)
    .getByRole('img', { name: `状态：${said}` })

test('what one says of oneself stands beside the name wherever others see it, until it is taken back', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei', { device: 'phone' }), demo.signIn('lina')])
  await conversationsOf(lina.page).open('张伟')

  // From the face at the rail, with one of the usual ones.
  await lina.page.locator('.rail .area').last().click({ button: 'right' })
  await lina.page.getByRole('menuitem', { name: '设置状态' }).click()
  await dialog(lina.page).getByRole('button', { name: '会议中' }).click()
  await dialog(lina.page).getByRole('button', { name: '保存' }).click()
  await dialog(lina.page).waitFor({ state: 'detached' })
  await lina.page.locator('.rail .status').waitFor()

  await rowSign(zhangwei.page, '李娜', '会议中').waitFor()
  await conversationsOf(zhangwei.page).open('李娜')
  const head = zhangwei.page.locator('.page-head')
  await head.getByText('会议中', { exact: true }).waitFor()
  await head.getByRole('button', { name: '李娜', exact: true }).click()
  await zhangwei.page
    .getByRole('dialog', { name: '李娜的名片' })
    .locator('.status-line', { hasText: '会议中 · 至' })
    .waitFor()
  await zhangwei.page.goBack()

  // Words of one's own, without an end.
  await lina.page.locator('.rail').getByRole('link', { name: '我' }).click()
  await lina.page.locator('.me-list').getByRole('button', { name: '我的状态' }).click()
  await dialog(lina.page).getByLabel('状态', { exact: true }).fill('在杭州见客户')
  await dialog(lina.page).getByLabel('自动清除').selectOption('不自动清除')
  await lina.page.keyboard.press('Enter')
  await dialog(lina.page).waitFor({ state: 'detached' })
  await head.getByText('在杭州见客户', { exact: true }).waitFor()

  await lina.page.locator('.me-list').getByRole('button', { name: '我的状态' }).click()
  await dialog(lina.page).getByRole('button', { name: '清除状态' }).click()
  await head.getByText('在杭州见客户', { exact: true }).waitFor({ state: 'detached' })
  await lina.page.locator('.me-list').getByText('未设置').waitFor()
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})
