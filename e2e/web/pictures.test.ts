import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { png } from '../../server/features/files/inspect/hostile.testing.ts'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test.each<Device>(['desk', 'phone'])(
  'a picture of more than a browser can draw is a file: chosen, on its way and read, on a %s',
  async device => {
    const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei', { device }), demo.signIn('lina', { device })])
    const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
    await his.open('李娜')
    await hers.open('张伟')
    let release = () => undefined as void
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await zhangwei.context.route('**/api/file_upload', async route => {
      await held
      await route.continue()
    })
    const huge = `卫星图 ${device}.png`
    const plain = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#0e6470' } })
      .png()
      .toBuffer()
    await zhangwei.page.locator('input.chooser').setInputFiles([
      { name: huge, mimeType: 'image/png', buffer: png({ side: 20_000, depth: 1 }) },
      { name: `局部 ${device}.png`, mimeType: 'image/png', buffer: plain },
    ])
    const chosen = zhangwei.page.locator('.tray li')
    await chosen.filter({ has: zhangwei.page.locator('img') }).waitFor()
    await chosen.filter({ hasText: '卫星图' }).waitFor()
    await his.send()
    await zhangwei.page.locator('.message .image img').last().waitFor()
    const drawn = 'Math.max(0, ...[...document.images].map(image => image.naturalWidth))'
    expect(await zhangwei.page.evaluate(drawn)).toBeLessThan(2000)
    release()
    for (const { page } of [zhangwei, lina]) {
      await page.locator('.message a.file', { hasText: '卫星图' }).last().waitFor()
      expect(await page.evaluate(drawn)).toBeLessThan(2000)
    }
    expect([...zhangwei.faults, ...lina.faults]).toEqual([])
    await Promise.all([zhangwei.context.close(), lina.context.close()])
  },
)

test('an animated picture moves in its conversation, unless one wants things to stand still', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  await his.open('李娜')
  await hers.open('张伟')
  const [width, height] = [900, 600]
  const frames = ['#0e6470', '#c23b25'].map(background =>
    sharp({ create: { width, height, channels: 3, background } })
      .raw()
      .toBuffer(),
  )
  const raw = { width, height: 2 * height, channels: 3, pageHeight: height } as const
  const buffer = await sharp(Buffer.concat(await Promise.all(frames)), { raw })
    .gif({ delay: [200, 200], loop: 0 })
    .toBuffer()
  // It stands apart from the pictures before it.
  await his.say('看这个')
  await zhangwei.page.locator('input.chooser').setInputFiles([{ name: '转.gif', mimeType: 'image/gif', buffer }])
  await zhangwei.page.locator('.tray li').waitFor()
  await his.send()
  const picture = hers.messages.last().locator('.image img')
  const source = () =>
    picture.evaluate(image => (image as unknown as { src: string }).src, undefined, { timeout: 1000 })
  /** Frames of what is drawn; 0 while nothing of the server's is. */
  const frameCount = async () => {
    const address = await source().catch(() => '')
    if (!address.includes('/files/')) return 0
    return (await sharp(await (await lina.page.request.get(address)).body()).metadata()).pages ?? 1
  }
  await expect.poll(frameCount).toBe(2)
  await lina.page.emulateMedia({ reducedMotion: 'reduce' })
  await hers.open('王芳')
  await hers.open('张伟')
  await expect.poll(frameCount).toBe(1)
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})
