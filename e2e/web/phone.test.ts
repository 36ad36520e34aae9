import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { fingerOn } from './finger.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('a message that is pulled to the left is replied to; going another way it is not', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  const finger = await fingerOn(page)
  const replying = page.locator('.composer .context')
  await talk.open('李娜')
  await talk.say('周五下午可以吗')
  await talk.message('周五下午可以吗').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()
  const bubble = talk.message('周五下午可以吗').locator('.bubble')

  for (const [x, y] of [
    [-40, 0],
    [90, 0],
    [-20, -90],
  ] as const) {
    await finger.pull(bubble, x, y)
    await finger.leave()
    await page.locator('.history .pulled').waitFor({ state: 'detached' })
    expect(await replying.count()).toBe(0)
  }

  // Unlike what the system says, and what is on its way.
  await context.setOffline(true)
  await talk.say('还没发出去')
  await finger.pull(talk.message('还没发出去').locator('.bubble'), -100, 0)
  await finger.leave()
  expect(await replying.count()).toBe(0)
  await context.setOffline(false)
  await talk.message('还没发出去').locator('.reach.sent, .reach.delivered, .reach.read').waitFor()

  await finger.pull(bubble, -100, 0)
  await page.locator('.history .pulled.enough').waitFor()
  await finger.leave()
  await replying.getByText('周五下午可以吗').waitFor()
  await page.locator('.history .pulled').waitFor({ state: 'detached' })
  await talk.say('三点见')
  await talk.message('三点见').locator('.quote', { hasText: '周五下午可以吗' }).waitFor()
  expect(await page.getByRole('menu').count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})
