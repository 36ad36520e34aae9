import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deleteGroupNotice,
  removeGroupUser,
  editGroup,
  listGroupNotices,
  groupInfo,
  leaveGroup,
  saveGroupNotice,
  inviteToGroup,
  setGroupManager,
  setGroupMute,
} from '../../contract/groups.ts'
import { agents, createClient } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import type { Login } from '../src/state/viewer.ts'
import { openPage } from './page.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'

let stage: Stage
let login: Login
let phone: Client
let groupId: number

beforeAll(async () => {
  stage = await setStage()
  login = await stage.login('alice')
  phone = await stage.client('alice', agents.android)
  groupId = stage.people.groupId
})
afterAll(() => stage[Symbol.asyncDispose]())

test('an open group follows what happens in it, and is read again only when its line was lost', async () => {
  const [bob, carol] = await Promise.all([stage.client('bob'), stage.client('carol')])
  const calls: string[] = []
  await using page = await openPage(stage.network.origin, login, { onCall: path => calls.push(path) })
  await expect.poll(() => page.engine.lineState.value).toBe('connected')
  const group = page.engine.groups.open(groupId)
  group.readNotices()
  await expect.poll(() => group.members.value.size).toBe(3)
  // Pictures have the address by which one came.
  const other = Object.assign(createClient(stage.network.origin), { token: phone.token })
  const readings = () => calls.filter(path => path === groupInfo.path || path === listGroupNotices.path).length
  /** Resolves when the page shows what whoever opens the group now is told. */
  const converges = async () => {
    const [detail, { noticeList }] = await Promise.all([
      other.ask(groupInfo, { query: { groupId } }),
      other.ask(listGroupNotices, { query: { groupId } }),
    ])
    await expect.poll(() => [group.detail.value.value, group.notices.value]).toEqual([detail, noticeList])
  }

  await phone.ask(editGroup, { query: { id: groupId, text: 'Trip', note: 'On Sunday' } })
  await phone.ask(setGroupManager, { query: { groupId, targets: `${carol.userId}`, manager: 1 } })
  await phone.ask(setGroupMute, { query: { groupId, mute: 1, targets: `${bob.userId}`, minutes: 60 } })
  const { id } = await phone.ask(saveGroupNotice, { body: { groupId, content: 'Bring an umbrella' } })
  await phone.ask(saveGroupNotice, { body: { groupId, content: 'And boots' } })
  await phone.ask(deleteGroupNotice, { query: { groupId, id } })
  await bob.ask(leaveGroup, { query: { groupId } })
  await converges()
  await phone.ask(inviteToGroup, { body: { groupId, targets: [bob.userId] } })
  await converges()
  expect(readings()).toBe(2)

  stage.network.cut()
  await expect.poll(() => page.engine.lineState.value).toBe('offline')
  await bob.ask(leaveGroup, { query: { groupId } })
  await phone.ask(editGroup, { query: { id: groupId, text: 'Journey' } })
  stage.network.mend()
  page.engine.wake()
  await converges()
  expect(readings()).toBe(4)
  group.close()
})

test('who is removed is told so, and sees the group as it is after coming back', async () => {
  const bob = await stage.login('bob')
  await phone.ask(inviteToGroup, { body: { groupId, targets: [bob.user.id] } })
  await using page = await openPage(stage.network.origin, bob)
  await expect.poll(() => page.engine.lineState.value).toBe('connected')
  const group = page.engine.groups.open(groupId)
  await expect.poll(() => group.members.value.size).toBe(3)

  await phone.ask(removeGroupUser, { body: { groupId, remark: [bob.user.id] } })
  await expect.poll(() => group.detail.error.value).toMatchObject({ failure: 'group.notMember' })
  expect(group.members.value.has(bob.user.id)).toBe(false)
  await phone.ask(editGroup, { query: { id: groupId, text: 'Without bob' } })
  await phone.ask(inviteToGroup, { body: { groupId, targets: [bob.user.id] } })
  await expect.poll(() => group.detail.error.value).toBeUndefined()
  expect(group.members.value.has(bob.user.id)).toBe(true)
  expect(group.detail.value.value?.info.text).toBe('Without bob')
  group.close()
})
