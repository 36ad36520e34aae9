import { afterAll, describe, expect, test } from 'vitest'
import { fileUpload } from '../contract/files.ts'
import { recallGroup, recallDirect, sendDirect, sendGroup } from '../contract/messages.ts'
import { searchMsg } from '../contract/search.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

const { folder, people, server, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob')
const carol = await login('carol')
const mallory = await login('mallory')
afterAll(async () => {
  await close()
  expect(server.output()).toMatch(/^ready .*\n$/)
})

type Query = Record<string, string | number | undefined>
const say = (by: Client, content: string) =>
  by.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content } })
const whisper = (by: Client, to: Client, content: string) =>
  by.ask(sendDirect, { body: { id: newId(), receiverId: to.userId, type: 1, content } })
const search = (client: Client, keyword: string, query: Query = {}) =>
  client.ask(searchMsg, { query: { keyword, ...query } })
const contents = async (client: Client, keyword: string, query: Query = {}) =>
  (await search(client, keyword, query)).data.map(hit => hit.content)
const code = async (client: Client, query: Query) => (await client.try(searchMsg, { query })).code

test('a message is found as soon as it was acknowledged, and says where it stands', async () => {
  const sent = await say(bob, '明天上午十点开项目评审会，请带Alpha2的报告')
  await whisper(alice, bob, '评审会改到下午')
  for (const keyword of ['评', '评审', '评审会'])
    expect(await contents(bob, keyword)).toEqual(['评审会改到下午', '明天上午十点开项目评审会，请带Alpha2的报告'])
  for (const keyword of ['带alpha2的', 'ａｌｐｈａ', '评审 报告', '"十点开项目"'])
    expect(await contents(carol, keyword)).toEqual(['明天上午十点开项目评审会，请带Alpha2的报告'])
  const {
    totalElements,
    totalPages,
    data: [hit],
  } = await search(alice, 'Alpha2')
  expect({ totalElements, totalPages }).toEqual({ totalElements: 1, totalPages: 1 })
  expect(hit).toMatchObject({
    seq: sent.seq,
    id: sent.id,
    senderId: bob.userId,
    name: 'bob',
    receiverId: people.groupId,
    miniType: 1101,
    targetId: people.groupId,
    otherName: 'Plan',
  })
  expect((await search(bob, '下午')).data[0]).toMatchObject({
    miniType: 1100,
    targetId: alice.userId,
    otherName: 'alice',
    senderId: alice.userId,
  })
  expect((await search(alice, '下午')).data[0]).toMatchObject({
    miniType: 1100,
    targetId: bob.userId,
    otherName: 'bob',
    senderId: alice.userId,
  })
})

test('nobody finds what others talk about', async () => {
  await whisper(alice, bob, '保密的薪资表')
  await say(alice, '群里的薪资通知')
  expect(await contents(bob, '薪资')).toEqual(['群里的薪资通知', '保密的薪资表'])
  expect(await contents(carol, '薪资')).toEqual(['群里的薪资通知'])
  expect(await search(mallory, '薪资')).toEqual({ totalElements: 0, totalPages: 0, data: [] })
  expect(await search(mallory, '', { senderId: alice.userId })).toEqual({ totalElements: 0, totalPages: 0, data: [] })
  expect(await code(bob, { keyword: '薪资', miniType: 1101, targetId: people.groupId })).toBe(200)
  expect(await code(mallory, { keyword: '薪资', miniType: 1101, targetId: people.groupId })).toBe(404)
  expect(await code(mallory, { keyword: '薪资', miniType: 1100, targetId: alice.userId })).toBe(404)
  expect(await code(mallory, { keyword: '薪资', miniType: 1101, targetId: 999_999 })).toBe(404)
})

test('who was removed finds what they could read, and nothing after', async () => {
  await say(alice, '预算初稿')
  await command(folder, 'group', 'remove', String(people.groupId), 'carol')
  await say(alice, '预算终稿')
  expect(await contents(bob, '预算')).toEqual(['预算终稿', '预算初稿'])
  expect(await contents(carol, '预算')).toEqual(['预算初稿'])
  expect(await contents(carol, '', { senderId: alice.userId, miniType: 1101, targetId: people.groupId })).not.toContain(
    '预算终稿',
  )
  await command(folder, 'group', 'add', String(people.groupId), 'carol')
  await say(alice, '预算定稿')
  expect(await contents(carol, '预算')).toEqual(['预算定稿', '预算初稿'])
})

