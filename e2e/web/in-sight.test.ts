import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { dot } from '../dot.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** px by which the newest message lies below what is in sight: 0 if it is whole. */
const hiddenPart = (page: Page, text: string): Promise<number> =>
  conversationsOf(page)
    .message(text)
    .evaluate(message => {
      const sight = message.closest('.scroll')?.getBoundingClientRect()
      const bubble = message.querySelector('.bubble')?.getBoundingClientRect()
      return Math.max(0, Math.round((bubble?.bottom ?? Infinity) - (sight?.bottom ?? 0)))
    })
const isInSight = (page: Page, text: string) => expect.poll(() => hiddenPart(page, text)).toBe(0)
const scroll = (page: Page) => page.locator('.history .scroll')

test.each<Device>(['desk', 'phone'])('what one sends is in sight, wherever one was: %s', async device => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device })
  const talk = conversationsOf(page)
  await talk.open('平台重构项目组')
  const write = async (...lines: string[]) => {
    await talk.field.focus()
    for (const [at, line] of lines.entries()) {
      if (at > 0) await page.keyboard.press('Shift+Enter')
      await page.keyboard.type(line)
    }
  }
  const newest = (await talk.messages.last().locator('.bubble').innerText()).slice(0, 10)

  await write('第一行', '第二行', '第三行', '第四行')
  await isInSight(page, newest)
  await talk.send()
  await isInSight(page, '第四行')

  for (const round of [1, 2, 3]) {
    await scroll(page).evaluate(element => element.scrollBy(0, -900))
    await write(`从上面写的 ${round}`)
    await talk.send()
    await isInSight(page, `从上面写的 ${round}`)
  }

  for (const round of [1, 2, 3]) {
    await talk.choose(talk.message('从上面写的 3'), '回复')
    await write(`回复 ${round}`)
    await talk.send()
    await isInSight(page, `回复 ${round}`)
  }

  await talk.choose(talk.message('回复 2'), '撤回')
  await talk.message('回复 2').waitFor({ state: 'detached' })
  await isInSight(page, '回复 3')

  await talk.field.fill('很长 '.repeat(1500))
  await talk.send()
  await write('长的之后')
  await talk.send()
  await isInSight(page, '长的之后')
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone the way back closes what is on top, and only then leaves the conversation', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  const group = '平台重构项目组'
  const back = () => page.goBack()
  const isInChat = async () => {
    await talk.field.waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/chat\/group\/\d+$/)
  }
  /** Opens something, sees it, and sees that the way back takes it alone away. */
  async function closes(open: () => Promise<void>, thing: ReturnType<Page['locator']>): Promise<void> {
    await open()
    await thing.waitFor()
    await back()
    await thing.waitFor({ state: 'detached' })
    await isInChat()
  }
  const press = (name: string) => () => page.getByRole('button', { name, exact: true }).first().click()

  await talk.open(group)
  await isInChat()
  await closes(press('群资料'), page.locator('.group-panel'))
  await closes(press('表情'), page.locator('.emoji-panel'))
  await closes(press('搜索聊天记录'), page.locator('.chat-search'))
  await closes(() => talk.messages.last().locator('.bubble').click({ button: 'right' }), page.getByRole('menu'))
  await closes(async () => {
    await page.locator('input.chooser').setInputFiles([{ name: '新首页.png', mimeType: 'image/png', buffer: dot }])
    await page.locator('.tray li').waitFor()
    await talk.send()
    await page.locator('.message .image img').last().click()
  }, page.locator('.preview'))
  await closes(() => talk.choose(talk.messages.last(), '多选'), page.locator('.selection'))

  await back()
  await talk.row(group).waitFor()
  for (const area of ['通讯录', '消息']) await page.getByRole('link', { name: area }).first().click()
  await press('新建')()
  await page.getByRole('menuitem', { name: '发起群聊' }).click()
  await page.getByRole('dialog').waitFor()
  await back()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/')

  await talk.open(group)
  await press('表情')()
  await page.locator('.emoji-panel').waitFor()
  await press('返回')()
  await talk.row(group).waitFor()
  expect(faults).toEqual([])
  await context.close()
})
