import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openNetwork } from '../network.ts'
import { asOpened, openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

/**
 * ms within which a page that is looked at finds out that its line is dead, and within which it is whole once a new one
 * is open.
 */
const bounds = { noticed: 10_000, reopened: 7000, whole: 5000 }
const patience = { timeout: 30_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** The time of the machine, ms, at which the page's next WebSocket is welcomed. */
const nextSocket = (page: Page) =>
  new Promise<number>(resolve => {
    page.once('websocket', function look(socket) {
      let isWelcome = false
      socket.once('framereceived', () => {
        isWelcome = true
        resolve(performance.now())
      })
      socket.once('close', () => {
        if (!isWelcome) page.once('websocket', look)
      })
    })
  })

async function twoTalk(network: { origin: string }) {
  const [lina, zhangwei] = await Promise.all([
    demo.signIn('lina', { origin: asOpened(network.origin) }),
    demo.signIn('zhangwei'),
  ])
  const [hers, his] = [conversationsOf(lina.page), conversationsOf(zhangwei.page)]
  await his.open('李娜')
  await hers.open('张伟')
  return { lina, zhangwei, hers, his, end: () => Promise.all([lina.context.close(), zhangwei.context.close()]) }
}

test('when every connection has died without a word, a conversation is whole and in order within 5 s of the new line', async () => {
  await using network = await openNetwork(demo.origin)
  const { lina, hers, his, end } = await twoTalk(network)
  await his.say('死线 一')
  await hers.message('死线 一').waitFor()
  network.swallow()
  const [swallowedAt, opened] = [performance.now(), nextSocket(lina.page)]
  for (const text of ['死线 二', '死线 三']) await his.say(text)
  await his.message('死线 三').locator('.reach.sent').waitFor()
  await hers.say('死线 四')
  await hers.message('死线 三').waitFor(patience)
  await hers.message('死线 四').locator('.reach.delivered, .reach.read').waitFor(patience)
  const wholeAt = performance.now()
  const openedAt = await opened
  const read = (one: typeof his) => one.messages.filter({ hasText: '死线' }).locator('.text').allInnerTexts()
  await expect.poll(() => read(hers)).toEqual(['死线 一', '死线 二', '死线 三', '死线 四'])
  expect(await read(his)).toEqual(await read(hers))
  expect(wholeAt - openedAt).toBeLessThan(bounds.whole)
  expect(openedAt - swallowedAt).toBeLessThan(bounds.noticed + bounds.reopened)
  await end()
})

test('when the network swallows everything for a while, new connections too, a conversation is whole soon after it is back', async () => {
  await using network = await openNetwork(demo.origin)
  const { lina, hers, his, end } = await twoTalk(network)
  network.silence()
  for (const text of ['静默 一', '静默 二']) await his.say(text)
  await hers.say('静默 三')
  await lina.page.locator('.panes .news').waitFor(patience)
  const opened = nextSocket(lina.page)
  network.mend()
  await hers.message('静默 二').waitFor(patience)
  await hers.message('静默 三').locator('.reach.delivered, .reach.read').waitFor(patience)
  const wholeAt = performance.now()
  const openedAt = await opened
  const read = (one: typeof his) => one.messages.filter({ hasText: '静默' }).locator('.text').allInnerTexts()
  await expect.poll(() => read(hers)).toEqual(['静默 一', '静默 二', '静默 三'])
  expect(await read(his)).toEqual(await read(hers))
  expect(wholeAt - openedAt).toBeLessThan(bounds.whole)
  await lina.page.locator('.panes .news').waitFor({ state: 'detached' })
  await end()
})

test.each(['swallow', 'stop'] as const)(
  'an upload goes on whose connections %s what they are given, and its message arrives once',
  async how => {
    await using network = await openNetwork(demo.origin)
    const { lina, hers, his, end } = await twoTalk(network)
    const buffer = Buffer.alloc(12 * 1024 * 1024, 'hongyan ')
    network.dieAfter(4 * 1024 * 1024, how)
    await lina.page
      .locator('input.chooser')
      .setInputFiles({ name: `录像备份-${how}.bin`, mimeType: 'application/octet-stream', buffer })
    await lina.page.locator('.tray li').waitFor()
    await hers.field.press('Enter')
    await hers.say(`文件在路上，${how}`)
    const file = his.message(`录像备份-${how}.bin`).locator('a.file')
    await file.waitFor(patience)
    await his.message(`文件在路上，${how}`).waitFor(patience)
    expect(await his.messages.filter({ hasText: `录像备份-${how}.bin` }).count()).toBe(1)
    await end()
  },
)

test('where a proxy refuses WebSockets, messages come and go by calls, and the strip says what that means', async () => {
  await using network = await openNetwork(demo.origin)
  network.refuseSockets()
  const { lina, hers, his, end } = await twoTalk(network)
  await lina.page.getByText('实时连接被网络拦截').waitFor(patience)
  await hers.say('没有实时连接也能发')
  await his.message('没有实时连接也能发').waitFor()
  await his.say('收到')
  await his.message('收到').locator('.reach.sent').waitFor()
  // Looking at the page again asks at once.
  await lina.page.evaluate('dispatchEvent(new Event("focus"))')
  await hers.message('收到').waitFor({ timeout: 5000 })
  network.mend()
  await lina.page.evaluate('dispatchEvent(new Event("focus"))')
  await lina.page.getByText('实时连接被网络拦截').waitFor({ state: 'detached', ...patience })
  await end()
})

/** Resolves, in the page, with the time of the machine at which the strip says that there is no line. */
const watchStrip = (page: Page) =>
  page.evaluate(`void (window.stripShownAt = new Promise(resolve => {
  const look = () => { if (document.querySelector('.panes .news')) resolve(Date.now()) }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
}))`)
const stripShownAt = (page: Page) => page.evaluate<number>('window.stripShownAt')

test('whoever has lost the line is told within 3 s, whether the browser knows it or only the connection ended', async () => {
  await using network = await openNetwork(demo.origin)
  const { page, context } = await demo.signIn('lina', { origin: asOpened(network.origin) })
  await conversationsOf(page).open('张伟')
  for (const [lose, mend] of [
    [() => context.setOffline(true), () => context.setOffline(false)],
    [network.cut, network.mend],
  ] as const) {
    await watchStrip(page)
    const lostAt = Date.now()
    await lose()
    expect((await stripShownAt(page)) - lostAt).toBeLessThan(3000)
    await mend()
    await page.locator('.panes .news').waitFor({ state: 'detached' })
  }
  await context.close()
})

test('an edit that the server has not got stays in the field, and is saved when the line is back', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.say('周三交初稿')
  await his.message('周三交初稿').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await his.choose(his.message('周三交初稿'), '编辑')
  await his.field.fill('周四交初稿')
  await context.setOffline(true)
  await his.field.press('Enter')
  await page.locator('.toast').first().waitFor()
  expect(await his.field.inputValue()).toBe('周四交初稿')
  await page.locator('.composer .context', { hasText: '编辑消息' }).waitFor()
  await context.setOffline(false)
  await page.locator('.panes .news').waitFor({ state: 'detached' })
  await his.field.press('Enter')
  await his.message('周四交初稿').locator('.edited').waitFor()
  expect(await his.field.inputValue()).toBe('')
  await context.close()
})

test.each([3, -3])(
  'a browser whose clock is %s hours wrong shows the times and the order that everybody sees, and recalls in time',
  async hours => {
    const [lina, zhangwei] = await Promise.all([
      demo.signIn('lina', { ahead: hours * 3_600_000 }),
      demo.signIn('zhangwei'),
    ])
    const [hers, his] = [conversationsOf(lina.page), conversationsOf(zhangwei.page)]
    await his.open('李娜')
    await hers.open('张伟')
    const name = `钟差 ${hours}`
    const texts = ['一', '二', '三', '四'].map(part => `${name} ${part}`)
    for (const [index, text] of texts.entries()) {
      await (index % 2 === 0 ? hers : his).say(text)
      await Promise.all([hers, his].map(one => one.message(text).locator('.text').waitFor()))
      await (index % 2 === 0 ? hers : his).message(text).locator('.reach.delivered, .reach.read').waitFor()
    }
    const read = (one: typeof his) => one.messages.filter({ hasText: name }).locator('.text').allInnerTexts()
    expect([await read(hers), await read(his)]).toEqual([texts, texts])
    const times = (one: typeof his) =>
      one.messages
        .filter({ hasText: name })
        .evaluateAll(all => all.map(message => message.getAttribute('aria-label')?.replace(/^[^，]*，/, '')))
    expect(await times(hers)).toEqual(await times(his))
    const days = (page: Page) => page.locator('.history .day, .history time').allInnerTexts()
    expect((await days(lina.page)).at(-1)).toBe((await days(zhangwei.page)).at(-1))
    await hers.choose(hers.message(`${name} 三`), '撤回')
    await his.message(`${name} 三`).waitFor({ state: 'detached' })
    await Promise.all([lina.context.close(), zhangwei.context.close()])
  },
)
