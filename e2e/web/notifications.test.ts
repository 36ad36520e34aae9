import { createECDH } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserContext, Page } from 'playwright-core'
import { listFriendApplications, refuseFriend } from '../../contract/friends.ts'
import { reactMessage, recallDirect, sendDirect, updateReceipt } from '../../contract/messages.ts'
import { agents, createClient, newId } from '../client.ts'
import { startPushService } from '../push-service.ts'
import type { PushService } from '../push-service.ts'
import { openDemo, password } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
let service: PushService
beforeAll(async () => {
  service = await startPushService()
  demo = await openDemo(service.settings, { showsNotifications: true })
})
afterAll(async () => {
  await demo[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

/** Gives the browser's worker what a push service would; resolves when there is a worker. */
async function deliveryTo(page: Page, context: BrowserContext): Promise<(payload: object) => Promise<unknown>> {
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve => {
    cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      if (active) resolve(active.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  return payload =>
    cdp.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId,
      data: JSON.stringify({ name: '', group: null, type: 1, content: '', isMention: false, ...payload }),
    })
}

/** What the browser shows of one tag, as `body`; read in turn, as pages do. */
const shown = (tag: string) => `(async () => {
  const worker = await navigator.serviceWorker.ready
  const all = await navigator.locks.request('notifications', () => worker.getNotifications({ tag: '${tag}' }))
  return all.map(({ body }) => body)
})()`

test('what a push told of is taken back when its message is recalled, and goes when its conversation is opened', async () => {
  const { page, context } = await demo.signIn('lina')
  await context.grantPermissions(['notifications'])
  const deliver = await deliveryTo(page, context)
  const his = await conversationsOf(page).find('张伟')
  const path = (await his.locator('a').getAttribute('href')) ?? ''
  const tag = `d${path.split('/').at(-1)}`
  const push = (payload: object) => deliver({ tag, path, name: '张伟', ...payload })

  await push({ kind: 'message', id: 'one', content: '密码是 1234' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['密码是 1234'])
  await push({ kind: 'recalled', id: 'one' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['撤回了一条消息'])
  await push({ kind: 'message', id: 'two', content: '下午三点见' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['下午三点见'])
  // An earlier one, which a later one has replaced: there is nothing to take back.
  await push({ kind: 'recalled', id: 'one' })
  expect(await page.evaluate(shown(tag))).toEqual(['下午三点见'])
  // None that comes while others are read is forgotten.
  const many = Array.from({ length: 20 }, (_, index) => `many ${index}`)
  const reading = page.evaluate(`(async () => { for (let left = 300; left > 0; left -= 1) await ${shown('')} })()`)
  for (const each of many) await push({ kind: 'message', id: each, tag: each, content: each })
  await reading
  for (const each of many) await expect.poll(() => page.evaluate(shown(each))).toEqual([each])

  await conversationsOf(page).open('张伟')
  await expect.poll(() => page.evaluate(shown(tag))).toEqual([])
  await context.close()
})

test('what a push told of goes when it is answered, read or recalled elsewhere while a page is open, and not before', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  await context.grantPermissions(['notifications'])
  const deliver = await deliveryTo(page, context)
  const [phone, lina] = [createClient(demo.server.origin, agents.android), createClient(demo.server.origin)]
  await phone.login('zhangwei', password)
  await lina.login('lina', password)
  const waiting = (await phone.ask(listFriendApplications, { query: {} })).filter(
    ({ state, senderId }) => state === 0 && senderId !== phone.userId,
  )
  const [first, second] = waiting.map(({ code }) => code)
  if (first === undefined || second === undefined) throw new Error('Too few ask for friendship')
  const say = async (content: string) =>
    await lina.ask(sendDirect, { body: { id: newId(), receiverId: phone.userId, type: 1, content } })
  const [earlier, told] = [await say('先看这条'), await say('密码是 1234')]
  const talk = `d${lina.userId}`

  await deliver({ kind: 'friend', tag: 'friend', id: first, path: '/assistants/friends', content: '你好', seq: null })
  await deliver({ kind: 'message', tag: talk, id: told.id, seq: told.seq, path: '/', content: told.content })
  await expect.poll(() => page.evaluate(shown(''))).toHaveLength(2)
  // None of these is about what stands.
  await phone.ask(refuseFriend, { query: { code: second, state: 3 } })
  const read = ({ id }: { id: string }) =>
    phone.ask(updateReceipt, {
      body: { id, miniType: 1100, senderId: lina.userId, receiverId: phone.userId, state: 2, endTime: Date.now() },
    })
  await read(earlier)
  const target = { miniType: 1100 as const, targetId: phone.userId }
  await lina.ask(reactMessage, { body: { ...target, seq: told.seq, emoji: '👍', state: 1 } })
  await say('看到了吗')
  await conversationsOf(page).row('李娜').getByText('看到了吗').waitFor()
  await expect.poll(() => page.evaluate(shown(''))).toHaveLength(2)

  await phone.ask(refuseFriend, { query: { code: first, state: 3 } })
  await expect.poll(() => page.evaluate(shown('friend'))).toEqual([])
  expect(await page.evaluate(shown(talk))).toEqual(['密码是 1234'])
  await lina.ask(recallDirect, { body: { id: told.id, state: 6 } })
  await expect.poll(() => page.evaluate(shown(talk))).toEqual([])

  const last = await say('下午三点见')
  await deliver({ kind: 'message', tag: talk, id: last.id, seq: last.seq, path: '/', content: last.content })
  await expect.poll(() => page.evaluate(shown(talk))).toEqual(['下午三点见'])
  await read(last)
  await expect.poll(() => page.evaluate(shown(talk))).toEqual([])
  await context.close()
})

test('what is said to the browser elsewhere shows in the settings, without a reload', async () => {
  const { page, context } = await demo.signIn('zhangwei')
  await context.grantPermissions(['notifications'])
  await page.goto(`${demo.origin}/me/notices`)
  const toggle = page.getByRole('switch', { name: '桌面通知', exact: true })
  await toggle.click()
  await expect.poll(() => toggle.isChecked()).toBe(true)
  await context.clearPermissions()
  await expect.poll(() => toggle.isChecked()).toBe(false)
  await page.getByRole('link', { name: '通知 已关闭' }).waitFor()
  await context.grantPermissions(['notifications'])
  await expect.poll(() => toggle.isChecked()).toBe(true)
})

/** What a browser has that subscribed; its maker's own service is out of reach here. */
const subscription = (endpoint: string, p256dh: string) => `
  const subscription = {
    endpoint: '${endpoint}',
    toJSON: () => ({ endpoint: '${endpoint}', keys: { p256dh: '${p256dh}', auth: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
    unsubscribe: async () => true,
  }
  PushManager.prototype.getSubscription = async () => subscription
  PushManager.prototype.subscribe = async () => subscription
`

test('a test goes by the server, the push service and the worker, and each that fails is named', async () => {
  const { page, context, faults } = await demo.signIn('lina')
  await context.grantPermissions(['notifications'])
  const p256dh = createECDH('prime256v1').generateKeys().toString('base64url')
  await context.addInitScript({ content: subscription(service.endpoint('lina'), p256dh) })
  await page.goto(`${demo.origin}/me/notices`)
  const deliver = await deliveryTo(page, context)
  page.on('request', request => {
    if (!request.url().endsWith('/test_push')) return
    const { id } = request.postDataJSON() as { id: string }
    void deliver({ kind: 'test', tag: 'test', id, path: '/me/notices' })
  })
  const verdicts = page.getByRole('list', { name: '测试结果' })
  const start = page.getByRole('button', { name: '发送测试通知' })

  await page.getByRole('button', { name: '1 小时' }).click()
  await start.click()
  for (const verdict of [
    '浏览器允许通知',
    '桌面通知没有打开',
    '免打扰开着',
    '这台设备已订阅推送',
    '服务器已发出，推送服务已接收',
    '推送已到达，浏览器已交给系统显示',
  ])
    await verdicts.getByText(verdict).waitFor()
  await page.getByText('没有看到通知？').waitFor()
  expect(await page.evaluate(shown('test'))).toEqual(['看到这条，就说明新消息能通知到这台设备。'])
  expect(service.received).toContain('lina')

  // Each remedy mends what it says, and tests again.
  await verdicts.getByRole('button', { name: '结束免打扰' }).click()
  await verdicts.getByText('免打扰开着').waitFor({ state: 'detached' })
  await verdicts.getByText('推送已到达').waitFor()
  await verdicts.getByRole('button', { name: '打开', exact: true }).click()
  await verdicts.getByText('桌面通知没有打开').waitFor({ state: 'detached' })
  expect(await page.getByRole('switch', { name: '桌面通知', exact: true }).isChecked()).toBe(true)
  await verdicts.getByText('推送已到达').waitFor()

  service.answer(403)
  await start.click()
  await verdicts.getByText('推送服务拒绝了这条推送（403）').waitFor()
  service.answer(410)
  await start.click()
  await verdicts.getByText('推送订阅已失效').waitFor()
  service.answer(201)
  await verdicts.getByRole('button', { name: '重新订阅' }).click()
  await verdicts.getByText('推送已到达').waitFor()

  // Who turns notifications off is told by no push either.
  const isGivenUp = page.waitForResponse(response => response.url().includes('/del_push'))
  await page.getByRole('switch', { name: '桌面通知', exact: true }).click()
  expect((await isGivenUp).status()).toBe(200)
  expect(faults).toEqual([])
  await context.close()
})

test('who refused is told so, and without a subscription the browser itself shows the test', async () => {
  const { page, context } = await demo.signIn('zhangwei', { device: 'phone' })
  await page.goto(`${demo.origin}/me/notices`)
  const start = page.getByRole('button', { name: '发送测试通知' })
  const verdicts = page.getByRole('list', { name: '测试结果' })
  await start.click()
  await verdicts.getByText(/浏览器拒绝了通知|还没有允许通知/).waitFor()
  await context.grantPermissions(['notifications'])
  await page.evaluate('navigator.serviceWorker.ready')
  await start.click()
  await verdicts.getByText('“关闭页面后也通知”没有打开').waitFor()
  await verdicts.getByText('浏览器已交给系统显示').waitFor()
  await page.getByText(/^Android：设置/).waitFor()
  await context.close()
})
