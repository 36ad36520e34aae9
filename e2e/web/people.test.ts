import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('people of two companies become friends, from the card to the first words', async () => {
  const [lina, yuyue] = await Promise.all([demo.signIn('lina'), demo.signIn('yuyue', { device: 'phone' })])
  await lina.page.goto(`${demo.origin}/contacts`)
  await lina.page.getByRole('button', { name: '添加好友' }).click()
  await lina.page.getByRole('dialog').getByRole('searchbox').fill('yuyue')
  await lina.page.getByRole('button', { name: '申请加 俞跃 为好友' }).click()
  const words = lina.page.getByLabel('验证消息')
  expect(await words.inputValue()).toBe('我是李娜')
  await words.fill('我是鸿雁的李娜')
  await lina.page.getByRole('button', { name: '发送', exact: true }).click()
  await lina.page.getByRole('dialog').getByText('申请已发送', { exact: true }).waitFor()
  await lina.page.keyboard.press('Escape')
  const zhangwei = lina.page.locator('.contact-list').getByRole('link', { name: /张伟/ })
  await zhangwei.evaluate(row => row.setAttribute('data-seen', 'before'))

  await yuyue.page
    .locator('.chat-list')
    .getByRole('link', { name: /新朋友/ })
    .click()
  const application = yuyue.page.locator('.application-row', { hasText: '李娜' })
  await application.getByText('我是鸿雁的李娜').waitFor()
  await application.getByRole('button', { name: '同意' }).click()
  await application.getByText('已同意').waitFor()
  await application.getByRole('link', { name: '发消息' }).waitFor()

  const added = lina.page.locator('.contact-list').getByRole('link', { name: /俞跃/ })
  await added.waitFor()
  // Who stood there keeps their row: a press that has begun on it is not lost.
  expect([await zhangwei.getAttribute('data-seen'), await added.getAttribute('data-seen')]).toEqual(['before', null])
  await added.click()
  await lina.page.getByRole('button', { name: '发消息' }).click()
  await conversationsOf(lina.page).field.waitFor()
  await conversationsOf(lina.page).say('你好，俞跃')
  await yuyue.page.getByRole('button', { name: '返回' }).click()
  await conversationsOf(yuyue.page).row('李娜').getByText('你好，俞跃').waitFor()
  await yuyue.page.goto(`${demo.origin}/contacts`)
  await yuyue.page.locator('.contact-list').getByRole('link', { name: /李娜/ }).waitFor()
  expect([...lina.faults, ...yuyue.faults]).toEqual([])
  await Promise.all([lina.context.close(), yuyue.context.close()])
})

test('who is refused is told so, and a friendship ends for both', async () => {
  const [zhangwei, tangtang] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('tangtang')])
  await zhangwei.page.goto(`${demo.origin}/contacts/new`)
  const asked = zhangwei.page.locator('.application-row', { hasText: '唐棠' })
  await asked.getByRole('button', { name: '拒绝' }).click()
  await asked.getByText('已拒绝').waitFor()
  await tangtang.page.goto(`${demo.origin}/contacts/new`)
  await tangtang.page.locator('.application-row', { hasText: '张伟' }).getByText('对方已拒绝').waitFor()

  await zhangwei.page.locator('.contact-list').getByRole('link', { name: /方圆/ }).click()
  await zhangwei.page.getByRole('button', { name: '更多' }).click()
  await zhangwei.page.getByRole('menuitem', { name: '删除好友' }).click()
  await zhangwei.page.getByRole('alertdialog').getByRole('button', { name: '删除好友' }).click()
  await zhangwei.page.locator('.contact-list').getByRole('link', { name: /方圆/ }).waitFor({ state: 'detached' })
  await zhangwei.page.getByRole('button', { name: '加为好友' }).waitFor()
  await Promise.all([zhangwei.context.close(), tangtang.context.close()])
})

