import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNetwork } from '../network.ts'
import { asOpened, openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { openInputMethod } from './input-method.ts'
import { dot } from '../dot.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('two people chat with text, emoji, a picture and a file, and see how far it got', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina', { device: 'phone' })])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]

  await his.open('李娜')
  await his.say('早，方案改好了 https://example.com/plan')
  await his.message('方案改好了').locator('.reach.delivered').waitFor()
  await hers.row('张伟').getByText('方案改好了').waitFor()
  await hers.badge('张伟').getByText('1', { exact: true }).waitFor()

  await hers.open('张伟')
  await his.message('方案改好了').locator('.reach.read').waitFor()
  expect(await hers.message('方案改好了').locator('a').getAttribute('href')).toBe('https://example.com/plan')
  expect(await hers.message('方案改好了').locator('a').getAttribute('rel')).toContain('noopener')

  await his.field.fill('')
  await zhangwei.page.getByRole('button', { name: '表情', exact: true }).click()
  await zhangwei.page.locator('.emoji-panel input').fill('火箭')
  await zhangwei.page.getByRole('button', { name: '火箭' }).click()
  await his.field.press('Enter')
  await hers.message('🚀').waitFor()

  await zhangwei.page.locator('input.chooser').setInputFiles([
    { name: '新首页.png', mimeType: 'image/png', buffer: dot },
    { name: '报价.txt', mimeType: 'text/plain', buffer: Buffer.from('一共 17 万') },
  ])
  await zhangwei.page.locator('.tray li').nth(1).waitFor()
  await his.field.press('Enter')
  await lina.page.locator('.message .image img').last().waitFor()
  const file = hers.message('报价.txt').locator('.file a')
  await file.waitFor()
  const read = (address: string) =>
    lina.page.evaluate<string>(`fetch(${JSON.stringify(address)}).then(answer => answer.text())`)
  expect(await read((await file.getAttribute('href')) ?? '')).toBe('一共 17 万')

  await hers.say('收到[/呲牙]')
  await his.message('收到').locator('.emoticon', { hasText: '😁' }).waitFor()
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('Enter that an input method needs sends nothing; Shift and Enter begin a new line', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('赵磊')
  await his.field.focus()
  const inputMethod = await openInputMethod(page, his.field)
  await inputMethod.compose('fang')
  await page.locator('.composer textarea').dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true })
  await page.locator('.composer textarea').dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
  expect(await his.field.inputValue()).toBe('fang')
  await inputMethod.insert('放岸')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('B')
  expect(await his.field.inputValue()).toBe('放岸\nB')
  // The list draws what is in sight alone: how many that are says nothing.
  for (const text of ['fang', '放岸']) expect(await his.message(text).count()).toBe(0)
  await page.keyboard.press('Enter')
  await his.message('放岸').waitFor()
  expect(await his.message('放岸').locator('.text').innerText()).toBe('放岸\nB')
  await context.close()
})

test('who comes back sees what is new, and goes to the first of it', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await (await his.find('鸿雁全员群')).locator('.count').getByText('17', { exact: true }).waitFor()
  await his.open('鸿雁全员群')
  await page.getByRole('button', { name: /17 条未读/ }).click()
  await page.locator('.unread').waitFor()
  const [divider, top] = await Promise.all([
    page.locator('.unread').boundingBox(),
    page.locator('.history').boundingBox(),
  ])
  expect((divider?.y ?? 0) - (top?.y ?? 0)).toBeLessThan(120)
  await his.badge('鸿雁全员群').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '回到底部' }).click()
  await expect.poll(his.below, { timeout: 5000 }).toBeLessThan(48)
  await context.close()
})

test.each(['desk', 'phone'] as const)(
  'what is written without a line arrives once, when the line is back, from a %s',
  async device => {
    const [wangfang, zhangwei] = await Promise.all([demo.signIn('wangfang', { device }), demo.signIn('zhangwei')])
    const [hers, his] = [conversationsOf(wangfang.page), conversationsOf(zhangwei.page)]
    await his.open('王芳')
    await hers.open('张伟')
    await wangfang.context.setOffline(true)
    await hers.say(`地铁里写的第一句，${device}`)
    await hers.say(`第二句，${device}`)
    await hers.message(`第二句，${device}`).locator('.sending').waitFor()
    await wangfang.context.setOffline(false)
    await his.message(`第二句，${device}`).waitFor()
    await hers.message(`第二句，${device}`).locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
    expect(await zhangwei.page.locator('.message', { hasText: `地铁里写的第一句，${device}` }).count()).toBe(1)
    expect(await zhangwei.page.locator('.message', { hasText: `第二句，${device}` }).count()).toBe(1)
    await Promise.all([wangfang.context.close(), zhangwei.context.close()])
  },
)

