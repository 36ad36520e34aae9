import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo({}, { showsNotifications: true })
})
afterAll(() => demo[Symbol.asyncDispose]())

/** What the browser shows of one tag, as `body`. */
const shown = (tag: string) =>
  `navigator.serviceWorker.ready.then(worker => worker.getNotifications({ tag: '${tag}' })).then(all => all.map(({ body }) => body))`

test('what a push told of is taken back when its message is recalled, and goes when its conversation is opened', async () => {
  const { page, context } = await demo.signIn('lina')
  await context.grantPermissions(['notifications'])
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve => {
    cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      if (active) resolve(active.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  const his = await conversationsOf(page).find('张伟')
  const path = (await his.locator('a').getAttribute('href')) ?? ''
  const tag = `d${path.split('/').at(-1)}`
  const push = (payload: object) =>
    cdp.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId,
      data: JSON.stringify({
        tag,
        path,
        name: '张伟',
        group: null,
        type: 1,
        content: '',
        isMention: false,
        ...payload,
      }),
    })

  await push({ kind: 'message', id: 'one', content: '密码是 1234' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['密码是 1234'])
  await push({ kind: 'recalled', id: 'one' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['撤回了一条消息'])
  await push({ kind: 'message', id: 'two', content: '下午三点见' })
  await expect.poll(() => page.evaluate(shown(tag))).toEqual(['下午三点见'])
  // An earlier one, which a later one has replaced: there is nothing to take back.
  await push({ kind: 'recalled', id: 'one' })
  await push({ kind: 'message', id: 'three', tag: 'notice', content: '到了' })
  await expect.poll(() => page.evaluate(shown('notice'))).toEqual(['到了'])
  expect(await page.evaluate(shown(tag))).toEqual(['下午三点见'])

  await conversationsOf(page).open('张伟')
  await expect.poll(() => page.evaluate(shown(tag))).toEqual([])
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
