import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({ HONGYAN_LINK_PREVIEWS: '1' })
})
afterAll(() => demo[Symbol.asyncDispose]())

const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const release = { title: '发布说明 2.4 <b>', description: '这一版做了什么', site: '文档站', picture: dot }

/** What the server would have got of the internet; `held` until it is let go. */
async function answerFor(page: Page): Promise<{ urls: string[]; letGo(): void }> {
  const urls: string[] = []
  let letGo = () => undefined as void
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route('**/api/preview_link?*', async route => {
    const url = new URL(route.request().url()).searchParams.get('url') ?? ''
    urls.push(url)
    await held
    await route.fulfill({ json: { code: 200, msg: '', data: url.includes('release') ? release : null } })
  })
  return { urls, letGo }
}

test.each<Device>(['desk', 'phone'])(
  'below a link stands what its page says of itself, and nothing moves, on a %s',
  async device => {
    const { page, context, faults } = await demo.signIn('zhangwei', { device })
    const server = await answerFor(page)
    const talk = conversationsOf(page)
    await talk.open('赵磊')
    const address = `https://docs.example.com/release-${device}`
    await talk.say(`见 ${address}，还有 https://docs.example.com/other`)
    await talk.say(`没有什么可说的 https://nothing.example.com/${device}`)
    await talk.say('没有链接')
    const card = talk.message('还有').locator('.link-card')
    const none = talk.message('没有什么可说的').locator('.link-card')
    await Promise.all([card.waitFor(), none.waitFor()])
    const before = await card.boundingBox()
    server.letGo()

    const link = card.getByRole('link', { name: '发布说明 2.4 <b>' })
    await link.waitFor()
    expect((await card.boundingBox())?.height).toBe(before?.height)
    expect(await link.getAttribute('href')).toBe(address)
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    await none.waitFor({ state: 'detached' })
    expect(await talk.message('没有链接').locator('.link-card').count()).toBe(0)
    expect(server.urls.filter(url => url.endsWith(device)).toSorted()).toEqual([
      address,
      `https://nothing.example.com/${device}`,
    ])
    // What was said last is still in sight.
    await expect.poll(talk.below).toBeLessThan(48)
    expect(faults).toEqual([])
    await context.close()
  },
)

test('who reads further up sees nothing move when there is nothing to say of a link', async () => {
  const { page, context, faults } = await demo.signIn('lina')
  const server = await answerFor(page)
  const talk = conversationsOf(page)
  await talk.open('张伟')
  for (let line = 0; line < 8; line++) await talk.say(`前面的话 ${line}`)
  await talk.say('内网页面 https://wiki.example.com/inside')
  for (let line = 0; line < 8; line++) await talk.say(`后面的话 ${line}`)
  const message = talk.message('内网页面')
  await talk.message('后面的话 7').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  await page.locator('.history .scroll').hover()
  await page.mouse.wheel(0, -300)
  await expect.poll(talk.below).toBeGreaterThan(200)
  await message.locator('.link-card').waitFor()
  const place = async () => [await message.boundingBox(), await talk.message('后面的话 0').boundingBox()]
  const before = await place()
  server.letGo()
  await message.locator('.link-card.held', { hasText: 'wiki.example.com' }).waitFor()
  expect(await place()).toEqual(before)
  expect(faults).toEqual([])
  await context.close()
})