test('a recalled message is found by nobody', async () => {
  const inGroup = await say(alice, '发错的口令')
  const direct = await whisper(alice, bob, '又发错的口令')
  expect(await contents(bob, '口令')).toEqual(['又发错的口令', '发错的口令'])
  await alice.ask(recallGroup, { body: { id: inGroup.id, state: 6 } })
  expect(await contents(bob, '口令')).toEqual(['又发错的口令'])
  await alice.ask(recallDirect, { body: { id: direct.id, state: 6 } })
  expect(await search(bob, '口令')).toEqual({ totalElements: 0, totalPages: 0, data: [] })
})

test('files are found by their name, and all of one person without a word', async () => {
  const form = new FormData()
  form.append('file', new Blob(['text'], { type: 'text/plain' }), '季度总结 v2.txt')
  const response = await fetch(`${server.origin}${fileUpload.path}`, {
    method: 'POST',
    body: form,
    headers: { Authorization: bob.token },
  })
  const { data: file } = (await response.json()) as { data: { id: number } }
  await bob.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 3, fileId: file.id, content: '' } })
  for (const [keyword, query] of [
    ['季度', {}],
    ['v2', {}],
    ['', { type: 3 }],
    ['', { senderId: bob.userId, type: 3 }],
  ] as const) {
    const {
      totalElements,
      data: [hit],
    } = await search(alice, keyword, query)
    expect(totalElements).toBe(1)
    expect(hit).toMatchObject({ type: 3, fileId: file.id, file: { text: '季度总结 v2.txt' } })
  }
  expect(await contents(alice, '季度', { senderId: alice.userId })).toEqual([])
})

describe('a question', () => {
  test('is narrowed by conversation, kind and time, and read by pages', async () => {
    const first = await say(bob, '周报第一版')
    for (const version of ['二', '三', '四', '五']) await say(bob, `周报第${version}版`)
    const last = await whisper(bob, alice, '周报第六版')
    expect(await contents(alice, '周报', { miniType: 1100 })).toEqual(['周报第六版'])
    expect(await contents(alice, '周报', { miniType: 1101, targetId: people.groupId })).toHaveLength(5)
    expect(await contents(alice, '周报', { from: first.sendTime, to: last.sendTime })).toHaveLength(6)
    expect(await contents(alice, '周报', { to: first.sendTime - 1 })).toEqual([])
    const pages = await Promise.all([1, 2, 3, 4].map(page => search(alice, '周报', { page, size: 2 })))
    expect(pages.map(page => page.totalElements)).toEqual([6, 6, 6, 6])
    expect(pages.map(page => page.totalPages)).toEqual([3, 3, 3, 3])
    expect(pages.flatMap(page => page.data.map(hit => hit.content))).toEqual([
      '周报第六版',
      '周报第五版',
      '周报第四版',
      '周报第三版',
      '周报第二版',
      '周报第一版',
    ])
  })

  test('that asks for nothing, for too much or for no conversation is refused', async () => {
    for (const query of [
      {},
      { keyword: ' ' },
      { type: 1 },
      { keyword: 'x'.repeat(101) },
      { keyword: 'a', targetId: people.groupId },
      { keyword: 'a', page: 0 },
      { keyword: 'a', type: 9 },
    ]) {
      expect([query, await code(alice, query)]).toEqual([query, 400])
    }
  })

  test('is a text, whatever stands in it', async () => {
    await say(alice, 'SELECT * FROM "t"; NEAR(a b) OR (c AND d) -- 100% of_it\\')
    for (const keyword of [
      '*',
      '"',
      'NEAR(a',
      'OR',
      '(c AND',
      '--',
      '100%',
      'of_it\\',
      '"NEAR(a b) OR"',
      ';',
      "'",
      'tokens:a',
      '^a',
      '{',
      '\u0000',
      '\ud800',
    ]) {
      expect([keyword, await code(alice, { keyword })]).toEqual([keyword, 200])
    }
    for (const keyword of ['"', '""', '“”', '\u200b', '\u0301']) expect(await contents(alice, keyword)).toEqual([])
    expect(await contents(alice, '"NEAR(a b) OR"')).toHaveLength(1)
    expect(await contents(alice, 'tokens:a')).toEqual([])
  })
})
