import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

// What only pages over plain http meet; every other journey runs there as well.
let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** Sockets of a page that are open. */
function socketsOf(page: Page): { open: number } {
  const count = { open: 0 }
  page.on('websocket', socket => {
    count.open += 1
    socket.on('close', () => {
      count.open -= 1
    })
  })
  return count
}

test('over plain http people write to each other, and are told once what https would add', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina', { language: 'en' })])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  expect(await zhangwei.page.evaluate('[isSecureContext, "locks" in navigator, "clipboard" in navigator]')).toEqual([
    false,
    false,
    false,
  ])
  await his.open('李娜')
  await his.say('不用证书也能发')
  await his.message('不用证书也能发').locator('.reach.delivered, .reach.read').waitFor()
  await hers.row('张伟').getByText('不用证书也能发').waitFor()

  await lina.page.getByText('You are on plain http').waitFor()
  const hint = zhangwei.page.getByText('当前通过 http 访问')
  await hint.waitFor()
  await zhangwei.page.getByRole('button', { name: '知道了' }).click()
  await hint.waitFor({ state: 'detached' })
  await zhangwei.page.reload()
  await his.message('不用证书也能发').waitFor()
  expect(await hint.count()).toBe(0)
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})

test('two tabs share one line over plain http, and the one that stays goes on alone', async () => {
  const [{ page: first, context }, lina] = await Promise.all([demo.signIn('wangfang'), demo.signIn('lina')])
  const second = await context.newPage()
  const hers = conversationsOf(lina.page)
  await hers.open('王芳')
  const tabs = [first, second].map(page => ({ page, sockets: socketsOf(page), his: conversationsOf(page) }))
  for (const { page, his } of tabs) {
    await page.bringToFront() // one behind another draws nothing
    await page.goto(first.url())
    await his.open('李娜')
  }
  const open = () => tabs.map(({ sockets }) => sockets.open)
  // A tab that was too busy to answer may have lost the line to the other.
  await expect.poll(() => open().toSorted()).toEqual([0, 1])
  const [leader, follower] = tabs.toSorted((one, other) => other.sockets.open - one.sockets.open)
  if (!leader || !follower) throw new Error('There are two tabs')
  await follower.his.say('不连着的标签页写的')
  await hers.message('不连着的标签页写的').waitFor()
  await leader.his.message('不连着的标签页写的').locator('.reach.delivered, .reach.read').waitFor()
  expect([leader.sockets.open, follower.sockets.open]).toEqual([1, 0])
  expect(await hers.messages.filter({ hasText: '不连着的标签页写的' }).count()).toBe(1)

  await leader.page.close()
  await expect.poll(() => follower.sockets.open).toBe(1)
  await follower.his.say('另一个关了')
  await hers.message('另一个关了').waitFor()
  await hers.say('收到')
  await follower.his.message('收到').waitFor()
  await Promise.all([context.close(), lina.context.close()])
})

test('over plain http a message is copied and pasted', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  await his.say('请抄走这一句')
  await his.message('请抄走这一句').locator('.reach').first().waitFor()
  await his.choose(his.message('请抄走这一句'), '复制')
  await page.getByText('已复制', { exact: true }).waitFor()
  await his.field.focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect.poll(() => his.field.inputValue()).toBe('请抄走这一句')
  expect(faults).toEqual([])
  await context.close()
})

test('over plain http a voice message is chosen, a code is read from a photo, and notices say what they need', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei')
  const his = conversationsOf(page)
  await his.open('李娜')
  await page.getByRole('button', { name: '发送语音' }).click()
  await page.getByText('通过 https 打开才能录音。可以先选一段录好的音频', { exact: true }).waitFor()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: '选择音频' }).click(),
  ])
  await chooser.setFiles({ name: '录音.wav', mimeType: 'audio/wav', buffer: silence(2) })
  await page.locator('.message .voice').last().waitFor()

  await page.goto(`${demo.origin}/scan`)
  await page.getByText('浏览器只在 https 地址上开放相机').waitFor()
  await page.locator('button.photo').waitFor()
  await page.goto(`${demo.origin}/me/notices`)
  await page.getByText('浏览器只允许 https 地址发送通知').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

/** A WAV file of so many seconds in which nothing is heard. */
function silence(seconds: number): Buffer {
  const rate = 8000
  const head = Buffer.alloc(44)
  head.write('RIFF')
  head.writeUInt32LE(36 + rate * seconds, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(rate * seconds, 40)
  return Buffer.concat([head, Buffer.alloc(rate * seconds, 128)])
}
