import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileUpload } from '../../contract/files.ts'
import { saveGroup } from '../../contract/groups.ts'
import { recallGroup, sendGroup } from '../../contract/messages.ts'
import { agents, createClient, newId } from '../client.ts'
import { openDemo, password } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { switcherOf } from './switcher.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test("a message's menu that is opened again says what may be done then", async () => {
  // Its clock goes as the test says.
  const { page, context } = await demo.signIn('zhangwei', { ahead: 1 })
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.say('菜单再看一次')
  await his.message('菜单再看一次').locator('.reach.sent, .reach.delivered').waitFor()
  const openMenu = async () => {
    await his.message('菜单再看一次').locator('.bubble').click({ button: 'right' })
    await page.getByRole('menuitem', { name: '回复', exact: true }).waitFor()
  }
  const recall = page.getByRole('menuitem', { name: '撤回', exact: true })
  await openMenu()
  await recall.waitFor()
  await page.keyboard.press('Escape')
  await recall.waitFor({ state: 'detached' })
  // Without a line nothing tells the page that it is not so late.
  await context.setOffline(true)
  await page.clock.fastForward(3 * 60_000)
  await openMenu()
  expect(await recall.count()).toBe(0)
  await context.close()
})

test('more hits of a search follow those that are shown, whatever was said meanwhile', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const { page } = zhangwei
  const switcher = switcherOf(page)
  await page.keyboard.press('Control+k')
  await switcher.field.fill('的')
  await switcher.dialog.getByRole('button', { name: '消息', exact: true }).click()
  const hits = switcher.options.filter({ has: page.locator('mark') })
  await expect.poll(() => hits.count()).toBe(30)
  const before = await hits.allInnerTexts()
  const hers = conversationsOf(lina.page)
  await hers.open('张伟')
  for (const part of ['一', '二', '三']) await hers.say(`搜索之后说的 ${part}`)
  await hers.message('搜索之后说的 三').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await switcher.options.getByText('更多', { exact: true }).click()
  await expect.poll(() => hits.count()).toBe(60)
  const after = await hits.allInnerTexts()
  expect(after.slice(0, 30)).toEqual(before)
  expect(after.slice(30).filter(text => before.includes(text))).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('files of a conversation are each shown once, whatever came, went or was pressed meanwhile', async () => {
  const phone = createClient(demo.server.origin, agents.android)
  await phone.login('lina', password)
  const { groupId } = await phone.ask(saveGroup, { body: { text: '资料库' } })
  const share = async (name: string) => {
    const body = new FormData()
    body.append('file', new File([name], `${name}.txt`))
    body.append('userId', String(phone.userId))
    const { id: fileId } = await phone.ask(fileUpload, { body: body as never })
    return phone.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 3, content: '', fileId } })
  }
  const names = Array.from({ length: 32 }, (_, index) => `第${index + 1}份`)
  const shared = []
  for (const name of names) shared.push(await share(name))

  const { page, context, faults } = await demo.signIn('lina')
  await conversationsOf(page).open('资料库')
  await page.getByRole('button', { name: '文件和图片', exact: true }).click()
  const panel = page.locator('.files-panel')
  const rows = panel.locator('.file')
  await expect.poll(() => rows.count()).toBe(30)

  // Answers that come after their tab was left, and came back to.
  const held: (() => void)[] = []
  let isSlow = true
  await page.route('**/find_group_*', async route => {
    if (isSlow) await new Promise<void>(resolve => held.push(resolve))
    await route.continue()
  })
  for (const name of ['图片', '文件', '图片', '文件']) await panel.getByText(name, { exact: true }).click()
  await expect.poll(() => held.length).toBe(4)
  isSlow = false
  for (const release of held) release()
  await expect.poll(() => rows.count()).toBe(30)

  await share('后来的')
  await phone.ask(recallGroup, { body: { id: shared.at(-1)?.id ?? '', state: 6 } })
  await panel.getByRole('button', { name: '更多', exact: true }).click()
  const all = names.toReversed().map(name => `${name}.txt`)
  await expect
    .poll(async () => (await rows.locator('.words > .one-line:first-child').allInnerTexts()).sort())
    .toEqual(all.sort())
  expect(faults).toEqual([])
  await context.close()
})
