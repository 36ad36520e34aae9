import { afterAll, expect, test } from 'vitest'
import { previewLink } from '../contract/links.ts'
import { clientSettings } from '../contract/settings.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openStage } from './stage.ts'

const off = await openStage()
const on = await openStage({ HONGYAN_LINK_PREVIEWS: '1' })
let asked = 0
const inside = createServer((_, response) => {
  asked += 1
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>inside</title>')
})
await new Promise<void>(resolve => inside.listen(0, '127.0.0.1', resolve))
afterAll(async () => {
  inside.close()
  await Promise.all([off.close(), on.close()])
})

test('links are previewed only where an administrator turned it on', async () => {
  const [without, having] = [await off.login('alice'), await on.login('alice')]
  expect([await without.ask(clientSettings), await having.ask(clientSettings)]).toMatchObject([
    { linkPreviews: false },
    { linkPreviews: true },
  ])
  const query = { url: 'http://127.0.0.1/' }
  expect(await without.try(previewLink, { query })).toMatchObject({ code: 404, failure: 'link.off' })
  expect(await having.ask(previewLink, { query })).toBeNull()
})

test('a server as it is started reaches nothing inside, however it is named', async () => {
  const alice = await on.login('alice')
  const { port } = inside.address() as AddressInfo
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0']) {
    expect(await alice.ask(previewLink, { query: { url: `http://${host}:${port}/` } })).toBeNull()
    expect(await alice.ask(previewLink, { query: { url: `http://${host}/` } })).toBeNull()
  }
  expect(asked).toBe(0)
  for (const url of ['file:///etc/passwd', 'javascript:1', 'nothing', ''])
    expect(await alice.try(previewLink, { query: { url } })).toMatchObject({ code: 400 })
})
