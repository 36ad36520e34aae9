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

test('who was picked and deleted is not mentioned; who stands in the text stays so through an edit, a reload and a switch', async () => {
  const [zhangwei, lina, sunhao] = await Promise.all(['zhangwei', 'lina', 'sunhao'].map(name => demo.signIn(name)))
  if (!zhangwei || !lina || !sunhao) throw new Error('Three are needed')
  const [his, hers, theirs] = [conversationsOf(zhangwei.page), conversationsOf(lina.page), conversationsOf(sunhao.page)]
  for (const [each, elsewhere] of [
    [hers, '产品评审'],
    [theirs, '后端值班'],
  ] as const) {
    await each.open(group)
    await each.open(elsewhere)
  }
  await his.open(group)
  for (const [typed, name] of [
    ['@lin', '李娜'],
    ['@sunh', '孙浩'],
  ] as const) {
    await his.field.pressSequentially(typed)
    await zhangwei.page.getByRole('option', { name }).first().waitFor()
    await his.field.press('Enter')
    if (name === '李娜') for (let left = '@李娜 '.length; left > 0; left -= 1) await his.field.press('Backspace')
  }
  await his.field.pressSequentially('明天开会')
  await his.field.press('Enter')
  await theirs.row(group).getByText('[有人@我]').waitFor()
  await hers.row(group).getByText('明天开会').waitFor()
  expect(await hers.row(group).getByText('[有人@我]').count()).toBe(0)

  await theirs.row(group).waitFor()
  await his.message('明天开会').waitFor()
  await his.field.press('ArrowUp')
  await expect.poll(() => his.field.inputValue()).toBe('@孙浩 明天开会')
  for (const key of ['Backspace', 'Backspace']) await his.field.press(key)
  await his.field.pressSequentially('评审')
  await his.field.press('Enter')
  await theirs.row(group).getByText('明天评审').waitFor()
  await theirs.row(group).getByText('[有人@我]').waitFor()
  await theirs.open(group)
  await theirs.message('明天评审').locator('.mention.me').waitFor()

  await his.choose(his.message('明天评审'), '回复')
  await his.field.pressSequentially('@lin')
  await zhangwei.page.getByRole('option', { name: '李娜' }).first().waitFor()
  await his.field.press('Enter')
  await his.field.pressSequentially('也来')
  await zhangwei.page.reload()
  await his.row(group).locator('a').waitFor()
  await expect.poll(() => his.field.inputValue()).toBe('@李娜 也来')
  await zhangwei.page
    .locator('input.chooser')
    .setInputFiles([{ name: '议程.txt', mimeType: 'text/plain', buffer: Buffer.from('一') }])
  await zhangwei.page.locator('.tray li').waitFor()
  await his.open('赵磊')
  expect(await zhangwei.page.locator('.tray li').count()).toBe(0)
  await his.open(group)
  await zhangwei.page.locator('.tray li').waitFor()
  await zhangwei.page.reload()
  await zhangwei.page.locator('.tray li').waitFor()
  await expect.poll(() => his.field.inputValue()).toBe('@李娜 也来')
  await his.field.press('Enter')
  await hers.row(group).getByText('[有人@我]').waitFor()
  await hers.open(group)
  await hers.message('也来').locator('.mention.me').waitFor()
  expect(await hers.message('也来').locator('.quote').innerText()).toContain('明天评审')
  expect([...zhangwei.faults, ...lina.faults, ...sunhao.faults]).toEqual([])
  await Promise.all([zhangwei, lina, sunhao].map(({ context }) => context.close()))
})

test('what was recalled is written again behind what stands there, and both mention whom they did', async () => {
  const [zhangwei, sunhao] = await Promise.all(['zhangwei', 'sunhao'].map(name => demo.signIn(name)))
  if (!zhangwei || !sunhao) throw new Error('Two are needed')
  const [his, theirs] = [conversationsOf(zhangwei.page), conversationsOf(sunhao.page)]
  const mention = async (typed: string, name: string) => {
    await his.field.pressSequentially(typed)
    await zhangwei.page.getByRole('option', { name }).first().waitFor()
    await his.field.press('Enter')
  }
  await his.open(group)
  await theirs.open(group)
  await mention('@sunh', '孙浩')
  await his.field.pressSequentially('带上投影仪')
  await his.field.press('Enter')
  await theirs.message('带上投影仪').locator('.mention.me').waitFor()
  await his.choose(his.message('带上投影仪'), '撤回')
  await theirs.message('带上投影仪').waitFor({ state: 'detached' })
  await mention('@lin', '李娜')
  await his.field.pressSequentially('订会议室')
  await zhangwei.page.getByRole('button', { name: '重新编辑' }).click()
  await expect.poll(() => his.field.inputValue()).toBe('@李娜 订会议室 @孙浩 带上投影仪')
  await his.field.press('Enter')
  await theirs.message('订会议室').locator('.mention.me').waitFor()
  expect(await theirs.message('订会议室').locator('.mention').allInnerTexts()).toEqual(['@李娜', '@孙浩'])
  await Promise.all([zhangwei, sunhao].map(({ context }) => context.close()))
})

test('messages of 20,000 hostile signs open as quickly as plain ones', async () => {
  const signs = [
    `http://a.b/${')'.repeat(19_980)}`,
    '@'.repeat(20_000),
    'http://a.b '.repeat(1800),
    '[/强]'.repeat(4900),
    '👨‍👩‍👧'.repeat(2400),
    '**a** '.repeat(3300),
    '> - '.repeat(5000),
    '[a](http://a.b) '.repeat(1250),
  ]
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  const cdp = await context.newCDPSession(page)
  // What the page itself worked, whatever else the machine does.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  /** ms of work until the conversation that was said this in is drawn again. */
  async function opening(name: string, texts: readonly string[]): Promise<number> {
    await his.open(name)
    for (const text of [...texts, `${name}完了`]) await his.say(text)
    await his.message(`${name}完了`).locator('.reach').waitFor()
    await his.open('王芳')
    const start = await worked()
    await his.open(name)
    await his.message(`${name}完了`).waitFor()
    await page.evaluate('new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))')
    return (await worked()) - start
  }
  const plain = await opening(
    '何超',
    signs.map(text => '开会了，大家好。'.repeat(2500).slice(0, text.length)),
  )
  const hostile = await opening('赵磊', signs)
  // What was quadratic took forty times as long.
  expect(hostile).toBeLessThan(3 * plain + 300)
  await context.close()
})
