import { afterAll, beforeAll, expect, test } from 'vitest'
import { dot } from '../dot.ts'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'
import { fingerOn } from './finger.ts'
import { reveal } from './reveal.ts'

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

test('behind a row that is moved aside lies what its menu has, until one touches elsewhere', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const list = conversationsOf(page)
  const finger = await fingerOn(page)
  const behind = page.locator('.chat-list .behind')
  const row = list.row('何超')
  const scroller = page.locator('.chat-list .scroll')
  const action = (name: string) => behind.getByRole('button', { name, exact: true })
  async function moveAside(px = -140): Promise<void> {
    await finger.pull(await list.find('何超'), px, 0)
    await finger.leave()
  }
  async function choose(name: string): Promise<void> {
    await moveAside()
    await action(name).tap()
    await behind.waitFor({ state: 'detached' })
  }

  await moveAside(-60)
  await behind.waitFor({ state: 'detached' })
  await moveAside()
  await action('置顶').waitFor()
  // Who touches another conversation closes the row, and opens nothing.
  await (await list.find('赵磊')).tap()
  await behind.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/')
  await moveAside()
  await action('置顶').waitFor()
  await page.getByRole('link', { name: '通讯录' }).tap()
  await page.getByRole('link', { name: '消息' }).first().tap()
  await behind.waitFor({ state: 'detached' })

  const pin = row.getByRole('img', { name: '已置顶' })
  await choose('置顶')
  await reveal(scroller, pin)
  await choose('取消置顶')
  await pin.waitFor({ state: 'detached' })
  await choose('标为未读')
  await reveal(scroller, row.locator('.dot'))
  await choose('标为已读')
  await row.locator('.dot').waitFor({ state: 'detached' })
  await choose('移除')
  await expect.poll(() => list.isListed('何超')).toBe(false)

  // Going down a row scrolls, and nothing lies behind assistants.
  await finger.pull(await list.find('赵磊'), -20, -120)
  await finger.leave()
  expect(await behind.count()).toBe(0)
  await finger.pull(await list.find('群助手'), -140, 0)
  await finger.leave()
  expect(await behind.count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('conversations and contacts that are pulled down at their top are asked for again', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const finger = await fingerOn(page)
  const list = page.locator('.chat-list .scroll')
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname.split('/').at(-1) ?? ''))
  const hasAsked = (call: string) => expect.poll(() => asked).toContain(call)
  const sign = page.locator('.pull-refresh .round')
  async function pull(px: number): Promise<void> {
    asked.length = 0
    await finger.pull({ x: 195, y: 220 }, 0, px / 2)
    await finger.go(0, px / 2)
    await finger.leave()
  }

  await page.waitForLoadState('networkidle')
  await pull(60)
  // Back above the list, where it is cut off.
  await expect
    .poll(() =>
      sign.evaluate(
        round => round.getBoundingClientRect().bottom <= (round.parentElement?.getBoundingClientRect().top ?? 0),
      ),
    )
    .toBe(true)
  expect(asked).not.toContain('my_session')
  await pull(160)
  await hasAsked('my_session')
  await page.locator('.pull-refresh').getByText('正在刷新').waitFor({ state: 'detached' })

  // Further down, the same scrolls.
  await list.evaluate(element => {
    element.scrollTop = 300
  })
  await expect
    .poll(() =>
      page
        .locator('.chat-list li')
        .first()
        .evaluate(row => row.style.pointerEvents),
    )
    .not.toBe('none')
  await pull(160)
  await expect.poll(() => list.evaluate(element => element.scrollTop)).toBeLessThan(300)
  expect(asked).not.toContain('my_session')

  await list.evaluate(element => {
    element.scrollTop = 0
  })
  await context.setOffline(true)
  await pull(160)
  await page.getByText('网络不通，请检查连接后再试', { exact: true }).waitFor()
  await context.setOffline(false)

  await page.getByRole('link', { name: '通讯录' }).tap()
  await page.locator('.contact-list h3').first().waitFor()
  await pull(160)
  for (const call of ['my_session', 'my_friend_list', 'my_company_contact_list']) await hasAsked(call)
  expect(faults).toEqual([])
  await context.close()
})

