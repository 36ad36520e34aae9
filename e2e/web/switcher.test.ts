import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSecure, openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { switcherOf } from './switcher.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const path = (page: Page) => new URL(page.url()).pathname
const heading = (page: Page, name: string) => page.locator('.page-head').getByRole('heading', { name, exact: true })

test('from every page, the shortcut and a few letters lead to a person, and straight on to the first words', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const switcher = switcherOf(page)
  for (const [address, typed] of [
    ['/', 'lina'],
    ['/contacts', 'ln'],
    ['/contacts/groups', '李娜'],
    ['/home', 'li na'],
    ['/me', 'LINA'],
    ['/me/look', '李'],
    ['/assistants/friends', 'lin'],
  ] as const) {
    await page.goto(demo.origin + address)
    await page.locator('.switcher-field').waitFor()
    await page.keyboard.press('Control+k')
    await switcher.field.waitFor()
    await page.keyboard.type(typed)
    await switcher.row('李娜').waitFor()
    await expect.poll(() => switcher.chosen.innerText()).toContain('李')
    if (typed === '李' || typed === 'lin') await switcher.row('李娜').click()
    else await page.keyboard.press('Enter')
    await switcher.dialog.waitFor({ state: 'detached' })
    await heading(page, '李娜').waitFor()
    expect(path(page)).toMatch(/^\/chat\/direct\/\d+$/)
  }
  await conversationsOf(page).field.waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zhaolei')
  await switcher.row('赵磊').waitFor()
  await page.keyboard.press('Enter')
  await heading(page, '赵磊').waitFor()
  await page.locator('.composer textarea:focus').waitFor()
  await page.keyboard.type('从快速查找过来的')
  await page.keyboard.press('Enter')
  await conversationsOf(page).message('从快速查找过来的').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('the shortcut is named as it is on the machine', async () => {
  const { page, context } = await demo.signIn('lina')
  await page.locator('.switcher-field kbd', { hasText: 'Ctrl K' }).waitFor()
  await page.getByText('从左侧选择，或按 Ctrl K 找人、找群。').waitFor()
  await page.addInitScript("Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'MacIntel' })")
  await page.reload()
  await page.locator('.switcher-field kbd', { hasText: '⌘K' }).waitFor()
  await page.getByText('从左侧选择，或按 ⌘K 找人、找群。').waitFor()
  await page.keyboard.press('Meta+k')
  await switcherOf(page).field.waitFor()
  await context.close()
})

test.each<Device>(['desk', 'phone'])('the field leads there by hand, from all four areas: %s', async device => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device })
  const switcher = switcherOf(page)
  for (const address of ['/', '/contacts', '/home', '/me']) {
    await page.goto(demo.origin + address)
    await page.getByRole('button', { name: '搜索联系人、群、消息' }).click()
    await switcher.field.fill('查无此人')
    await switcher.nothing('查无此人').waitFor()
    expect(await switcher.options.count()).toBe(0)
    await switcher.field.fill('平台')
    await switcher.row('平台重构项目组').waitFor()
    expect(await switcher.nothing('平台').count()).toBe(0)
    await switcher.row('平台重构项目组').click()
    await heading(page, '平台重构项目组').waitFor()
  }
  await page.goto(`${demo.origin}/contacts`)
  await page.getByRole('button', { name: '搜索联系人、群、消息' }).click()
  await switcher.field.fill('lina')
  await switcher.row('李娜').waitFor()
  await switcher.row('李娜').hover()
  await switcher.row('李娜').locator('.page').click()
  await page.locator('.person-page dl').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('all of it is done by keyboard', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const switcher = switcherOf(page)
  const open = async (typed: string) => {
    await page.keyboard.press('Control+k')
    await switcher.field.waitFor()
    await page.keyboard.type(typed)
  }
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const isChosen = (name: string) => expect.poll(() => switcher.chosen.locator('.title').innerText()).toBe(name)

  // What was used last, before anything is typed.
  await open('')
  const recent = await switcher.options.locator('.title').allInnerTexts()
  expect(recent.length).toBeGreaterThan(3)
  await press('ArrowDown', 'ArrowDown', 'ArrowUp')
  await isChosen(recent[1] ?? '')
  await press('End')
  await isChosen(recent.at(-1) ?? '')
  await press('ArrowDown')
  await isChosen(recent[0] ?? '')
  await press('ArrowUp', 'Home')
  await isChosen(recent[0] ?? '')
  await press('Escape')
  await switcher.dialog.waitFor({ state: 'detached' })

  // The page of a person.
  await open('lina')
  await isChosen('李娜')
  await press('Control+Enter')
  await page.locator('.person-page dl').waitFor()

  // By department, and by telephone number.
  await open('后端组')
  await switcher.row('赵磊').waitFor()
  await press('Escape')

  // A page of settings, an action, and the dialog that takes its place.
  await open('shense')
  await isChosen('切换到深色外观')
  await press('Enter')
  await page.locator('html[data-theme="dark"]').waitFor()
  await open('mima')
  await isChosen('账号与安全')
  await press('Enter')
  await heading(page, '账号与安全').waitFor()
  await open('建群')
  await isChosen('发起群聊')
  await press('Enter')
  await page.getByRole('dialog', { name: '发起群聊' }).waitFor()
  // What has the keyboard keeps it.
  await press('Control+k')
  expect(await switcher.field.count()).toBe(0)
  await press('Escape')

  // A message, and all of them.
  await open('方案')
  await switcher.section('消息').waitFor()
  await press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '消息', exact: true, pressed: true }).waitFor()
  await switcher.options.locator('mark').first().waitFor()
  await press('ArrowDown', 'Enter')
  await page.locator('.message.sought mark', { hasText: '方案' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('what the server adds moves nothing that is there, and what is held is found without it', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const switcher = switcherOf(page)
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(/search_my_contact|search_msg/, async route => {
    await held
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await switcher.field.fill('li')
  await switcher.row('李娜').waitFor()
  const places = () =>
    switcher.options.evaluateAll(rows =>
      rows.map(row => `${row.id} ${Math.round(row.getBoundingClientRect().top)} ${row.getAttribute('aria-selected')}`),
    )
  const before = await places()
  expect(before.length).toBeGreaterThan(1)
  release()
  await page.getByText('正在搜索…').waitFor({ state: 'detached' })
  expect((await places()).slice(0, before.length)).toEqual(before)
  await page.unroute(/search_my_contact|search_msg/)

  await page.keyboard.press('Escape')
  await conversationsOf(page).open('赵磊')
  await context.setOffline(true)
  await page.keyboard.press('Control+k')
  await switcher.field.fill('lina')
  await switcher.row('李娜').waitFor()
  await page.getByText('网络不通，只找了这台设备上的联系人和会话').waitFor()
  await page.keyboard.press('Enter')
  await heading(page, '李娜').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test.runIf(isSecure)('who was known is found by a page that starts without the network', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const switcher = switcherOf(page)
  await page.keyboard.press('Control+k')
  await switcher.field.fill('yl')
  await switcher.options.first().waitFor()
  await page.keyboard.press('Escape')
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await context.setOffline(true)
  await page.reload()
  await page.locator('.chat-list li').first().waitFor()
  await page.keyboard.press('Control+k')
  // Nothing was ever said with her: she is in the book, by her name and by her department.
  for (const typed of ['yangliu', 'yl', '视觉组']) {
    await switcher.field.fill(typed)
    await switcher.row('杨柳').waitFor()
  }
  await switcher.field.fill('lina')
  await switcher.row('李娜').waitFor()
  await page.keyboard.press('Enter')
  await heading(page, '李娜').waitFor()
  await conversationsOf(page).messages.first().waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('who is known to nobody here is found by the whole username, and asked for friendship', async () => {
  const { page, context, faults } = await demo.signIn('lina')
  const switcher = switcherOf(page)
  await page.keyboard.press('Control+k')
  await switcher.field.fill('yuyue')
  await switcher.row('俞跃').getByText('还不是好友，可申请').waitFor()
  expect(await switcher.row('俞跃').locator('.page').count()).toBe(0)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '申请加 俞跃 为好友' })
  await expect.poll(() => dialog.getByRole('textbox').inputValue()).toBe('我是李娜')
  await dialog.getByRole('button', { name: '发送', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await context.close()
})

const marks = (page: Page): Locator => page.locator('.message mark')

test('a search stands beside the conversation, which stays as usable as it was', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const talk = conversationsOf(page)
  await talk.open('平台重构项目组')
  await page.keyboard.press('Control+f')
  const field = page.getByRole('searchbox', { name: '在本会话中搜索' })
  await field.fill('方案')
  const panel = page.getByRole('complementary', { name: '搜索聊天记录' })
  const place = () => panel.getByRole('status').innerText()
  await expect.poll(place).toMatch(/^\d+ 条结果$/)
  const count = Number.parseInt(await place(), 10)
  expect(count).toBeGreaterThan(2)

  const sought = page.locator('.message.sought')
  const seqOf = () => sought.getAttribute('data-seq').then(Number)
  await field.press('Enter')
  await expect.poll(place).toBe(`第 1 条，共 ${count} 条`)
  await sought.locator('mark', { hasText: '方案' }).waitFor()
  const newest = await seqOf()
  await page.keyboard.press('F3')
  await expect.poll(place).toBe(`第 2 条，共 ${count} 条`)
  await expect.poll(seqOf).toBeLessThan(newest)
  await page.keyboard.press('Shift+Enter')
  await expect.poll(seqOf).toBe(newest)
  await panel.getByRole('button', { name: '上一条（更早）' }).click()
  await expect.poll(seqOf).toBeLessThan(newest)
  await panel.getByRole('button', { name: '下一条（更新）' }).click()
  await expect.poll(seqOf).toBe(newest)

  // One writes meanwhile, and the keys still lead on.
  await talk.say('边搜边写')
  await talk.message('边搜边写').locator('.reach.sent, .reach.ring').waitFor()
  await page.keyboard.press('F3')
  await expect.poll(place).toBe(`第 2 条，共 ${count} 条`)
  await sought.locator('mark').first().waitFor()

  // Nothing of the conversation is covered, in narrower windows either.
  for (const width of [1440, 1024, 800]) {
    await page.setViewportSize({ width, height: 800 })
    await talk.field.click()
    const [send, search] = await Promise.all([page.locator('.composer').boundingBox(), panel.boundingBox()])
    if (!send || !search) throw new Error('Both are in sight')
    const isBeside = send.x + send.width <= search.x + 1 || search.y + search.height <= send.y + 1
    expect([width, isBeside]).toEqual([width, true])
  }

  await field.focus()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
  await marks(page).first().waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await context.close()
})

test('conditions narrow a search: who wrote it, what it carries, before which day', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  await conversationsOf(page).open('平台重构项目组')
  await page.getByRole('button', { name: '搜索聊天记录' }).click()
  const panel = page.getByRole('complementary', { name: '搜索聊天记录' })
  const rows = panel.locator('.hits .list-row')
  const names = async () => [...new Set(await rows.locator('.title').allInnerTexts())]
  await panel.getByRole('searchbox').fill('的')
  await expect.poll(async () => (await names()).length).toBeGreaterThan(1)
  const writer = (await names()).find(name => name !== '你') ?? ''
  await panel.getByRole('button', { name: '发送者' }).click()
  await page.getByRole('menuitemradio', { name: writer, exact: true }).click()
  await expect.poll(names).toEqual([writer])
  const count = () =>
    panel
      .getByRole('status')
      .innerText()
      .then(text => Number.parseInt(text, 10))
  const all = await count()
  const calendar = page.getByRole('dialog', { name: '早于…' })
  await panel.getByRole('button', { name: '早于…' }).click()
  await calendar.waitFor()
  await page.keyboard.press('Escape')
  await calendar.waitFor({ state: 'detached' })
  await panel.getByRole('button', { name: '早于…' }).click()
  await calendar.locator('td :focus').waitFor()
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Enter']) await page.keyboard.press(key)
  await panel.getByRole('button', { name: /^早于 .+/ }).waitFor()
  await expect.poll(async () => (await rows.count()) === 0 || (await count()) < all).toBe(true)
  await panel.getByRole('button', { name: '不限日期' }).click()
  await expect.poll(count).toBe(all)
  await panel.getByRole('searchbox').fill('')
  await panel.getByRole('button', { name: '文件', exact: true }).click()
  await expect
    .poll(async () => (await rows.count()) === 0 || (await rows.first().innerText()).includes('[文件]'))
    .toBe(true)
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone a hit shows its place, a bar leads on, and the way back closes the search', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  await talk.open('平台重构项目组')
  const begin = async () => {
    await page.getByRole('button', { name: '搜索聊天记录' }).click()
    await page.getByRole('searchbox', { name: '在本会话中搜索' }).fill('方案')
    await page.locator('.hits .list-row').first().waitFor()
  }
  const bar = page.getByRole('toolbar')
  await begin()
  await page.goBack()
  await bar.waitFor({ state: 'detached' })
  await talk.field.waitFor()

  await begin()
  await page.locator('.hits .list-row').nth(1).click()
  await bar.getByText(/^第 2 条/).waitFor()
  await page.locator('.message.sought mark').first().waitFor()
  await talk.field.waitFor()
  await bar.getByRole('button', { name: '上一条（更早）' }).click()
  await bar.getByText(/^第 3 条/).waitFor()
  await bar.getByRole('button', { name: '回到结果列表' }).click()
  await page.locator('.hits .list-row').first().waitFor()
  await page.locator('.hits .list-row').first().click()
  await bar.getByText(/^第 1 条/).waitFor()
  await page.goBack()
  await bar.waitFor({ state: 'detached' })
  await page.waitForURL(/\/chat\/group\/\d+$/)
  expect(await marks(page).count()).toBe(0)

  await page.goBack()
  await talk.row('平台重构项目组').waitFor()
  await page.getByRole('button', { name: '搜索联系人、群、消息' }).click()
  await switcherOf(page).field.waitFor()
  await page.goBack()
  await switcherOf(page).dialog.waitFor({ state: 'detached' })
  expect(path(page)).toBe('/')
  expect(faults).toEqual([])
  await context.close()
})
