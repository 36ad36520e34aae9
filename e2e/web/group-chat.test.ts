import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const group = '平台重构项目组'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('somebody is mentioned by pinyin, reads it, and who has not is reminded', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina', { device: 'phone' })])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]

  await his.open(group)
  await his.field.pressSequentially('@lin')
  await zhangwei.page.getByRole('option', { name: /李娜/ }).waitFor()
  await his.field.press('Enter')
  await his.field.pressSequentially('排期定了吗')
  expect(await his.field.inputValue()).toBe('@李娜 排期定了吗')
  await his.field.press('Enter')
  await hers.row(group).getByText('[有人@我]').waitFor()

  await hers.open(group)
  await hers.message('排期定了吗').locator('.mention.me').waitFor()
  const reach = his.message('排期定了吗').locator('.ring')
  await expect.poll(() => reach.getAttribute('aria-label'), { timeout: 15_000 }).toMatch(/^1\/\d+ 人已读$/)
  await reach.click()
  await zhangwei.page.getByRole('tab', { name: /^已读/ }).click()
  await zhangwei.page.getByRole('tabpanel').locator('li', { hasText: '李娜' }).waitFor()
  await zhangwei.page.getByRole('button', { name: '提醒未读的人' }).click()
  const question = zhangwei.page.getByRole('alertdialog')
  await question.getByText('请看一下这条消息').waitFor()
  await question.getByRole('button', { name: '发送提醒' }).click()
  await hers.message('请看一下').waitFor()
  expect(await hers.message('请看一下').locator('p.text').innerText()).not.toContain('李娜')
  expect(await hers.message('请看一下').locator('.quote').innerText()).toContain('排期定了吗')

  const files = zhangwei.page.getByRole('complementary', { name: '文件和图片' })
  await zhangwei.page.getByRole('button', { name: '文件和图片' }).click()
  await files.locator('.file').first().waitFor()
  await files.getByText('图片', { exact: true }).click()
  await files.locator('img').first().click()
  await zhangwei.page.locator('.preview img.loaded').waitFor()
  await zhangwei.page.keyboard.press('Escape')
  await zhangwei.page.locator('.preview').waitFor({ state: 'detached' })
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})