test('a finger on the letters beside the contacts goes to the people under each', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const finger = await fingerOn(page)
  await page.getByRole('link', { name: '通讯录' }).tap()
  const strip = page.locator('.letter-index .strip')
  await strip.waitFor()
  const letters = await strip.locator('span').allInnerTexts()
  const last = letters.at(-1) ?? ''
  expect(letters).toEqual([...letters].sort())
  expect(letters).toContain('L')
  expect(letters).not.toContain('A')
  expect(await strip.evaluate(element => element.getBoundingClientRect().width)).toBeGreaterThanOrEqual(44)
  const heading = (letter: string) => page.locator('.contact-list h3').getByText(letter, { exact: true })

  await finger.pull(strip.locator('span').getByText('L', { exact: true }), 0, 1)
  await strip.locator('.bubble').getByText('L').waitFor()
  await heading('L').waitFor()
  await page.locator('.contact-list .list-row', { hasText: '李娜' }).waitFor()
  await finger.go(0, 300)
  await strip.locator('.bubble').getByText(last).waitFor()
  await heading(last).waitFor()
  await finger.leave()
  await strip.locator('.bubble').waitFor({ state: 'detached' })
  await page.locator('.contact-list .list-row', { hasText: '赵磊' }).tap()
  await page.getByRole('heading', { name: '赵磊', level: 2 }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('the bar is held while one talks: letting go sends, further up it discards, and presses do for who cannot hold', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  const finger = await fingerOn(page)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).tap()
  const [bar, sign, recorder] = ['.talk-bar', '.talk-sign', '.recorder'].map(each => page.locator(each))
  if (!bar || !sign || !recorder) throw new Error('There are three')
  const lasts = (seconds: number) => sign.locator('time').getByText(`0:0${seconds}`, { exact: true }).waitFor()
  await talk.open('赵磊')
  await talk.say('下面是语音')
  await press('切换到语音')

  await finger.pull(bar, 0, 0)
  await sign.getByText('上滑取消').waitFor()
  await sign.locator('.levels span').first().waitFor()
  await lasts(1)
  await finger.go(0, -140)
  await sign.getByText('松开取消').waitFor()
  await finger.leave()
  await sign.waitFor({ state: 'detached' })

  await finger.pull(bar, 0, 0)
  await finger.leave()
  await page.getByText(/^(说话时间太短|按住不放再说话)$/).waitFor()
  await talk.message('下面是语音').locator('.reach').waitFor()
  expect(await talk.messages.last().innerText()).toContain('下面是语音')

  await finger.pull(bar, 0, 0)
  await lasts(2)
  await finger.leave()
  await talk.messages.last().locator('.voice').waitFor()
  await sign.waitFor({ state: 'detached' })
  expect(await talk.messages.nth(-2).innerText()).toContain('下面是语音')

  // By presses: from the sheet, from what says that it was too short, and by the keyboard.
  await press('更多')
  await press('录音')
  await recorder.getByText('0:01').waitFor()
  await press('取消录音')
  await finger.pull(bar, 0, 0)
  await finger.leave()
  await press('改为点按录音')
  await recorder.getByText('0:01').waitFor()
  await press('发送语音')
  await recorder.waitFor({ state: 'detached' })
  await talk.messages.nth(-2).locator('.voice').waitFor()
  await bar.focus()
  await page.keyboard.press('Enter')
  await recorder.waitFor()
  await page.keyboard.press('Escape')
  await recorder.waitFor({ state: 'detached' })
  await press('更多')
  await press('录音')
  await recorder.waitFor()
  await page.goBack()
  await recorder.waitFor({ state: 'detached' })
  await bar.waitFor()

  // Who is refused the microphone is told, and not kept.
  await page.evaluate(
    `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))`,
  )
  await finger.pull(bar, 0, 0)
  await page.getByText('没有麦克风权限，请在浏览器设置中允许', { exact: true }).waitFor()
  await sign.waitFor({ state: 'detached' })
  await finger.leave()

  // What is answered is so in writing.
  await finger.pull(talk.message('下面是语音').locator('.bubble'), -100, 0)
  await finger.leave()
  await page.locator('.composer .context').waitFor()
  await bar.waitFor({ state: 'detached' })
  await expect.poll(() => talk.field.evaluate(field => field === field.ownerDocument.activeElement)).toBe(true)
  expect(faults).toEqual([])
  await context.close()
})

