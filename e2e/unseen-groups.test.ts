import { afterAll, expect, test } from 'vitest'
import { hideConversation, setConversation } from '../contract/conversations.ts'
import {
  changeGroupOwner,
  deleteGroupNotice,
  removeGroupUser,
  dissolveGroup,
  editGroup,
  listGroupFiles,
  listGroupImages,
  listGroupNotices,
  groupInfo,
  joinGroup,
  leaveGroup,
  saveGroupNotice,
  inviteToGroup,
  setGroupManager,
  setGroupMute,
} from '../contract/groups.ts'
import { findGroup, forwardMessages, reactMessage, sendGroup, updateReceipt } from '../contract/messages.ts'
import { createCardCode } from '../contract/qr.ts'
import { searchMsg } from '../contract/search.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

const { folder, people, login, close } = await openStage()
const [alice, bob, mallory] = [await login('alice'), await login('bob'), await login('mallory')]
afterAll(close)

const target = (targetId: number) => ({ miniType: 1101 as const, targetId })

/** What every call that takes a group's number answers. */
async function answers(client: Client, groupId: number): Promise<Record<string, [number, string]>> {
  const all = {
    groupInfo: client.try(groupInfo, { query: { groupId } }),
    editGroup: client.try(editGroup, { query: { id: groupId, text: 'x' } }),
    leaveGroup: client.try(leaveGroup, { query: { groupId } }),
    dissolveGroup: client.try(dissolveGroup, { query: { groupId } }),
    removeGroupUser: client.try(removeGroupUser, { body: { groupId, remark: `${alice.userId}` } }),
    invite: client.try(inviteToGroup, { body: { groupId, targets: `${alice.userId}` } }),
    joinGroup: client.try(joinGroup, { body: { groupId, userId: client.userId } }),
    notices: client.try(listGroupNotices, { query: { groupId } }),
    publish: client.try(saveGroupNotice, { body: { groupId, content: 'x' } }),
    withdraw: client.try(deleteGroupNotice, { query: { groupId, id: 1 } }),
    files: client.try(listGroupFiles, { body: { groupId } }),
    images: client.try(listGroupImages, { body: { groupId } }),
    manager: client.try(setGroupManager, { query: { groupId, targets: `${bob.userId}`, manager: 1 } }),
    owner: client.try(changeGroupOwner, { query: { groupId, targetId: bob.userId } }),
    mute: client.try(setGroupMute, { query: { groupId, mute: 1 } }),
    history: client.try(findGroup, { body: { groupId } }),
    send: client.try(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content: 'x' } }),
    react: client.try(reactMessage, { body: { ...target(groupId), seq: 1, emoji: '👍', state: 1 } }),
    forward: client.try(forwardMessages, {
      body: { id: newId(), from: target(groupId), seqs: [1], merged: 0, targets: [target(groupId)] },
    }),
    receipt: client.try(updateReceipt, {
      body: { endTime: Date.now(), miniType: 1101, receiverId: groupId, state: 2 },
    }),
    settings: client.try(setConversation, { query: { ...target(groupId), top: 1 } }),
    hide: client.try(hideConversation, { query: target(groupId) }),
    search: client.try(searchMsg, { query: { keyword: 'x', ...target(groupId) } }),
    code: client.try(createCardCode, { query: { type: 'group', targetId: groupId } }),
  }
  return Object.fromEntries(
    await Promise.all(
      Object.entries(all).map(async ([name, answer]) => {
        const { code, msg } = await answer
        return [name, [code, msg] as [number, string]] as const
      }),
    ),
  )
}

test('to who never was in it, no call tells a group from none', async () => {
  await alice.ask(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content: 'x' } })
  const [existing, missing] = [await answers(mallory, people.groupId), await answers(mallory, 999_999)]
  expect(existing).toEqual(missing)
  const { receipt, ...others } = existing
  expect(receipt?.[0]).toBeGreaterThanOrEqual(400)
  expect(new Set(Object.values(others).map(([code]) => code))).toEqual(new Set([404]))
})

test('who has left a group knows that it is there, and is told that they are not in it', async () => {
  await command(folder, 'group', 'remove', String(people.groupId), 'bob')
  expect(await bob.try(groupInfo, { query: { groupId: people.groupId } })).toMatchObject({
    code: 403,
    msg: '你不在这个群里',
  })
  expect(
    await bob.try(sendGroup, { body: { id: newId(), receiverId: people.groupId, type: 1, content: 'x' } }),
  ).toMatchObject({ code: 403 })
  expect((await bob.try(findGroup, { body: { groupId: people.groupId } })).code).toBe(200)
})
