import { afterAll, beforeAll, expect, test } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import { fileUpload } from '../contract/files.ts'
import { findDirect, recallDirect, sendDirect } from '../contract/messages.ts'
import { confirmScanLogin, openScanLogin, createLoginCode } from '../contract/qr.ts'
import { agents, createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// The walk that the README shows, on the demo organisation.

const password = 'hongyan-demo'
const folder = tempFolder()
let server: ServerProcess
let zhangwei: Client
let lina: Client

beforeAll(async () => {
  server = await startServer({ folder: folder.path, program: 'server/demo/main.ts' })
  zhangwei = createClient(server.origin)
  lina = createClient(server.origin, agents.windows)
  await zhangwei.login('zhangwei', password)
  await lina.login('lina', password)
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

const draft = (content: string) => ({
  id: newId(),
  senderId: zhangwei.userId,
  receiverId: lina.userId,
  type: 1,
  content,
  fileId: null as number | null,
})

test('zhangwei finds the assistants first and then conversations, lina among them', async () => {
  const sessions = await zhangwei.ask(listConversations, { query: { userId: zhangwei.userId } })
  expect(sessions.slice(0, 3).map(row => row.miniType)).toEqual([11016, 11017, 11021])
  expect(sessions.some(row => row.miniType === 1100 && row.senderId === lina.userId)).toBe(true)
  expect(sessions.some(row => row.miniType === 1101)).toBe(true)
})

test('zhangwei pages through a long chat with lina to its beginning', async () => {
  const read = (page: number) =>
    zhangwei.ask(findDirect, { body: { senderId: zhangwei.userId, receiverId: lina.userId, page, size: 20 } })
  const first = await read(1)
  expect(first.totalPages).toBeGreaterThan(2)
  expect((await read(first.totalPages)).data.at(-1)?.seq).toBe(1)
  expect((await read(first.totalPages + 1)).data).toEqual([])
})

test('lina, connected, receives what zhangwei sends', async () => {
  const line = await lina.line({ isOurs: false })
  const message = draft('Lunch at twelve?')
  const sent = await zhangwei.ask(sendDirect, { body: message })
  expect(sent).toMatchObject({
    id: message.id,
    senderId: zhangwei.userId,
    receiverId: lina.userId,
    content: 'Lunch at twelve?',
  })
  const { data } = await line.next(1100, frame => frame.data['id'] === message.id)
  expect(data).toMatchObject({ seq: sent.seq, content: 'Lunch at twelve?', miniType: 1100 })
  await line.drop()
})

test('a picture is uploaded, sent, opened by lina without any header, and recalled', async () => {
  const line = await lina.line()
  const form = new FormData()
  form.set('file', new Blob([png]), 'dot.png')
  form.set('userId', String(zhangwei.userId))
  const response = await fetch(`${server.origin}${fileUpload.path}`, {
    method: 'POST',
    body: form,
    headers: { Authorization: zhangwei.token },
  })
  const { data: file } = (await response.json()) as {
    data: { id: number; hdUrl: string; thumbUrl: string; category: string }
  }
  expect(file.category).toBe('png')

  const message = { ...draft(''), type: 2, fileId: file.id }
  await zhangwei.ask(sendDirect, { body: message })
  const pushed = await line.next(1100, frame => frame.data['id'] === message.id)
  expect(pushed.data['file']).toMatchObject({ id: file.id, hdUrl: file.hdUrl })
  const picture = await fetch(file.hdUrl)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true)
  expect((await fetch(file.thumbUrl)).status).toBe(200)

  await zhangwei.ask(recallDirect, { body: { id: message.id, state: 6 } })
  await line.next(3004)
  const history = await lina.ask(findDirect, { body: { senderId: zhangwei.userId, receiverId: lina.userId } })
  expect(history.data.find(row => row.id === message.id)).toMatchObject({
    state: 6,
    content: '',
    fileId: null,
    recallerId: zhangwei.userId,
  })
  await line.drop()
})

test('a third device is logged in by scanning its QR code with the phone', async () => {
  const phone = createClient(server.origin, agents.android)
  await phone.login('zhangwei', password)
  const third = createClient(server.origin, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15')
  const waiting = await third.bareLine()
  const { url } = await third.ask(createLoginCode, { query: { device: waiting.device, platform: 'mac' } })
  const code = /scan_login\/([\w-]+)\/\{userId\}$/.exec(url)?.[1] ?? ''
  expect((await phone.try(confirmScanLogin, { params: { code } })).code).toBe(409) // not scanned yet
  expect(await phone.ask(openScanLogin, { params: { code, userId: String(phone.userId) } })).toMatchObject({
    code,
    ip: '127.0.0.1',
  })
  await waiting.next(10010)
  await phone.ask(confirmScanLogin, { params: { code } })
  const { data } = await waiting.next(10011)
  third.token = String(data['authorization'])
  expect((await third.ask(listConversations)).length).toBeGreaterThan(3)
  const fromLina = {
    id: newId(),
    senderId: lina.userId,
    receiverId: zhangwei.userId,
    type: 1,
    content: 'Yes',
    fileId: null,
  }
  await lina.ask(sendDirect, { body: fromLina })
  await waiting.next(1100, frame => frame.data['id'] === fromLina.id)
})

/** One red dot. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
