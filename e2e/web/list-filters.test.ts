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
  'the list shows what is unread, groups or talks of two, and does so after a restart, on a %s',
  async device => {
    const { page, context, faults } = await demo.signIn(device === 'desk' ? 'zhangwei' : 'lina', { device })
    const his = conversationsOf(page)
    const [group, unread, read] =
      device === 'desk' ? ['平台重构项目组', '李娜', '何超'] : ['平台重构项目组', '华东客户支持', '王芳']
    const filter = (name: string) => page.getByRole('radio', { name })
    await his.find(read)

    await filter('未读').click()
    await his.row(unread).waitFor()
    await his.row(read).waitFor({ state: 'detached' })
    expect(await his.isListed('工作通知')).toBe(true)
    await page.reload()
    await his.row(unread).waitFor()
    expect(await his.isListed(read)).toBe(false)
    expect(await filter('未读').getAttribute('aria-checked')).toBe('true')

    // What is open stays in sight though it is read now; on a phone, the way back leads to a list without it.
    await his.open(unread)
    await page.locator('.message').last().waitFor()
    if (device === 'desk') {
      await his.row(unread).locator('.count').waitFor({ state: 'detached' })
      await his.row(unread).waitFor()
    } else {
      await page.goBack()
      await his.row(unread).waitFor({ state: 'detached' })
    }

    await filter('群聊').click()
    await his.find(group)
    expect(await his.isListed(read)).toBe(false)
    expect(await his.isListed('工作通知')).toBe(false)
    await filter('单聊').click()
    await his.find(read)
    expect(await his.isListed(group)).toBe(false)
    await filter('@我').click()
    if (device === 'phone') {
      await page.getByText('没有提到你的未读消息').waitFor()
      await page.getByRole('button', { name: '查看全部会话' }).click()
    } else {
      // By keyboard, around the end.
      await page.keyboard.press('Home')
    }
    expect(await filter('全部').getAttribute('aria-checked')).toBe('true')
    for (const name of [group, read]) await his.find(name)
    expect(faults).toEqual([])
    await context.close()
  },
)

test('a mention comes into the list of mentions, and reading takes it away', async () => {
  const [his, hers] = await Promise.all([demo.signIn('hechao'), demo.signIn('lina')])
  const [list, writer] = [conversationsOf(his.page), conversationsOf(hers.page)]
  const group = '平台重构项目组'
  await his.page.getByRole('radio', { name: '@我' }).click()
  await his.page.getByText('没有提到你的未读消息').waitFor()
  await writer.open(group)
  await writer.field.pressSequentially('@hech')
  await hers.page.getByRole('option', { name: /何超/ }).waitFor()
  await writer.field.press('Enter')
  await writer.field.pressSequentially('来看看')
  await writer.field.press('Enter')
  await list.row(group).getByText('[有人@我]').waitFor()
  await his.page.getByRole('radio', { name: '@我 1' }).waitFor()
  await list.open(group)
  await his.page.getByRole('radio', { name: '@我', exact: true }).waitFor()
  await his.page.goto(`${demo.origin}/`)
  await his.page.getByText('没有提到你的未读消息').waitFor()
  await Promise.all([his, hers].map(({ context }) => context.close()))
})
