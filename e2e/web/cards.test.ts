import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findContacts } from '../../contract/directory.ts'
import { saveGroup } from '../../contract/groups.ts'
import { sendDirect, sendGroup } from '../../contract/messages.ts'
import { createClient } from '../client.ts'
import type { Client } from '../client.ts'
import { openDemo, password } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

const devices = ['desk', 'phone'] as const
const group = '平台重构项目组'
let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const cardOf = (page: Page, name: string) => page.getByRole('dialog', { name: `${name}的名片` })
const clientOf = async (account: string) => {
  const client = createClient(new URL(demo.server.origin).origin)
  await client.login(account, password)
  return client
}
let said = 0
const messageId = () => `cnbift${Date.now()}${Date.now() + said++}`

/** Somebody says something in a group, and mentions somebody. */
async function say(account: string, groupId: number, content: string, atIds?: number): Promise<void> {
  const client = await clientOf(account)
  const body = { id: messageId(), receiverId: groupId, type: 1, content, ...(atIds ? { atIds: String(atIds) } : {}) }
  await client.ask(sendGroup, { body })
}

const idOf = async (client: Client, name: string): Promise<number> =>
  (await client.ask(findContacts, { query: { keyword: name } })).contacts[0]?.id ?? 0

test.each([
  { device: 'desk', account: 'lina', name: '李娜', department: '产品中心 / 产品部 / 企业产品组', position: '产品经理' },
  { device: 'phone', account: 'wangfang', name: '王芳', department: '产品中心 / 设计部 / 视觉组', position: '设计师' },
] as const)('a face and a mention open a card, and the card leads on, on a $device', async given => {
  const { device, account, name, department, position } = given
  const { page, context, faults } = await demo.signIn('zhangwei', { device })
  const talk = conversationsOf(page)
  const hechao = await idOf(await clientOf('sunhao'), '何超')
  await talk.open(group)
  const groupId = Number(new URL(page.url()).pathname.split('/').at(-1))
  await say(account, groupId, `@何超 接口的文档在哪里，${device}`, hechao)
  const message = talk.message(`接口的文档在哪里，${device}`)

  const face = message.locator('.face').getByRole('button', { name: `${name}的名片` })
  await face.click()
  const hers = cardOf(page, name)
  await hers.getByRole('heading', { name, exact: true }).waitFor()
  await hers.getByText(department, { exact: true }).waitFor()
  await hers.getByText(position, { exact: true }).waitFor()
  await hers.getByText('鸿雁科技', { exact: true }).waitFor()
  const phone = hers.getByRole('link', { name: /^138/ })
  expect(await phone.getAttribute('href')).toBe(`tel:${await phone.innerText()}`)
  expect(await hers.getByRole('link', { name: `${account}@example.com` }).getAttribute('href')).toBe(
    `mailto:${account}@example.com`,
  )
  await hers.getByRole('button', { name: '复制手机' }).click()
  await page.getByText('已复制', { exact: true }).waitFor()
  await hers.waitFor()
  await page.keyboard.press('Escape')
  await hers.waitFor({ state: 'detached' })
  await message.locator('.face .card-button:focus').waitFor()

  await message.getByRole('button', { name: '@何超' }).click()
  await cardOf(page, '何超').getByRole('button', { name: '发消息' }).click()
  await page.waitForURL(`**/chat/direct/${hechao}`)
  await page.locator('.page-head').getByRole('button', { name: '何超', exact: true }).click()
  await cardOf(page, '何超').getByRole('button', { name: '完整资料' }).click()
  await page.getByRole('heading', { name: '何超', exact: true }).waitFor()
  const facts = page.locator('.person-page .person-facts')
  await facts.getByText('研发中心 / 平台部 / 前端组', { exact: true }).waitFor()
  expect(await facts.innerText()).not.toMatch(/性别|生日/)
  expect(await page.locator('.person-page').getByText('何超', { exact: true }).count()).toBe(1)
  expect(faults).toEqual([])
  await context.close()
})