test('the plus has the camera and the album; while one writes, all but it and the way to send make room', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  await talk.open('平台重构项目组')
  const composer = page.locator('.composer')
  const press = (name: string) => composer.getByRole('button', { name, exact: true }).tap()
  const buttons = async () => {
    const all = await composer.locator('.box').getByRole('button').all()
    return Promise.all(all.map(button => button.getAttribute('aria-label')))
  }
  expect(await buttons()).toEqual(['切换到语音', '表情', '更多'])
  for (const [name, accept, capture] of [
    ['相册', 'image/*,video/*', null],
    ['拍照', 'image/*', 'environment'],
    ['录像', 'video/*', 'environment'],
    ['文件', '', null],
  ] as const) {
    await press('更多')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(name)])
    const input = chooser.element()
    expect([await input.getAttribute('accept'), await input.getAttribute('capture')]).toEqual([accept, capture])
    await composer.locator('.more-panel').waitFor({ state: 'detached' })
    if (name === '拍照') await chooser.setFiles({ name: '白板.png', mimeType: 'image/png', buffer: dot })
  }
  await composer.locator('.tray li').waitFor()
  expect(await buttons()).toEqual(['更多', '发送'])
  await press('移除 白板.png')

  await talk.field.fill('写着')
  expect(await buttons()).toEqual(['更多', '发送'])
  expect(await talk.field.evaluate(field => field.clientWidth)).toBeGreaterThan(270)
  await press('更多')
  await press('表情')
  await composer.locator('.emoji-panel .emoji').first().tap()
  await expect.poll(() => talk.field.inputValue()).toMatch(/^写着./u)
  await composer.locator('.phone-tools').getByRole('button', { name: '键盘' }).tap()
  await composer.locator('.emoji-panel').waitFor({ state: 'detached' })
  await expect.poll(() => talk.field.evaluate(field => field === field.ownerDocument.activeElement)).toBe(true)
  await press('更多')
  await page.goBack()
  await composer.locator('.more-panel').waitFor({ state: 'detached' })
  await talk.field.fill('')
  await press('更多')
  await press('提到某人')
  await page.getByRole('option', { name: '李娜' }).first().waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('what one writes in is in sight above a keyboard that covers the page, and clear of the edges of the screen', async () => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device: 'phone' })
  const talk = conversationsOf(page)
  const cdp = await context.newCDPSession(page)
  const bottomOf = (thing: string) =>
    page.locator(thing).evaluate(element => Math.round(element.getBoundingClientRect().bottom))
  await cdp.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 47, bottom: 34 } })
  const top = () => page.locator('.list-head').evaluate(head => head.getBoundingClientRect().top)
  await expect.poll(top).toBe(47)
  expect(await bottomOf('.bar .area:first-child')).toBe(844 - 34)

  await talk.open('平台重构项目组')
  await expect.poll(() => bottomOf('.composer .box')).toBe(844 - 34 - 6)
  expect(await talk.below()).toBeLessThan(2)
  await talk.field.tap()
  /** As on an iPhone: the page stays as high as it was, and less of it is in sight. */
  const cover = (px: number) =>
    page.evaluate(
      `Object.defineProperty(visualViewport, 'height', { value: innerHeight - ${px}, configurable: true }); visualViewport.dispatchEvent(new Event('resize'))`,
    )
  await cover(336)
  await expect.poll(() => bottomOf('.composer .box')).toBe(844 - 336 - 6)
  await expect.poll(() => talk.below()).toBeLessThan(2)
  await page.getByRole('button', { name: '群资料' }).tap()
  await page.locator('.group-panel').getByRole('button', { name: '修改群资料' }).first().tap()
  await page.getByRole('dialog').waitFor()
  await expect.poll(() => bottomOf('.dialog')).toBe(844 - 336)
  await cover(0)
  await expect.poll(() => bottomOf('.dialog')).toBe(844)
  // A bar of the browser that comes is no keyboard.
  await cover(60)
  await expect.poll(() => bottomOf('.dialog')).toBe(844)
  expect(faults).toEqual([])
  await context.close()
})
