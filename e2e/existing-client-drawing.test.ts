import { afterAll, expect, test } from 'vitest'
import { fileUpload } from '../contract/files.ts'
import { listConversations } from '../contract/conversations.ts'
import { editGroup } from '../contract/groups.ts'
import { findDirect, findGroup, recallDirect, recallGroup, sendDirect, sendGroup } from '../contract/messages.ts'
import { agents, createExistingClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

// What the existing client draws of what it gets: numbers in brackets are those of docs/protocol.md, section 5.

const { people, server, folder, login, close } = await openStage({ HONGYAN_LOGIN_POLICY: 'any' })
const bob = await login('bob')
const carol = await login('carol')
const alice = createExistingClient(server.origin, agents.windows)
await alice.login('alice', people.passwords.get('alice') ?? '')
const line = await alice.line()
const alicesPhone = await login('alice', agents.android)
afterAll(close)

const direct = async (client: Client, peer: Client) =>
  (await client.ask(findDirect, { body: { senderId: client.userId, receiverId: peer.userId, size: 50 } })).data
const group = async (client: Client) =>
  (await client.ask(findGroup, { body: { groupId: people.groupId, size: 50 } })).data
const row = async (client: Client, miniType: number, of: number) =>
  (await client.ask(listConversations)).find(
    one => one.miniType === miniType && (miniType === 1100 ? one.senderId : one.receiverId) === of,
  )

async function share(name: string, type: number, content = '') {
  const body = new FormData()
  body.append('file', new File([new Uint8Array(Buffer.from('some bytes'))], name))
  const { id: fileId } = await bob.ask(fileUpload, { body: body as never })
  return bob.ask(sendDirect, { body: { id: newId(), receiverId: alice.userId, type, content, fileId } })
}
const write = (from: Client, to: Client, content: string, replySeq?: number) =>
  from.ask(sendDirect, { body: { id: newId(), receiverId: to.userId, type: 1, content, replySeq } })
const writeGroup = (from: Client, content: string) =>
  from.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content } })

test('a recalled message is a line that says so, in history, session row and quote, and empty for a client of ours [14]', async () => {
  const first = await write(bob, alice, 'secret')
  const answer = await write(bob, alice, 'an answer', first.seq)
  await bob.ask(recallDirect, { body: { id: first.id, state: 6 } })
  expect((await direct(alice, bob)).find(one => one.id === answer.id)?.reply).toMatchObject({
    type: 1,
    content: '消息已撤回',
    state: 6,
  })
  await bob.ask(recallDirect, { body: { id: answer.id, state: 6 } })
  expect((await direct(alice, bob))[0]).toMatchObject({ type: 1, content: '对方撤回了一条消息', state: 6, file: null })
  expect(await row(alice, 1100, bob.userId)).toMatchObject({ type: 1, content: '对方撤回了一条消息', state: 6 })
  expect((await direct(alicesPhone, bob))[0]).toMatchObject({ content: '', state: 6 })
  expect(await row(alicesPhone, 1100, bob.userId)).toMatchObject({ content: '' })
  const own = await write(alice, bob, 'mine')
  expect(await alice.ask(recallDirect, { body: { id: own.id, state: 6 } })).toMatchObject({
    type: 1,
    content: '你撤回了一条消息',
  })
  expect(await row(alice, 1100, bob.userId)).toMatchObject({ content: '你撤回了一条消息' })
})

test('a recalled picture is a line of text [14]', async () => {
  const picture = await share('picture.bin', 3)
  await bob.ask(recallDirect, { body: { id: picture.id, state: 6 } })
  expect((await direct(alice, bob))[0]).toMatchObject({
    id: picture.id,
    type: 1,
    content: '对方撤回了一条消息',
    file: null,
    fileId: null,
  })
  expect((await direct(alicesPhone, bob))[0]).toMatchObject({ id: picture.id, type: 3, content: '' })
})

