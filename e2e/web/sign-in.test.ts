import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { command, makePeople } from '../people.ts'
import { startServer } from '../server-process.ts'
import { tempFolder } from '../temp-folder.ts'
import { asOpened, openDemo, password } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import type { Demo } from './browser.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const fill = async (page: Page, account: string, secret: string) => {
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.getByLabel('密码', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}
const atPath = (page: Page, path: string) => page.waitForURL(url => url.pathname === path)

/** Shows the code on the desk, and holds it before the phone as a photo. */
async function scan(desk: Page, phone: Page): Promise<void> {
  await desk.getByText('扫码登录').click()
  const code = desk.getByRole('img', { name: '登录二维码' })
  await code.locator('path[d^="M"]').waitFor()
  await phone.goto(`${demo.origin}/scan`)
  await phone
    .locator('input[type=file]')
    .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await code.screenshot() })
  await phone.getByRole('heading', { name: '确认登录电脑端？' }).waitFor()
}

test('a stranger signs in by password and lands where they wanted to go', async () => {
  const { page, context, faults } = await demo.visit()
  await page.goto(`${demo.origin}/me/look`)
  await atPath(page, '/login')
  await fill(page, 'zhangwei', 'nonsense')
  await page.getByText('账号或密码错误').waitFor()
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await atPath(page, '/me/look')
  await page.getByRole('heading', { name: '外观与语言' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a desk is signed in by the phone that scans its code, and the phone stays signed in', async () => {
  const [desk, phone] = await Promise.all([demo.visit(), demo.signIn('lina', { device: 'phone' })])
  await scan(desk.page, phone.page)
  await desk.page.locator('.qr-login .name', { hasText: '李娜' }).waitFor()
  await desk.page.getByText('已扫描，请在手机上确认').waitFor()
  expect(await phone.page.locator('dl').innerText()).toContain('127.0.0.1')
  await phone.page.getByRole('button', { name: '确认登录' }).click()
  await phone.page.getByText('已登录').waitFor()
  await desk.page.locator('.chat-list li').first().waitFor()
  await phone.page.getByRole('button', { name: '完成' }).click()
  await phone.page.locator('.chat-list li').first().waitFor()
  expect([...desk.faults, ...phone.faults]).toEqual([])
  await Promise.all([desk.context.close(), phone.context.close()])
})

test('who refuses on the phone ends the code, and the desk says so and shows another', async () => {
  const [desk, phone] = await Promise.all([demo.visit(), demo.signIn('wangfang', { device: 'phone' })])
  await scan(desk.page, phone.page)
  await phone.page.getByRole('button', { name: '拒绝' }).click()
  await phone.page.getByText('那台设备没有登录').waitFor()
  await desk.page.getByText('二维码已失效').waitFor()
  await desk.page.getByRole('button', { name: '换一个二维码' }).click()
  await desk.page.getByRole('img', { name: '登录二维码' }).waitFor()
  await Promise.all([desk.context.close(), phone.context.close()])
})

test.each(['desk', 'phone'] as const)(
  'who signs in elsewhere is told so here, on a %s, and comes back to where they were',
  async device => {
    const first = await demo.signIn('zhangwei', { device })
    await first.page.goto(`${demo.origin}/me/security`)
    await first.page.getByRole('heading', { name: '账号与安全' }).waitFor()
    const second = await demo.signIn('zhangwei', { device })
    await first.page.getByText('在另一台同类设备上登录').waitFor()
    expect(await first.page.getByLabel('账号', { exact: true }).inputValue()).toBe('zhangwei')
    await fill(first.page, 'zhangwei', password)
    await atPath(first.page, '/me/security')
    await second.page.getByText('在另一台同类设备上登录').waitFor()
    await Promise.all([first.context.close(), second.context.close()])
  },
)

test('a device that one does not know is signed out from here, and lands on its sign-in page', async () => {
  const [desk, phone] = await Promise.all([demo.signIn('wangfang'), demo.signIn('wangfang', { device: 'phone' })])
  await desk.page.goto(`${demo.origin}/me/security`)
  const devices = desk.page.getByRole('list', { name: '登录的设备' })
  await devices.getByRole('listitem').filter({ hasText: '本机' }).waitFor()
  await devices.getByRole('button', { name: /退出登录/ }).click()
  await desk.page.getByRole('alertdialog').getByRole('button', { name: '退出' }).click()
  await phone.page.getByLabel('账号', { exact: true }).waitFor()
  await expect.poll(() => devices.getByRole('listitem').count()).toBe(1)
  expect(desk.faults).toEqual([])
  await Promise.all([desk.context.close(), phone.context.close()])
})

test('who was away when another device took the place of theirs is told so, not that the login expired', async () => {
  const first = await demo.signIn('zhangwei')
  await first.page.goto('about:blank')
  const second = await demo.signIn('zhangwei')
  await first.page.goto(demo.origin)
  await first.page.getByText('在另一台同类设备上登录').waitFor()
  await Promise.all([first.context.close(), second.context.close()])
})

test('who signs out leaves nothing of what they read on the device', async () => {
  const { page, context } = await demo.signIn('wangfang')
  await page.goto(`${demo.origin}/me`)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '退出登录' }).click()
  await page.getByText('已退出登录。').waitFor()
  await expect.poll(() => page.evaluate<number>('indexedDB.databases().then(all => all.length)')).toBe(0)
  expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('authorization')
  await context.close()
})

test('the administrator of an empty server chooses a password of their own before anything else', async () => {
  using folder = tempFolder()
  await using server = await startServer({ folder: folder.path })
  const given = /^ +password +(\S+)/m.exec(server.output())?.[1] ?? ''
  const context = await demo.browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(asOpened(server.origin))
  await fill(page, 'admin', given)
  await page.getByRole('heading', { name: '设置你自己的密码' }).waitFor()
  await page.goto(`${asOpened(server.origin)}/me`)
  await atPath(page, '/login')
  await page.getByLabel('一次性密码').fill(given)
  await page.getByLabel('新密码').fill('short')
  await page.getByLabel('再输入一次').fill('short')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('至少 8 个字符').waitFor()
  await page.getByLabel('新密码').fill('a password of mine')
  await page.getByLabel('再输入一次').fill('a password of mine')
  await page.keyboard.press('Enter')
  await page.getByRole('main').waitFor()
  await page.waitForURL(url => url.pathname !== '/login')
  await context.close()
})

test('a one-time password leads to the first message in one page load', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  await using server = await startServer({ folder: folder.path })
  const added = await command(folder.path, 'user', 'add', 'dora', '朵拉', '--company', 'Example')
  const given = /password: (\w+)/.exec(added)?.[1] ?? ''
  const alice = await people.login(server.origin, 'alice')
  const context = await demo.browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  await page.goto(`${asOpened(server.origin)}/chat/direct/${alice.userId}`)
  await fill(page, 'dora', given)
  await page.getByLabel('新密码').fill('12345678')
  await page.getByLabel('再输入一次').fill('12345678')
  await page.keyboard.press('Enter')
  await page.getByText('这个密码太常见').waitFor()
  await page.getByLabel('新密码').fill('a password of mine')
  await page.getByLabel('再输入一次').fill('a password of mine')
  await page.keyboard.press('Enter')
  const line = await alice.line()
  await conversationsOf(page).say('第一条消息')
  expect((await line.next(1100)).data.content).toBe('第一条消息')
  expect(loads).toBe(1)
  await context.close()
})
