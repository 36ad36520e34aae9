import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { groupInfo, saveGroup } from '../../contract/groups.ts'
import { createCardCode, createLoginCode } from '../../contract/qr.ts'
import { agents, createClient } from '../client.ts'
import { openDemo, password } from './browser.ts'
import type { Demo } from './browser.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** A page of another site that sends its visitor on at once. */
async function elsewhere(target: string) {
  const site = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8')
    answer.end(`<script>location.href = ${JSON.stringify(target)}</script>`)
  })
  await new Promise<void>(resolve => {
    site.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://localhost:${(site.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>(resolve => {
        site.close(() => resolve())
      }),
  }
}
const codeIn = (url: string) => url.split('/').at(-2) ?? ''

test.each(['/auth/scan_login/CODE/x', '/scan/login/CODE'])(
  'a visitor whom another site sends to %s is told to nobody until they press',
  async path => {
    const stranger = createClient(demo.server.origin, agents.windows)
    const line = await stranger.bareLine()
    const { url } = await stranger.ask(createLoginCode, { query: { device: line.device } })
    await using site = await elsewhere(demo.origin + path.replace('CODE', codeIn(url)))
    const { page, context, faults } = await demo.signIn('lina')
    await page.goto(site.url)
    await page.getByRole('heading', { name: '有一台设备请求登录' }).waitFor()
    expect(await page.locator('dl').innerText()).toContain('Windows')
    await line.settled()
    expect(line.count(10010)).toBe(0)
    await page.getByRole('button', { name: '继续' }).click()
    await line.next(10010)
    expect(line.count(10011)).toBe(0)
    await page.getByRole('button', { name: '确认登录' }).click()
    await line.next(10011)
    expect(faults).toEqual([])
    await context.close()
  },
)

test.each(['/auth/cnbi_scan/CODE/x', '/scan/card/CODE'])(
  'a visitor whom another site sends to %s joins nothing until they press',
  async path => {
    const owner = createClient(demo.server.origin, agents.android)
    await owner.login('zhangwei', password)
    const { groupId } = await owner.ask(saveGroup, { body: { text: '周末爬山', targets: [] } })
    const { url } = await owner.ask(createCardCode, { query: { type: 'group', targetId: groupId } })
    await using site = await elsewhere(demo.origin + path.replace('CODE', codeIn(url)))
    const { page, context, faults } = await demo.signIn('wangfang')
    await page.goto(site.url)
    await page.getByRole('heading', { name: '周末爬山' }).waitFor()
    await page.getByRole('button', { name: '加入群聊' }).waitFor()
    const members = async () => (await owner.ask(groupInfo, { query: { groupId } })).users.length
    expect(await members()).toBe(1)
    await page.getByRole('button', { name: '加入群聊' }).click()
    await page.getByText('你已在群里').waitFor()
    expect(await members()).toBe(2)
    expect(faults).toEqual([])
    await context.close()
  },
)