test('one walks down the organisation to a colleague, and the way back leads up again', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  await page.getByRole('link', { name: '通讯录' }).click()
  await page.getByRole('link', { name: /鸿雁科技/ }).click()
  for (const name of ['产品中心', '设计部', '视觉组'])
    await page
      .locator('.company-page')
      .getByRole('link', { name: new RegExp(name) })
      .last()
      .click()
  await page.locator('.company-page').getByRole('link', { name: /杨柳/ }).click()
  await page.getByRole('heading', { name: '杨柳', level: 2 }).waitFor()
  const head = (name: string) => page.locator('.page-head').getByRole('heading', { name, exact: true }).waitFor()
  for (const name of ['视觉组', '设计部', '产品中心', '鸿雁科技']) {
    await page.goBack()
    await head(name)
  }
  await page.goBack()
  await page.locator('.list-head').getByRole('heading', { name: '通讯录' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone, the way back leaves a conversation for the list it was chosen from', async () => {
  const { page, context } = await demo.signIn('zhangwei', { device: 'phone' })
  const his = conversationsOf(page)
  await his.open('何超')
  await page.goBack()
  await his.find('何超')
  await page.waitForURL(url => url.pathname === '/')
  await his.open('何超')
  await page.getByRole('button', { name: '聊天信息' }).click()
  const panel = page.getByRole('complementary', { name: '聊天信息' })
  await panel.getByRole('heading', { name: '何超', level: 2 }).waitFor()
  await page.goBack()
  await panel.waitFor({ state: 'detached' })
  await his.field.waitFor()
  await context.close()
})

test('business notices are read one by one and all at once, on every device', async () => {
  const [desk, phone] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('zhangwei', { device: 'phone' })])
  const badge = phone.page.locator('.chat-list li', { hasText: '工作通知' }).locator('.count')
  const before = Number(await badge.locator('[aria-hidden]').innerText())
  expect(before).toBeGreaterThan(1)
  await desk.page
    .locator('.chat-list')
    .getByRole('link', { name: /工作通知/ })
    .click()
  const [opened] = await Promise.all([
    desk.context.waitForEvent('page'),
    desk.page.locator('.notice.unread', { hasText: '打开' }).first().click(),
  ])
  await opened.close()
  await badge.getByText(String(before - 1), { exact: true }).waitFor()
  await desk.page.getByRole('button', { name: '全部已读' }).click()
  await badge.waitFor({ state: 'detached' })
  expect(await desk.page.locator('.notice.unread').count()).toBe(0)
  await Promise.all([desk.context.close(), phone.context.close()])
})

test('the home page greets by name and opens a business system in a window of its own', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  await page.getByRole('link', { name: '工作台' }).click()
  await page.getByText(/，张伟$/).waitFor()
  const [system] = await Promise.all([
    context.waitForEvent('page'),
    page
      .getByRole('button', { name: /在新窗口打开/ })
      .first()
      .click(),
  ])
  expect(await system.evaluate('window.opener')).toBeNull()
  await context.close()
})

test('language and theme change at once, and stay', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  await page.goto(`${demo.origin}/me/look`)
  await page.getByText('English', { exact: true }).click()
  await page.getByRole('link', { name: 'Contacts' }).waitFor()
  await page.getByText('Dark', { exact: true }).click()
  await page.locator('html[data-theme="dark"]').waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Contacts' }).waitFor()
  await page.locator('html[data-theme="dark"][lang="en"]').waitFor()
  await context.close()
})

test('what one sends to oneself on the desk is on the phone, and words and files of others can be kept there', async () => {
  const [desk, phone] = await Promise.all([
    demo.signIn('lina'),
    demo.signIn('lina', { device: 'phone', language: 'en' }),
  ])
  await desk.page.goto(`${demo.origin}/contacts`)
  await desk.page.locator('.contact-list').getByRole('link', { name: '文件传输助手' }).click()
  const own = conversationsOf(desk.page)
  await desk.page.getByText('只有你自己看得到').waitFor()
  await own.say('合同编号 2026-118')
  await own.message('合同编号 2026-118').locator('.reach.sent').waitFor()
  const onPhone = conversationsOf(phone.page)
  await onPhone.row('File transfer').getByText('合同编号 2026-118').waitFor()
  expect(await onPhone.badge('File transfer').count()).toBe(0)

  await desk.page.goto(demo.origin)
  await own.open('张伟')
  await own.say('这句话留着')
  await own.message('这句话留着').locator('.reach.sent').waitFor()
  await own.choose(own.message('这句话留着'), '转发')
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /文件传输助手/ }).click()
  await dialog.getByRole('button', { name: '发送给 1 个会话' }).click()
  await onPhone.row('File transfer').getByText('这句话留着').waitFor()
  expect([...desk.faults, ...phone.faults]).toEqual([])
  await Promise.all([desk.context.close(), phone.context.close()])
})
