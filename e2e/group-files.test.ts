import { afterAll, expect, test } from 'vitest'
import { fileUpload } from '../contract/files.ts'
import { removeGroupUser, dissolveGroup, listGroupFiles, listGroupImages } from '../contract/groups.ts'
import { recallGroup, sendGroup } from '../contract/messages.ts'
import { createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { openStage } from './stage.ts'
import { dot } from './dot.ts'

const { people, server, login, close } = await openStage()
const alice = await login('alice')
const bob = await login('bob')
const mallory = await login('mallory')
afterAll(close)

async function share(name: string, bytes: Buffer, type: number) {
  const body = new FormData()
  body.append('file', new File([new Uint8Array(bytes)], name))
  body.append('userId', String(alice.userId))
  const { id: fileId } = await alice.ask(fileUpload, { body: body as never })
  return alice.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type, content: '', fileId } })
}

const names = async (client: Client, call = listGroupFiles, part: { page?: number; size?: number; to?: number } = {}) =>
  (await client.ask(call, { body: { groupId: people.groupId, ...part } })).data.map(({ file }) => file.text)

test("a group's files and images are those that its people can read, newest first", async () => {
  await share('one.txt', Buffer.from('one'), 3)
  await share('picture.png', dot, 2)
  const two = await share('two.txt', Buffer.from('two'), 3)
  const found = await bob.ask(listGroupFiles, { body: { groupId: people.groupId, page: 1, size: 1 } })
  expect(found).toMatchObject({
    totalElements: 2,
    totalPages: 2,
    data: [{ id: two.id, seq: two.seq, senderId: alice.userId, name: 'alice' }],
  })
  expect((await fetch(found.data[0]?.file.hdUrl ?? '')).status).toBe(200)
  expect(await names(bob)).toEqual(['two.txt', 'one.txt'])
  expect(await names(bob, listGroupFiles, { page: 2, size: 1 })).toEqual(['one.txt'])
  expect(await names(bob, listGroupFiles, { page: 3, size: 1 })).toEqual([])
  expect(await names(bob, listGroupImages)).toEqual(['picture.png'])
  expect(await names(bob, listGroupFiles, { to: two.sendTime })).toEqual(['two.txt', 'one.txt'])
  expect(await names(bob, listGroupFiles, { to: two.sendTime - 1 })).toEqual(['one.txt'])
  await alice.ask(recallGroup, { body: { id: two.id, state: 6 } })
  expect(await names(bob)).toEqual(['one.txt'])
})

test('who was removed keeps those from before and sees no later one, and a dissolved group keeps its own', async () => {
  await alice.ask(removeGroupUser, { body: { groupId: people.groupId, remark: String(bob.userId) } })
  await share('later.txt', Buffer.from('later'), 3)
  expect(await names(alice)).toContain('later.txt')
  expect(await names(bob)).toEqual(['one.txt'])
  await alice.ask(dissolveGroup, { query: { groupId: people.groupId } })
  expect(await names(alice)).toEqual(['later.txt', 'one.txt'])
})

test('strangers, outsiders and bad parameters are refused', async () => {
  for (const call of [listGroupFiles, listGroupImages]) {
    expect((await createClient(server.origin).try(call, { body: { groupId: people.groupId } })).code).toBe(401)
    expect((await mallory.try(call, { body: { groupId: people.groupId } })).code).toBe(404)
    expect((await alice.try(call, { body: { groupId: 999_999 } })).code).toBe(404)
    for (const [name, value] of [
      ['groupId', 'x'],
      ['page', 0],
      ['size', 201],
      ['size', 'many'],
      ['to', -1],
    ] as const) {
      const { code, msg } = await alice.try(call, { body: { groupId: people.groupId, [name]: value } })
      expect({ code, msg }).toEqual({ code: 400, msg: expect.stringContaining(`参数 ${name} 不正确`) as string })
    }
  }
})