test('a card is opened and left by the keyboard alone', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  const talk = conversationsOf(page)
  await talk.open(group)
  const groupId = Number(new URL(page.url()).pathname.split('/').at(-1))
  await say('jinxin', groupId, '键盘也可以')
  const message = talk.message('键盘也可以')
  await message.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const card = cardOf(page, '金鑫')
  await card.getByRole('link', { name: /^138/ }).waitFor()
  for (const name of ['复制名片', /^138/] as const) {
    await page.keyboard.press('Tab')
    await card.locator(':focus').waitFor()
    expect(await card.locator(':focus').evaluate(element => element.ariaLabel ?? element.textContent)).toMatch(name)
  }
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await card.waitFor()
  await context.close()
})

test.each(devices)("one's own card leads to oneself, on a %s", async device => {
  const { page, context } = await demo.signIn('zhangwei', { device })
  await conversationsOf(page).open(group)
  await page.getByRole('button', { name: '群资料', exact: true }).click()
  await page.locator('.group-panel').getByRole('button', { name: /成员/ }).click()
  const members = page.getByRole('dialog', { name: '全部成员' })
  await members.getByRole('button', { name: /^张伟/ }).click()
  const card = cardOf(page, '张伟')
  await card.getByText('这是你自己').waitFor()
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await members.getByRole('button', { name: /^张伟/ }).click()
  await card.getByRole('button', { name: '发给自己' }).click()
  await page.locator('.page-head').getByText('文件传输助手').waitFor()
  await context.close()
})

test.each(devices)(
  'of whom one may not see more there is the face, and the way to friendship, on a %s',
  async device => {
    const [account, name] = device === 'desk' ? ['wangfang', '王芳'] : ['hechao', '何超']
    const { page, context, faults } = await demo.signIn(account, { device })
    const [owner, stranger] = await Promise.all([clientOf('zhangwei'), clientOf('fangyuan')])
    const text = `两家公司，${device}`
    const targets = [await idOf(owner, name), stranger.userId]
    const { groupId } = await owner.ask(saveGroup, { body: { text, targets } })
    await say('fangyuan', groupId, `大家好，${device}`)
    await conversationsOf(page).open(text)
    await conversationsOf(page).message(`大家好，${device}`).locator('.face .card-button').click()
    const card = cardOf(page, '方圆')
    await card.getByText('加为好友后，可以看到更多资料。').waitFor()
    expect(await card.locator('dl').count()).toBe(0)
    await card.getByRole('button', { name: '加为好友' }).click()
    const dialog = page.getByRole('dialog', { name: '申请加 方圆 为好友' })
    await dialog.getByRole('button', { name: '发送', exact: true }).click()
    await page.getByText('申请已发送', { exact: true }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)

test('a card shows at once what is known, says what is not, and is read again', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  // The head of a talk asks for the card, too.
  let isAway = true
  await page.route('**/api/contact_info*', route => (isAway ? route.abort() : route.continue()))
  await conversationsOf(page).open('李娜')
  await page.locator('.page-head').getByRole('button', { name: '李娜', exact: true }).click()
  const card = cardOf(page, '李娜')
  await card.getByRole('heading', { name: '李娜', exact: true }).waitFor()
  await card.getByText('网络不通，请检查连接后再试').waitFor()
  isAway = false
  await card.getByRole('button', { name: '重试' }).click()
  await card.getByText('产品中心 / 产品部 / 企业产品组', { exact: true }).waitFor()
  await page.keyboard.press('Escape')

  // What was read once is in sight at once, though the server does not answer.
  await page.route('**/api/contact_info*', () => undefined)
  await page.locator('.page-head').getByRole('button', { name: '李娜', exact: true }).click()
  await card.getByText('产品中心 / 产品部 / 企业产品组', { exact: true }).waitFor()
  await context.close()
})

test('on a phone the way back closes a card, and leaves the talk as it was', async () => {
  const { page, context } = await demo.signIn('zhangwei', { device: 'phone' })
  await conversationsOf(page).open('李娜')
  await page.locator('.page-head').getByRole('button', { name: '李娜', exact: true }).click()
  await cardOf(page, '李娜').waitFor()
  await page.evaluate('history.back()')
  await cardOf(page, '李娜').waitFor({ state: 'detached' })
  await conversationsOf(page).field.waitFor()
  await context.close()
})

test.each(devices)(
  'who has no picture has letters, and letters stand until a picture has come, on a %s',
  async device => {
    const { page, context } = await demo.visit({ device })
    const gate = Promise.withResolvers<void>()
    let asked = 0
    await page.route('**/files/*.jpg', async route => {
      asked += 1
      await gate.promise
      await route.continue()
    })
    const drawn: string[] = []
    page.on('request', request => {
      if (/\/avatars\/.*-\d+\.svg$/.test(request.url())) drawn.push(request.url())
    })
    await page.locator('input[autocomplete="username"]').fill('sunhao')
    await page.locator('input[type="password"]').fill(password)
    await page.keyboard.press('Enter')
    const talk = conversationsOf(page)
    const zhaolei = (await talk.find('赵磊')).locator('.avatar')
    expect(await zhaolei.innerText()).toBe('赵磊')
    expect(await zhaolei.locator('img').count()).toBe(0)
    expect(await (await talk.find(group)).locator('.avatar').innerText()).toBe('平台')
    await talk.open(group)
    const faces = page.locator('.message .face .avatar', { has: page.locator('img'), hasText: '王芳' })
    await faces.last().evaluate(face => face.setAttribute('data-seen', 'letters'))
    const picture = page.locator('[data-seen="letters"]')
    await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0)
    gate.resolve()
    await picture.locator('img.there').waitFor()
    expect(await picture.locator('.letters').count()).toBe(0)
    expect(drawn).toEqual([])
    await context.close()
  },
)

