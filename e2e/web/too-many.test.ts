import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo, Visitor } from './browser.ts'
import { conversationsOf } from './conversation.ts'

/** So little that a page has to wait for most of what it does: units a second. */
const rates = { person: 5, network: 5 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({ HONGYAN_RATE_PERSON: String(rates.person), HONGYAN_RATE_NETWORK: String(rates.network) })
})
afterAll(() => demo[Symbol.asyncDispose]())

/** The token of the page's login, as its calls carry it. */
async function tokenOf(page: Page): Promise<string> {
  const asked = page.waitForRequest(request => request.headers()['authorization'] !== undefined)
  await page.reload()
  return (await asked).headers()['authorization'] ?? ''
}

/**
 * Uses up whatever there is, as another program of the same person or network, until the page was refused what it did.
 */
async function whileOthersUseUp(
  refusals: { count: number },
  path: string,
  headers: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<void> {
  const useUp = async () =>
    (await Promise.all(Array.from({ length: 20 }, () => fetch(demo.server.origin + path, { headers })))).some(
      ({ status }) => status === 429,
    )
  while (!(await useUp()));
  const before = refusals.count
  // What is held here may be shown before the first answer comes.
  const giveUp = performance.now() + 30_000
  const usingUp = async () => {
    while (refusals.count === before && performance.now() < giveUp) await useUp()
  }
  await Promise.all([work(), usingUp()])
  expect(refusals.count).toBeGreaterThan(before)
}

/** How many calls of the page were refused so far. */
function refusalsOf({ page }: Visitor): { count: number } {
  const refusals = { count: 0 }
  page.on('response', response => {
    if (response.status() === 429) refusals.count += 1
  })
  return refusals
}

test('who does too much at once is made to wait, and everything then goes on by itself', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const { page } = zhangwei
  const [his, hers] = [conversationsOf(page), conversationsOf(lina.page)]
  await hers.open('张伟')
  const Authorization = await tokenOf(page)
  const refusals = refusalsOf(zhangwei)
  const crowded = (work: () => Promise<unknown>) =>
    whileOthersUseUp(refusals, '/api/my_session', { Authorization }, work)

  await crowded(async () => {
    await page.reload()
    await his.open('李娜')
  })
  await crowded(async () => {
    await page
      .locator('input.chooser')
      .setInputFiles({ name: '限速报价.txt', mimeType: 'text/plain', buffer: Buffer.from('一共 17 万') })
    await page.locator('.tray li').waitFor()
    await his.field.press('Enter')
    await his.say('限速时写的')
    await hers.message('限速报价.txt').locator('.file a').waitFor()
    await hers.message('限速时写的').waitFor()
  })
  await crowded(async () => {
    await page.getByRole('button', { name: '搜索聊天记录' }).click()
    await page.getByRole('searchbox', { name: '在本会话中搜索' }).fill('方案')
    await page.getByText('操作较多，正在排队').waitFor()
    await page
      .locator('.hits .list-row', { has: page.locator('mark') })
      .first()
      .waitFor()
  })
  expect(await page.locator('.failed, .toast.bad').count()).toBe(0)
  expect(await hers.messages.filter({ hasText: '限速' }).count()).toBe(2)
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('who signs in while their network has used up what it may waits a little, and is in', async () => {
  const visitor = await demo.visit()
  const { page } = visitor
  const refusals = refusalsOf(visitor)
  await page.locator('input[autocomplete="username"]').fill('wangfang')
  await page.locator('input[type="password"]').fill('hongyan-demo')
  await whileOthersUseUp(refusals, '/api/my_session', {}, async () => {
    await page.keyboard.press('Enter')
    await page.locator('.chat-list li').first().waitFor()
  })
  await visitor.context.close()
})
