import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const group = '平台重构项目组'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')
/** The switch in the settings. */
async function turn(page: Page, isOn: boolean): Promise<void> {
  await page.goto(`${demo.origin}/me/look`)
  const its = page.getByRole('switch', { name: '以 Markdown 显示消息' })
  await its.click()
  await expect.poll(() => its.getAttribute('aria-checked')).toBe(String(isOn))
}

test('what is written with marks, by hand, by keys and by the bar, is drawn; a switch shows what was typed', async () => {
  const [zhangwei, lina] = await Promise.all(['zhangwei', 'lina'].map(name => demo.signIn(name)))
  if (!zhangwei || !lina) throw new Error('Two are needed')
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  await hers.open('产品评审')
  await his.open(group)

  // A mention between marks that the keys have put there.
  await his.field.pressSequentially('请')
  await his.field.press('Control+b')
  await his.field.pressSequentially('@lin')
  await zhangwei.page.getByRole('option', { name: '李娜' }).first().waitFor()
  await his.field.press('Enter')
  await his.field.pressSequentially('看')
  expect(await his.field.inputValue()).toBe('请**@李娜看**')
  await his.field.press('Enter')
  await hers.row(group).getByText('[有人@我]').waitFor()
  await hers.row(group).getByText('请@李娜看').waitFor()
  await hers.open(group)
  await hers.message('请@李娜看').locator('strong .mention.me').waitFor()

  // Formats are given and taken away, and mentions stay mentions; each can be undone.
  await his.field.pressSequentially('@lin')
  await zhangwei.page.getByRole('option', { name: '李娜' }).first().waitFor()
  await his.field.press('Enter')
  await his.field.pressSequentially('下线')
  await his.field.press('Control+a')
  await his.field.press('Control+Shift+x')
  expect(await his.field.inputValue()).toBe('~~@李娜 下线~~')
  await his.field.press('Control+Shift+x')
  expect(await his.field.inputValue()).toBe('@李娜 下线')
  await zhangwei.page.getByRole('button', { name: '格式', exact: true }).click()
  const bar = zhangwei.page.getByRole('toolbar', { name: '格式' })
  await bar.getByRole('button', { name: /^斜体/ }).click()
  expect(await his.field.inputValue()).toBe('*@李娜 下线*')
  for (let left = 2; left > 0; left -= 1) await his.field.press('Control+z')
  expect(await his.field.inputValue()).toBe('@李娜 下线')
  await his.field.press('Control+a')
  // By the keyboard alone: into the bar and along it.
  await his.field.press('Shift+Tab')
  await zhangwei.page.keyboard.press('ArrowRight')
  await zhangwei.page.keyboard.press('Enter')
  await expect.poll(() => his.field.inputValue()).toBe('*@李娜 下线*')
  await his.send()
  await hers.message('下线').locator('em .mention.me').waitFor()
  expect(await hers.message('下线').locator('.text').innerText()).toBe('@李娜 下线')

  // Enter goes on in code, with what is indented, and sends once it is closed.
  const code = ['```js', 'if (a) {', '  b("<b>", 1) // 二', '}', '```']
  await his.field.pressSequentially('```js')
  await his.field.press('Enter')
  await his.field.pressSequentially('if (a) {')
  await his.field.press('Enter')
  await his.field.pressSequentially('  b("<b>", 1) // 二')
  await his.field.press('Enter')
  await his.field.press('Backspace')
  await his.field.press('Backspace')
  await his.field.pressSequentially('}')
  await his.field.press('Enter')
  await his.field.pressSequentially('```')
  expect(await his.field.inputValue()).toBe(code.join('\n'))
  await his.field.press('Enter')
  const block = hers.message('if (a)').locator('.code-block')
  await block.locator('.keyword', { hasText: 'if' }).waitFor()
  await block.locator('.comment').waitFor()
  expect(await block.locator('pre').textContent()).toBe(code.slice(1, -1).join('\n'))
  await block.getByRole('button', { name: '复制代码' }).click()
  await block.getByRole('button', { name: '已复制' }).waitFor()
  expect(await copied(lina.page)).toBe(code.slice(1, -1).join('\n'))

  const list =
    '买这些：\n- **茶**\n- 米，见[清单](https://shop.example/list)\n- [点我](javascript:alert(1)) 2*3*4\n> 好的\n谢谢'
  await his.say(list)
  const message = hers.message('买这些')
  await message.locator('li').nth(2).waitFor()
  expect(await message.locator('li').allInnerTexts()).toEqual([
    '茶',
    '米，见清单\u00a0(shop.example)',
    '[点我](javascript:alert(1)) 2*3*4',
  ])
  expect(await message.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href')))).toEqual([
    'https://shop.example/list',
  ])
  expect(await message.locator('blockquote').innerText()).toBe('好的')
  await hers.choose(message, '复制')
  await expect.poll(() => copied(lina.page)).toBe(list)

  // Words that are looked for are marked within marks too.
  await hers.say('**发布的时间**是周五')
  await lina.page.getByRole('button', { name: '搜索聊天记录' }).click()
  await lina.page.getByRole('searchbox').fill('时间')
  await lina.page.locator('.hits .list-row', { hasText: '发布' }).first().click()
  await lina.page.locator('.message.sought strong mark', { hasText: '时间' }).waitFor()

  // A page that opens with what is drawn stands at its end.
  await lina.page.goto(demo.origin)
  await hers.open(group)
  await hers.message('发布的时间').locator('strong').waitFor()
  await expect.poll(() => hers.below()).toBeLessThan(2)

  await turn(lina.page, false)
  await lina.page.goto(demo.origin)
  await hers.open(group)
  expect(await hers.message('买这些').locator('.text').innerText()).toBe(list)
  expect(await lina.page.getByRole('button', { name: '格式', exact: true }).count()).toBe(0)
  await hers.field.pressSequentially('```')
  await hers.field.press('Enter')
  await hers.message('```').locator('.reach').waitFor()
  await turn(lina.page, true)
  await lina.page.goto(demo.origin)
  await hers.open(group)
  await hers.message('买这些').locator('li').first().waitFor()
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei, lina].map(({ context }) => context.close()))
})

test('on a phone the bar stands above what one writes and takes nothing from its width', async () => {
  const { page, context, faults } = await demo.signIn('sunhao', { device: 'phone' })
  const his = conversationsOf(page)
  await his.open('赵磊')
  await his.field.fill('明天见')
  const width = () => his.field.evaluate(element => element.clientWidth)
  const before = await width()
  await page.getByRole('button', { name: '更多', exact: true }).click()
  await page.getByRole('button', { name: '格式', exact: true }).click()
  const bar = page.getByRole('toolbar', { name: '格式' })
  await bar.waitFor()
  expect(await width()).toBe(before)
  await his.field.evaluate(element =>
    (element as { setSelectionRange(from: number, to: number): void }).setSelectionRange(0, 2),
  )
  await bar.getByRole('button', { name: /^粗体/ }).click()
  await expect.poll(() => his.field.inputValue()).toBe('**明天**见')
  await his.send()
  expect(await his.message('明天见').locator('strong').innerText()).toBe('明天')

  // A long line of code is scrolled by itself.
  await his.say(`\`\`\`\n${'long '.repeat(60)}\n\`\`\``)
  const pre = his.message('long long').locator('pre')
  await pre.waitFor()
  expect(await pre.evaluate(element => element.scrollWidth > element.clientWidth)).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(faults).toEqual([])
  await context.close()
})