test.each(['desk', 'phone'] as const)(
  'the line is cut while two people talk: nothing is lost or doubled on a %s',
  async device => {
    await using network = await openNetwork(demo.origin)
    const [lina, zhangwei] = await Promise.all([
      demo.signIn('lina', { device, origin: asOpened(network.origin) }),
      demo.signIn('zhangwei'),
    ])
    const [hers, his] = [conversationsOf(lina.page), conversationsOf(zhangwei.page)]
    await his.open('李娜')
    await hers.open('张伟')
    const said: string[] = []
    const say = async (one: typeof his, text: string) => {
      said.push(text)
      await one.say(text)
    }
    await say(his, `${device} 一：断线之前`)
    await hers.message(`${device} 一`).waitFor()
    network.cut()
    await say(his, `${device} 二：你那边断了`)
    await say(hers, `${device} 三：我还在写`)
    await lina.page.locator('.panes .news').waitFor()
    await say(his, `${device} 四：再说一句`)
    network.mend()
    await his.message(`${device} 三`).waitFor()
    await hers.message(`${device} 四`).waitFor()
    await say(hers, `${device} 五：都收到了`)
    await his.message(`${device} 五`).waitFor()
    const read = (one: typeof his) => one.messages.filter({ hasText: device }).locator('.text').allInnerTexts()
    // In one order for both: what was written without the line comes after what the server had by then.
    await expect.poll(() => read(hers)).toEqual(await read(his))
    expect((await read(his)).toSorted()).toEqual(said.toSorted())
    await Promise.all([lina.context.close(), zhangwei.context.close()])
  },
)

test.each(['desk', 'phone'] as const)(
  'a message is recalled for both, and can be written again, on a %s',
  async device => {
    const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei', { device }), demo.signIn('lina')])
    const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
    await his.open('李娜')
    await hers.open('张伟')
    await his.say(`发错人了，${device}`)
    await hers.message(`发错人了，${device}`).waitFor()
    await his.choose(his.message(`发错人了，${device}`), '撤回')
    await lina.page.getByText('张伟撤回了一条消息').last().waitFor()
    await hers.message(`发错人了，${device}`).waitFor({ state: 'detached' })
    await zhangwei.page.getByRole('button', { name: '重新编辑' }).click()
    expect(await his.field.inputValue()).toBe(`发错人了，${device}`)
    await Promise.all([zhangwei.context.close(), lina.context.close()])
  },
)

test('a draft stays with its conversation', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('何超')
  await his.field.fill('还没写完')
  await his.open('赵磊')
  await (await his.find('何超')).getByText('[草稿]').waitFor()
  expect(await his.field.inputValue()).toBe('')
  await page.reload()
  await (await his.find('何超')).getByText('[草稿]').waitFor()
  await his.open('何超')
  expect(await his.field.inputValue()).toBe('还没写完')
  await context.close()
})

test('a long history grows upwards without a jump', async () => {
  const { page, context } = await demo.signIn('lina')
  const hers = conversationsOf(page)
  await hers.open('张伟')
  const scroll = page.locator('.history .scroll')
  const firstSeq = () =>
    page
      .locator('[data-seq]')
      .evaluateAll(all => Math.min(...all.map(element => Number(element.getAttribute('data-seq')))))
  const before = await firstSeq()
  await scroll.hover()
  for (let turn = 0; turn < 8; turn += 1) {
    const seen = await page.locator('.message').evaluateAll(all => {
      const middle = all.find(element => element.getBoundingClientRect().top > 300)
      return { key: middle?.getAttribute('data-key') ?? '', y: middle?.getBoundingClientRect().top ?? 0 }
    })
    await page.mouse.wheel(0, -240)
    await expect
      .poll(
        async () => {
          const box = await page.locator(`[data-key="${seen.key}"]`).boundingBox()
          return Math.abs((box?.y ?? 9999) - seen.y - 240)
        },
        { timeout: 5000 },
      )
      .toBeLessThan(3)
  }
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, -2000)
        return firstSeq()
      },
      { timeout: 15_000 },
    )
    .toBeLessThan(before - 60)
  await context.close()
})
