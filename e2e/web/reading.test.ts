import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { saveGroup } from '../../contract/groups.ts'
import { sendGroup } from '../../contract/messages.ts'
import { createClient } from '../client.ts'
import { openDemo, password } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const group = '平台重构项目组'
const devices = ['desk', 'phone'] as const

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({ HONGYAN_RATE_PERSON: '5000', HONGYAN_RATE_NETWORK: '5000' })
})
afterAll(() => demo[Symbol.asyncDispose]())

const scroll = (page: Page) => page.locator('.history .scroll')
/** What the styles make of it: the types here know no browser. */
const styleOf = (one: Locator, name: string): Promise<string> =>
  one.evaluate((element, wanted) => {
    const page = globalThis as unknown as { getComputedStyle(of: unknown): Record<string, string> }
    return page.getComputedStyle(element)[wanted] ?? ''
  }, name)
const opacity = async (one: Locator) => Number(await styleOf(one, 'opacity'))
async function boxOf(one: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await one.boundingBox()
  if (!box) throw new Error('It is not drawn')
  return box
}
type Box = Awaited<ReturnType<typeof boxOf>>
const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** What the page keeps of itself is not there, as when it is opened for the first time. */
const withoutWorker = (page: Page) =>
  page.evaluate(
    'navigator.serviceWorker.getRegistrations().then(all => Promise.all(all.map(each => each.unregister())))',
  )

/** A group of these three with so many messages of 王芳 that nobody has read. */
async function makeGroup(name: string, count: number): Promise<{ say(text: string): Promise<unknown> }> {
  const [wangfang, ...others] = await Promise.all(
    ['wangfang', 'zhangwei', 'lina'].map(async account => {
      const client = createClient(demo.server.origin)
      await client.login(account, password)
      return client
    }),
  )
  if (!wangfang) throw new Error('Nobody makes the group')
  const made = await wangfang.ask(saveGroup, {
    body: { text: name, targets: others.map(({ userId }) => userId) },
  })
  const say = (content: string) =>
    wangfang.ask(sendGroup, { body: { id: crypto.randomUUID(), receiverId: made.groupId, type: 1, content } })
  for (let number = 1; number <= count; number += 1) await say(`积压的第 ${number} 条`)
  return { say }
}

test.each<Device>(devices)(
  'every message says its time, and what one does with it covers nothing: %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const talk = conversationsOf(page)
    await talk.open(group)
    for (const number of [1, 2, 3]) await talk.say(`时间 ${number}，${device}`)
    const message = talk.message(`时间 3，${device}`)
    await message.locator('.reach.ring').waitFor()
    const time = message.locator('.at')
    expect(await time.innerText()).toMatch(/^\d\d:\d\d$/)
    expect(await opacity(time)).toBe(0)
    if (device === 'desk') await message.hover()
    else await message.locator('.bubble').tap()
    await expect.poll(() => opacity(time)).toBe(1)
    const covered = [message.locator('.bubble'), message.locator('.reach'), time]
    if (device === 'desk') {
      const tools = await boxOf(message.locator('.tools .bar'))
      for (const one of [...covered, talk.message(`时间 2，${device}`).locator('.bubble')])
        expect(meet(tools, await boxOf(one))).toBe(false)
    }
    expect(meet(await boxOf(time), await boxOf(message.locator('.bubble')))).toBe(false)
    await message.locator('.bubble').click({ button: 'right' })
    await page
      .getByRole('menu')
      .getByText(/^\d{4}年\d+月\d+日 \d\d:\d\d$/)
      .waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)

