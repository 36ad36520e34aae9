import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const picture = async (name: string, background: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 600, height: 400, channels: 3, background } })
    .png()
    .toBuffer(),
})

test.each<Device>(['desk', 'phone'])(
  'pictures that are sent together stand as one, and each has its preview and menu, on a %s',
  async device => {
    const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei', { device }), demo.signIn('lina')])
    const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
    await his.open('李娜')
    await hers.open('张伟')
    await his.say(`看图，${device}`)
    await zhangwei.page
      .locator('input.chooser')
      .setInputFiles(
        await Promise.all(
          ['#0e6470', '#c23b25', '#2c7a4b'].map((colour, index) => picture(`${device}${index + 1}.png`, colour)),
        ),
      )
    await zhangwei.page.locator('.tray li').nth(2).waitFor()
    await his.send()
    for (const { page } of [zhangwei, lina]) {
      const album = page.locator('.message .album').last()
      await expect.poll(() => album.locator('.picture').count()).toBe(3)
      const boxes = await Promise.all([0, 2].map(at => album.locator('.picture').nth(at).boundingBox()))
      expect(boxes[0]?.y).toBe(boxes[1]?.y)
    }
    await zhangwei.page.locator('.message').last().locator('.reach.sent, .reach.delivered, .reach.read').waitFor()

    const second = zhangwei.page.locator('.message .album').last().locator('.picture').nth(1)
    await second.getByRole('button', { name: `查看图片 ${device}2.png` }).click()
    await zhangwei.page.getByRole('dialog', { name: `${device}2.png` }).waitFor()
    await zhangwei.page.keyboard.press('Escape')
    await zhangwei.page.locator('.preview').waitFor({ state: 'detached' })

    await second.click({ button: 'right' })
    await zhangwei.page.getByRole('menuitem', { name: '撤回' }).click()
    for (const { page } of [zhangwei, lina])
      await expect.poll(() => page.getByRole('button', { name: new RegExp(`查看图片 ${device}[123]`) }).count()).toBe(2)
    await zhangwei.page.getByRole('button', { name: `查看图片 ${device}2.png` }).waitFor({ state: 'detached' })

    expect([...zhangwei.faults, ...lina.faults]).toEqual([])
    await Promise.all([zhangwei.context.close(), lina.context.close()])
  },
)