test('in a group a line says who recalled, beside the name of who wrote [14]', async () => {
  const bobs = await writeGroup(bob, 'x')
  await bob.ask(recallGroup, { body: { id: bobs.id, state: 6 } })
  expect((await group(alice))[0]).toMatchObject({ name: 'bob', type: 1, content: '撤回了一条消息' })
  const carols = await writeGroup(carol, 'y')
  await alice.ask(recallGroup, { body: { id: carols.id, state: 6 } })
  expect((await group(alice))[0]).toMatchObject({ name: 'carol', content: '你撤回了一条成员消息' })
  const [bobsOld, carolsOld] = [createExistingClient(server.origin), createExistingClient(server.origin)]
  for (const [client, name] of [
    [bobsOld, 'bob'],
    [carolsOld, 'carol'],
  ] as const)
    await client.login(name, people.passwords.get(name) ?? '')
  expect((await group(bobsOld))[0]).toMatchObject({ content: '这条消息已被管理员撤回' })
  expect((await group(carolsOld))[0]).toMatchObject({ content: '管理员撤回了你的一条消息' })
  expect(await row(bobsOld, 1101, people.groupId)).toMatchObject({ content: '这条消息已被管理员撤回', type: 1 })
})

test('a file without words has some, in history, session row and push; one with words keeps them [14]', async () => {
  const file = await share('报价单.xlsx', 3)
  expect((await line.next(1100, frame => frame.data['id'] === file.id)).data).toMatchObject({
    type: 3,
    content: '报价单.xlsx',
  })
  expect((await direct(alice, bob))[0]).toMatchObject({ content: '报价单.xlsx', type: 3 })
  expect(await row(alice, 1100, bob.userId)).toMatchObject({ content: '报价单.xlsx', type: 3 })
  expect((await direct(alicesPhone, bob))[0]).toMatchObject({ content: '' })
  const words = await share('plan.txt', 3, 'with words')
  expect((await line.next(1100, frame => frame.data['id'] === words.id)).data).toMatchObject({ content: 'with words' })
})

test('a system line does not repeat the name beside which it stands [16]', async () => {
  await alicesPhone.ask(editGroup, { query: { id: people.groupId, text: '新计划' } })
  expect((await group(alice))[0]).toMatchObject({ name: 'alice', content: '将群名修改为“新计划”' })
  expect(await row(alice, 1101, people.groupId)).toMatchObject({ name: 'alice', content: '将群名修改为“新计划”' })
  expect((await group(alicesPhone))[0]).toMatchObject({ content: 'alice 将群名修改为“新计划”' })
})

test("one's own presence names the platform only, and every pushed data has senderId [13, 15]", async () => {
  await alicesPhone.line()
  const own = await line.next(1004, frame => (frame.data['user'] as { id: number }).id === alice.userId)
  expect(own.msg).toBe('android 上线了')
  expect(own.data['senderId']).toBeNull()
  await bob.line()
  const bobs = await line.next(1004, frame => (frame.data['user'] as { id: number }).id === bob.userId)
  expect(bobs.msg).toMatch(/^bob 在 \w+ 上线了$/)
  await write(bob, alice, 'hello')
  await line.next(1100, frame => frame.data['content'] === 'hello')
  for (const { code, data } of line.received.filter(frame => frame.code !== 1001))
    expect(data, String(code)).toHaveProperty('senderId')
})

test('an entry that an administrator published is gone to without a ticket; who is refused sees a page [17]', async () => {
  await command(folder, 'entry', 'add', 'card', '考勤', 'https://oa.example/attendance?tab=1')
  const open = (token: string, query: string, accept = 'text/html,application/xhtml+xml') =>
    fetch(`${server.origin}/auth/auth_url/${token}/?${query}`, { redirect: 'manual', headers: { Accept: accept } })
  const to = (address: string) => `companyId=1&redirectUrl=${encodeURIComponent(address)}`
  const entered = await open(alice.token, to('https://oa.example/attendance?tab=1'))
  expect([entered.status, entered.headers.get('location')]).toEqual([302, 'https://oa.example/attendance?tab=1'])
  for (const [token, query, status] of [
    [alice.token, to('https://elsewhere.example/'), 403],
    [alice.token, to('https://oa.example/other'), 403],
    ['x'.repeat(43), to('https://oa.example/attendance?tab=1'), 401],
    [alice.token, `companyId=${'9'.repeat(30)}&redirectUrl=https://oa.example/`, 400],
    [alice.token, to('javascript:alert(1)'), 400],
    [alice.token, '', 400],
  ] as const) {
    const refused = await open(token, query)
    expect([refused.status, refused.headers.get('content-type')], query).toEqual([status, 'text/html; charset=utf-8'])
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await refused.text()).toMatch(/<h1>打不开<\/h1>/)
    expect(await (await open(token, query, 'application/json')).json()).toMatchObject({ code: status, data: null })
  }
})