test.each<Device>(devices)(
  'while one scrolls the day is said, and a calendar leads to another one: %s',
  async device => {
    const { page, context, faults } = await demo.signIn('lina', { device })
    await conversationsOf(page).open('张伟')
    const calendar = page.getByRole('dialog', { name: '跳到某一天' })
    // While sizes are still found out, the list may go back to the newest: whoever reads up scrolls on.
    await expect
      .poll(async () => {
        await scroll(page).evaluate(element => element.scrollBy(0, -200))
        await page
          .locator('.day-pill.shown')
          .click({ timeout: 1000 })
          .catch(() => undefined)
        return calendar.isVisible()
      })
      .toBe(true)
    await calendar.locator('button:focus').waitFor()
    // Before anything was said: the first message is the next.
    for (let month = 0; month < 14; month += 1) await page.keyboard.press('PageUp')
    await page.keyboard.press('Enter')
    await calendar.waitFor({ state: 'detached' })
    const first = page.locator('[data-seq="1"]')
    await expect.poll(async () => (await boxOf(first)).y - (await boxOf(scroll(page))).y).toBeLessThan(120)
    await page.locator('.day button').first().click()
    await calendar.locator('button:focus').waitFor()
    await calendar.getByRole('button', { name: '下个月' }).waitFor()
    await page.keyboard.press('Escape')
    await calendar.waitFor({ state: 'detached' })
    await page.locator('.history .scroll:focus').waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)

test('after a jump to the first of many unread messages only what comes then is new, and a long name has one line', async () => {
  const name = '很长的群名'.repeat(10)
  const { say } = await makeGroup(name, 130)
  const { page, context, faults } = await demo.signIn('lina', { device: 'desk' })
  const talk = conversationsOf(page)
  await page.setViewportSize({ width: 800, height: 700 })
  const height = (await (await talk.open(name), boxOf(talk.field))).height
  expect(height).toBeLessThan(60)
  await talk.message('积压的第 130 条').waitFor()
  await page.getByRole('button', { name: /跳到第一条/ }).click()
  await talk.message('积压的第 1 条').waitFor()
  await page.getByRole('button', { name: '回到底部', exact: true }).waitFor()
  await say('刚刚来的一条')
  await page.getByRole('button', { name: '1 条新消息', exact: true }).click()
  await talk.message('刚刚来的一条').waitFor()
  // A run of one person has the name and the time again, long before the screen is full of it.
  await scroll(page).evaluate(element => element.scrollTo(0, element.scrollHeight))
  const gaps = await page.locator('.message').evaluateAll(all => {
    const places = all.flatMap((one, at) => (one.classList.contains('first') ? [at] : []))
    return places.slice(1).map((place, index) => place - (places[index] ?? 0))
  })
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10)
  expect(faults).toEqual([])
  await context.close()
})

test.each<Device>(devices)(
  'a long message is folded until somebody reads on, and stays as they left it: %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const talk = conversationsOf(page)
    await talk.open('李娜')
    await talk.say(Array.from({ length: 40 }, (_, line) => `${device} 长文第 ${line + 1} 行`).join('\n'))
    const message = talk.message(`${device} 长文第 40 行`)
    await message.locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
    const height = async () => (await boxOf(message.locator('.bubble'))).height
    const folded = await height()
    expect(folded).toBeLessThan(400)
    await message.getByRole('button', { name: '展开' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(height).toBeGreaterThan(folded * 2)
    const scrollUp = async () => {
      await scroll(page).evaluate(element => element.scrollTo(0, 0))
      return talk.below()
    }
    await expect.poll(scrollUp).toBeGreaterThan(300)
    await scroll(page).evaluate(element => element.scrollTo(0, element.scrollHeight))
    await message.getByRole('button', { name: '收起' }).click()
    await expect.poll(height).toBe(folded)
    expect(faults).toEqual([])
    await context.close()
  },
)

test.each<Device>(devices)('small pictures have their size, and long names their end: %s', async device => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device })
  const talk = conversationsOf(page)
  await talk.open('李娜')
  const buffer = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#c23b25' } })
    .png()
    .toBuffer()
  await page.locator('input.chooser').setInputFiles([
    { name: '图标.png', mimeType: 'image/png', buffer },
    { name: `${'第三阶段验收'.repeat(6)}测试.docx`, mimeType: 'application/msword', buffer },
  ])
  const tray = page.locator('.tray li', { hasText: '.docx' }).locator('.name')
  expect(await tray.innerText()).toMatch(/^第三阶段验收.*…\S*测试\.docx$/)
  expect(await tray.evaluate(element => element.scrollWidth <= element.clientWidth)).toBe(true)
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await talk.message('.docx').locator('a.file').waitFor()
  // The one that was sent from another device before is there already; the new one is not drawn at once.
  await expect.poll(() => talk.message('.docx').locator('.name').innerText()).toMatch(/^第三阶段验收.*…\S*测试\.docx$/)
  const picture = page.locator('.message .image').last()
  await expect.poll(async () => (await boxOf(picture.locator('img'))).width).toBe(40)
  expect((await boxOf(picture)).height).toBeLessThanOrEqual(48)
  expect(faults).toEqual([])
  await context.close()
})

test('a mention stays on one line, what is selected or jumped to can be seen on one’s own messages too', async () => {
  const { page, context } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  await talk.open(group)
  for (let blanks = 12; blanks <= 16; blanks += 1) {
    await talk.field.pressSequentially(`${'字'.repeat(blanks)}@lin`)
    await page.getByRole('option', { name: '李娜' }).first().click()
    await page.getByRole('button', { name: '发送', exact: true }).click()
    const mention = talk.message(`${'字'.repeat(blanks)}@李娜`).locator('.mention')
    await mention.waitFor()
    expect(await mention.evaluate(element => element.getClientRects().length)).toBe(1)
  }
  const message = talk.message(`${'字'.repeat(16)}@李娜`)
  await message.locator('.reach.ring').waitFor()
  await talk.choose(message, '多选')
  const grounds = await Promise.all([message, message.locator('.bubble')].map(one => styleOf(one, 'backgroundColor')))
  expect(grounds[0]).not.toBe('rgba(0, 0, 0, 0)')
  expect(grounds[0]).not.toBe(grounds[1])
  await page.keyboard.press('Escape')
  await context.close()
})

