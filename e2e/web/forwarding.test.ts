import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test.each(['desk', 'phone'] as const)(
  'who forwards a message sees what it is, and adds words that follow it, on a %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const his = conversationsOf(page)
    const text = `带一句话转发，${device}`
    await his.open('李娜')
    await his.say(text)
    await his.message(text).locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
    await his.choose(his.message(text), '转发')
    const dialog = page.getByRole('dialog', { name: '转发给' })
    await dialog.getByRole('region', { name: '转发内容' }).getByText(`张伟：${text}`).waitFor()
    const height = () => dialog.evaluate(element => element.clientHeight)

    const before = await height()
    await dialog.getByRole('searchbox').fill('没有这样的人')
    await dialog.getByText('没有找到').waitFor()
    expect(await height()).toBe(before)
    await dialog.getByRole('searchbox').fill('赵磊')
    await dialog.getByRole('checkbox', { name: '赵磊' }).first().waitFor()
    await dialog.getByRole('searchbox').press('Enter')
    expect(await dialog.getByRole('searchbox').inputValue()).toBe('')

    await dialog.getByRole('textbox', { name: '留言' }).fill(`请看这条，${device}`)
    await dialog.getByRole('button', { name: '发送给 1 个会话' }).click()
    await dialog.waitFor({ state: 'detached' })
    if (device === 'phone') await page.getByRole('button', { name: '返回' }).click()
    await his.open('赵磊')
    await his.message(`请看这条，${device}`).waitFor()
    expect((await his.messages.locator('.bubble').allInnerTexts()).slice(-2).map(each => each.split('\n')[0])).toEqual([
      text,
      `请看这条，${device}`,
    ])
    expect(faults).toEqual([])
    await context.close()
  },
)