test('the list tells what waits from what was read, and what is pinned from the rest', async () => {
  const [{ page, context }, lina] = await Promise.all([demo.signIn('zhangwei'), clientOf('lina')])
  const talk = conversationsOf(page)
  const news = {
    id: messageId(),
    receiverId: Number(await page.evaluate('JSON.parse(localStorage["hongyan.login"]).user.id')),
  }
  await lina.ask(sendDirect, { body: { ...news, type: 1, content: '还没看过的一句' } })
  await (await talk.find('李娜')).getByText('还没看过的一句').waitFor()
  const weightOf = async (name: string) =>
    (await talk.find(name))
      .locator('.title')
      .evaluate(element => element.ownerDocument.defaultView?.getComputedStyle(element).fontWeight)
  expect([await weightOf('李娜'), await weightOf('何超'), await weightOf('工作通知')]).toEqual(['600', '500', '600'])
  await (await talk.find('何超')).locator('a').click({ button: 'right' })
  await page.getByRole('menuitem', { name: '置顶', exact: true }).click()
  const place = async () => (await talk.find('何超')).getAttribute('aria-posinset')
  await expect.poll(place, { timeout: 20_000 }).toBe('1')
  const first = await talk.find('何超')
  await first.getByRole('img', { name: '已置顶' }).waitFor()
  await first.locator('.parts').waitFor()
  expect(await page.locator('.chat-list .parts').count()).toBe(1)
  await page.locator('nav').getByRole('link', { name: '我' }).locator('.avatar .dot.online').waitFor()
  await context.close()
})

test.each(devices)('a new talk, a friend and, on a phone, a code begin at the plus, on a %s', async device => {
  // Who never had anything from the assistants does not see them.
  const { page, context } = await demo.signIn('baiqing', { device })
  expect(await conversationsOf(page).isListed('新朋友')).toBe(false)
  const plus = page.getByRole('button', { name: '新建' })
  await plus.click()
  const entries = page.getByRole('menuitem')
  await entries.first().waitFor()
  expect(await entries.allInnerTexts()).toEqual(
    device === 'phone' ? ['发起群聊', '添加好友', '扫一扫'] : ['发起群聊', '添加好友'],
  )
  await page.getByRole('menuitem', { name: '添加好友' }).click()
  await page.getByRole('dialog', { name: '添加好友' }).getByRole('searchbox').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await plus.click()
  await page.getByRole('menuitem', { name: '发起群聊' }).click()
  await page.getByRole('dialog', { name: '发起群聊' }).waitFor()
  await context.close()
})