test('on a wide window one reads a column in the middle, and writing is quiet until one walks there by the keyboard', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  await page.setViewportSize({ width: 1920, height: 1080 })
  const talk = conversationsOf(page)
  await talk.open(group)
  const [sheet, message, composer] = await Promise.all(
    [page.locator('main'), talk.messages.last(), page.locator('.composer')].map(boxOf),
  )
  if (!sheet || !message || !composer) throw new Error('Something is not drawn')
  for (const one of [message, composer]) {
    expect(one.width).toBeLessThanOrEqual(960)
    expect(Math.abs(one.x + one.width / 2 - sheet.x - sheet.width / 2)).toBeLessThan(12)
  }
  const ring = () => styleOf(page.locator('.composer .box'), 'boxShadow')
  await talk.field.click()
  expect(await ring()).toBe('none')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await expect.poll(ring).not.toBe('none')

  await talk.say('提示出现的地方')
  await talk.message('提示出现的地方').locator('.reach.ring').waitFor()
  await talk.choose(talk.message('提示出现的地方'), '复制')
  const toast = page.locator('.toast').first()
  await toast.waitFor()
  await expect
    .poll(async () => {
      const box = await boxOf(toast)
      return box.y + box.height
    })
    .toBeLessThanOrEqual(composer.y)
  expect((await boxOf(toast)).y).toBeGreaterThan(sheet.y + sheet.height / 2)
  await context.close()
})

test.each<Device>(devices)(
  'a group that was opened without a line is whole once it is back, and nothing moves: %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const talk = conversationsOf(page)
    await talk.open(group)
    await talk.say(`断线之前，${device}`)
    await talk.message(`断线之前，${device}`).locator('.reach.ring').waitFor()
    await page.evaluate('navigator.serviceWorker.ready')
    await page.reload()
    await page.getByText('8 人', { exact: true }).waitFor()
    await context.setOffline(true)
    await page.reload()
    await talk.message(`断线之前，${device}`).waitFor()
    const head = page.locator('.page-head').first()
    const before = await boxOf(head)
    await page.locator('.panes .news').waitFor()
    expect(await boxOf(head)).toEqual(before)
    // It slides to its place.
    await expect.poll(async () => meet(await boxOf(page.locator('.panes .news')), await boxOf(head))).toBe(false)
    await context.setOffline(false)
    await page.getByText('8 人', { exact: true }).waitFor()
    await talk
      .message(`断线之前，${device}`)
      .getByRole('button', { name: /人已读|全部已读/ })
      .waitFor()
    await page.locator('.panes .news').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await context.close()
  },
)

test.each<Device>(devices)(
  'on a slow line the chosen row and a skeleton are there at once, and before that a sign of life: %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    let release = () => undefined as void
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await withoutWorker(page)
    await context.route(/assets\/ChatPage-[^/]*\.js$/, async route => {
      await held
      await route.continue()
    })
    await page.reload({ waitUntil: 'commit' })
    const talk = conversationsOf(page)
    await talk.row(group).locator('a').click()
    await page.locator('.chat-coming .history-skeleton').waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/chat\/group\/\d+$/)
    if (device === 'desk') await talk.row(group).locator('.chosen').waitFor()
    release()
    await talk.messages.first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)

test('until the client runs its sign is there, in light and dark', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const { page, context } = await demo.visit({ theme })
    await withoutWorker(page)
    await context.route(/assets\/.*\.js$/, () => undefined)
    await page.reload({ waitUntil: 'commit' })
    await page.locator('.starting img').waitFor()
    await expect.poll(() => opacity(page.locator('.starting'))).toBe(1)
    const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    expect(ground).toBe(theme === 'light' ? 'rgb(233, 238, 238)' : 'rgb(14, 21, 24)')
    await context.close()
  }
})

test('while a file is on its way, the list shows no clock beside a text that was sent after it', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const talk = conversationsOf(page)
  await talk.open('李娜')
  let release = () => undefined as void
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await context.route('**/api/file_upload', async route => {
    await held
    await route.continue()
  })
  await page
    .locator('input.chooser')
    .setInputFiles({ name: '慢文件.txt', mimeType: 'text/plain', buffer: Buffer.from('慢') })
  await page.locator('.tray li').waitFor()
  await talk.field.press('Enter')
  await talk.row('李娜').locator('.sending').waitFor()
  await talk.say('文件还在路上')
  await talk.message('文件还在路上').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await talk.row('李娜').getByText('文件还在路上').waitFor()
  await talk.row('李娜').locator('.sending').waitFor({ state: 'detached' })
  release()
  await talk.message('慢文件.txt').locator('.file a').waitFor()
  await context.close()
})
