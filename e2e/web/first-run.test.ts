import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createInvitation, foundCompany, withdrawInvitation } from '../../contract/company.ts'
import { editPassword } from '../../contract/accounts.ts'
import { createClient } from '../client.ts'
import { startServer } from '../server-process.ts'
import { tempFolder } from '../temp-folder.ts'
import { asOpened, isSecure, openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const secret = 'a password of mine'
let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** A server on an empty folder, and the password that it printed. */
async function openEmpty() {
  const folder = tempFolder()
  const server = await startServer({ folder: folder.path })
  const given = /^ +password +(\S+)/m.exec(server.output())?.[1] ?? ''
  return {
    server,
    given,
    origin: asOpened(server.origin),
    async [Symbol.asyncDispose]() {
      await server.stop()
      folder[Symbol.dispose]()
    },
  }
}

async function chooseOwn(page: Page, given: string): Promise<void> {
  await page.getByLabel('账号', { exact: true }).fill('admin')
  await page.getByLabel('密码', { exact: true }).fill(given)
  await page.keyboard.press('Enter')
  await page.getByLabel('新密码').fill(secret)
  await page.getByLabel('再输入一次').fill(secret)
  await page.keyboard.press('Enter')
}

async function fillIn(page: Page, name: string, password = secret): Promise<void> {
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('设置密码').fill(password)
  await page.getByRole('button', { name: '加入并开始使用' }).click()
}

/** The end of the link, to be opened at the name by which this browser reaches the server. */
const pathOf = (link: string) => new URL(link).pathname

test('from an empty folder to two people who talk, in one page load each', async () => {
  await using empty = await openEmpty()
  const [desk, phone] = await Promise.all([
    demo.visit({ origin: empty.origin }),
    demo.visit({ origin: empty.origin, device: 'phone' }),
  ])
  let loads = 0
  desk.page.on('load', () => {
    loads += 1
  })
  await chooseOwn(desk.page, empty.given)
  await desk.page.getByRole('heading', { name: '给公司起个名字' }).waitFor()
  await desk.page.getByRole('button', { name: '下一步' }).click()
  await desk.page.getByText('请填写公司名称').waitFor()
  await desk.page.getByLabel('公司名称').fill('长风科技')
  await desk.page.keyboard.press('Enter')
  const link = await desk.page.getByLabel('邀请链接').inputValue()
  // A server that is opened at its own machine's address cannot be reached by a phone: there it says so instead.
  await (isSecure ? desk.page.getByText('HONGYAN_HOST') : desk.page.getByRole('img', { name: '邀请二维码' })).waitFor()

  await phone.page.goto(empty.origin + pathOf(link))
  await phone.page.getByRole('heading', { name: '长风科技' }).waitFor()
  await phone.page.getByText('管理员 邀请你加入').waitFor()
  await fillIn(phone.page, '李 晓明')
  const newcomer = conversationsOf(phone.page)
  await newcomer.say('大家好，我来了')

  await desk.page.getByRole('button', { name: '下一步' }).click()
  await desk.page.getByRole('heading', { name: '让同事认出你' }).waitFor()
  await desk.page.getByRole('button', { name: '开始使用' }).click()
  await desk.page.locator('.history').getByText('大家好，我来了', { exact: true }).waitFor()
  await conversationsOf(desk.page).say('欢迎！')
  await phone.page.locator('.history').getByText('欢迎！', { exact: true }).waitFor()
  expect(loads).toBe(0)

  // Who came stands in the company, and comes back by the name they gave.
  await desk.page.goto(`${empty.origin}/contacts`)
  await desk.page.getByText('2 人').waitFor()
  const again = await demo.visit({ origin: empty.origin, device: 'phone' })
  await again.page.getByLabel('账号', { exact: true }).fill('李晓明')
  await again.page.getByLabel('密码', { exact: true }).fill(secret)
  await again.page.keyboard.press('Enter')
  await again.page.locator('.chat-list').getByText('长风科技全员群').waitFor()
  expect([...desk.faults, ...phone.faults, ...again.faults]).toEqual([])
  await Promise.all([desk, phone, again].map(({ context }) => context.close()))
})

test('an invitation that lets nobody in says why, and a name that is taken loses nothing of what was typed', async () => {
  await using empty = await openEmpty()
  const admin = createClient(empty.server.origin)
  await admin.login('admin', empty.given)
  await admin.ask(editPassword, { body: { oldPassword: empty.given, password: secret } })
  await admin.ask(foundCompany, { body: { name: '长风科技' } })
  const once = await admin.ask(createInvitation, { body: { uses: 1, days: 1 } })
  const gone = await admin.ask(createInvitation, { body: {} })
  await admin.ask(withdrawInvitation, { query: { id: gone.id } })

  const { page, context, faults } = await demo.visit({ origin: `${empty.origin}/join/nonsense` })
  await page.getByText('邀请链接不存在').waitFor()
  await page.goto(`${empty.origin}/join/${gone.code}`)
  await page.getByText('邀请链接已停用').waitFor()
  await page.goto(`${empty.origin}/join/${once.code}`)
  await fillIn(page, '小明', '12345678')
  await page.getByText('这个密码太常见').waitFor()
  await page.getByLabel('用户名').fill('admin')
  await page.getByLabel('设置密码').fill(secret)
  await page.keyboard.press('Enter')
  await page.getByText('这个用户名已被使用').waitFor()
  expect(await page.getByLabel('姓名').inputValue()).toBe('小明')
  await page.getByLabel('用户名').fill('xiaoming')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.pathname.startsWith('/chat/group/'))

  // Who has an account is not made another one by mistake; the link is used up for the next.
  await page.goto(`${empty.origin}/join/${once.code}`)
  await page.getByText('邀请链接的名额已用完').waitFor()
  const other = await admin.ask(createInvitation, { body: {} })
  await page.goto(`${empty.origin}/join/${other.code}`)
  await page.getByText('你已经以“小明”登录').waitFor()
  await page.getByRole('button', { name: '打开鸿雁' }).click()
  await page.locator('.chat-list').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an administrator invites from the contacts, and takes an invitation back', async () => {
  await using empty = await openEmpty()
  const { page, context, faults } = await demo.visit({ origin: empty.origin })
  await chooseOwn(page, empty.given)
  await page.getByLabel('公司名称').fill('长风科技')
  await page.keyboard.press('Enter')
  await page.getByLabel('邀请链接').waitFor()
  await page.goto(`${empty.origin}/contacts`)
  await page.getByRole('button', { name: '邀请同事' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('邀请链接')
  const first = await field.inputValue()
  await dialog.getByText('有效期与人数').click()
  await dialog.getByRole('button', { name: '停用' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '停用' }).click()
  await expect.poll(() => field.inputValue()).not.toBe(first)
  await page.goto(empty.origin + pathOf(first))
  await page.getByText('邀请链接已停用').waitFor()
  expect(faults).toEqual([])
  await context.close()
})
