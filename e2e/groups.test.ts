import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import {
  changeGroupOwner,
  deleteGroupNotice,
  removeGroupUser,
  dissolveGroup,
  editGroup,
  listGroupNotices,
  groupInfo,
  listGroupApplications,
  joinGroup,
  listGroups,
  leaveGroup,
  refuseGroup,
  saveGroup,
  saveGroupNotice,
  inviteToGroup,
  setGroupManager,
  setGroupMute,
} from '../contract/groups.ts'
import { recallGroup, sendGroup } from '../contract/messages.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import { follow } from './group-state.ts'
import { makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const folder = tempFolder()
const extras = Array.from({ length: 100 }, (_, at) => `extra${at}`)
let server: ServerProcess
let login: (username: string) => Promise<Client>
let alice: Client
let bob: Client
let carol: Client
let dave: Client

beforeAll(async () => {
  const people = await makePeople(folder.path, ['alice', 'bob', 'carol', 'dave', ...extras])
  server = await startServer({ folder: folder.path, settings: { HONGYAN_GROUP_PAUSE_SECONDS: '0' } })
  login = username => people.login(server.origin, username)
  ;[alice, bob, carol, dave] = await Promise.all([login('alice'), login('bob'), login('carol'), login('dave')])
})
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
  folder[Symbol.dispose]()
})

const create = async (text: string, ...others: Client[]) =>
  (await alice.ask(saveGroup, { body: { text, type: 1, targets: others.map(other => other.userId) } })).groupId
const say = (by: Client, groupId: number, content: string) =>
  by.try(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content } })
const contents = async (client: Client, groupId: number) =>
  (await fullHistory(client, { groupId })).map(row => row.content)

test('a group from its making to its end, as its people see it', async () => {
  const bobs = await bob.line()
  const carols = await carol.line()
  const old = await carol.line({ isOurs: false })
  const { groupId } = await alice.ask(saveGroup, {
    body: { text: '春游', userId: alice.userId, targets: `${bob.userId}`, note: '周六', type: 1 },
  })
  expect(await bobs.next(3003)).toMatchObject({
    data: {
      what: 'joined',
      groupId,
      count: 2,
      users: [
        { id: alice.userId, role: 'owner' },
        { id: bob.userId, role: 'member' },
      ],
    },
  })
  expect(await bobs.next(1101)).toMatchObject({
    data: { content: 'alice 邀请 bob 加入了群聊', seq: 1, otherName: '春游', event: { what: 'joined' } },
  })

  expect(await bob.ask(inviteToGroup, { body: { groupId, targets: `${carol.userId}` } })).toEqual({
    joined: [carol.userId],
    waiting: [],
  })
  expect(await carols.next(11017)).toMatchObject({
    msg: 'bob 邀请你加入 春游',
    data: { groupId, senderId: bob.userId, kind: 'invite', state: 4 },
  })
  expect(await old.next(11017)).toMatchObject({ msg: 'bob 邀请你加入 春游' })
  expect(await carol.ask(listGroupApplications)).toMatchObject([
    {
      groupId,
      senderId: bob.userId,
      otherName: 'bob',
      text: '春游',
      content: 'bob 邀请你加入 春游',
      kind: 'invite',
      state: 4,
      mine: 0,
    },
  ])
  expect((await carol.ask(listConversations)).find(row => row.miniType === 11017)).toMatchObject({
    count: 0,
    content: 'bob 邀请你加入 春游',
  })

  await alice.ask(editGroup, { query: { id: groupId, text: '秋游', approval: 1 } })
  expect(await bobs.next(3003, frame => frame.data['what'] === 'info')).toMatchObject({
    data: { info: { text: '秋游', approval: 1, type: 1, note: '周六' } },
  })
  expect(await bobs.next(1101, frame => frame.data['content'] === 'alice 将群名修改为“秋游”')).toMatchObject({
    data: { otherName: '秋游' },
  })
  await say(bob, groupId, 'hi')
  expect(await carols.next(1101, frame => frame.data['content'] === 'hi')).toMatchObject({
    data: { otherName: '秋游' },
  })

  await alice.ask(setGroupManager, { query: { groupId, targets: `${bob.userId}`, manager: 1 } })
  expect(await carol.ask(inviteToGroup, { body: { groupId, targets: [dave.userId] } })).toEqual({
    joined: [],
    waiting: [dave.userId],
  })
  const asked = await bobs.next(11017)
  expect(asked).toMatchObject({
    msg: 'carol 邀请 dave 加入 秋游',
    data: { senderId: dave.userId, state: 0, kind: 'apply' },
  })
  expect((await bob.ask(listConversations)).find(row => row.miniType === 11017)).toMatchObject({
    count: 1,
    content: 'carol 邀请 dave 加入 秋游',
  })
  await bob.ask(refuseGroup, { query: { code: String(asked.data['code']), state: 4 } })
  expect(
    await carols.next(3003, frame => frame.data['what'] === 'joined' && JSON.stringify(frame.data).includes('dave')),
  ).toMatchObject({ data: { count: 4 } })

  const notice = await bob.ask(saveGroupNotice, { body: { groupId, content: '带伞', url: 'https://example.com/map' } })
  expect(await carols.next(3003, frame => frame.data['what'] === 'notice')).toMatchObject({
    data: { notice: { content: '带伞', name: 'bob' } },
  })
  expect(await dave.ask(listGroupNotices, { query: { groupId } })).toEqual({ noticeList: [notice] })

  await bob.ask(setGroupMute, { query: { groupId, mute: 1 } })
  expect((await say(carol, groupId, 'quiet')).code).toBe(403)
  expect((await say(bob, groupId, 'loud')).code).toBe(200)
  await bob.ask(setGroupMute, { query: { groupId, mute: 0 } })
  await bob.ask(setGroupMute, { query: { groupId, mute: 1, targets: `${carol.userId}`, minutes: 10 } })
  expect((await say(carol, groupId, 'quiet')).code).toBe(403)

  expect((await alice.try(leaveGroup, { query: { groupId } })).code).toBe(409)
  await alice.ask(changeGroupOwner, { query: { groupId, targetId: bob.userId } })
  await alice.ask(leaveGroup, { query: { groupId } })
  await alice.ask(leaveGroup, { query: { groupId } })
  await bob.ask(removeGroupUser, { body: { groupId, remark: `${dave.userId}` } })
  expect(await groupUsers(bob, groupId)).toEqual(['bob owner', 'carol member'])
  await bob.ask(dissolveGroup, { query: { groupId } })
  await bob.ask(dissolveGroup, { query: { groupId } })
  expect((await say(bob, groupId, 'late')).code).toBe(403)
  expect((await bob.ask(listGroups)).map(row => row.groupId)).not.toContain(groupId)
  expect((await contents(carol, groupId)).slice(-3)).toEqual([
    'alice 退出了群聊',
    'bob 将 dave 移出了群聊',
    'bob 解散了群聊',
  ])
  expect(old.received.every(frame => ![3003, 3004].includes(frame.code))).toBe(true)
})

const groupUsers = async (client: Client, groupId: number) =>
  (await client.ask(groupInfo, { query: { groupId } })).users.map(user => `${user.trueName} ${user.role}`)

test('after every action, what the frames have made of the old state is what a fresh client reads', async () => {
  const groupId = await create('原来的名字', bob)
  const ids = [groupId]
  const all = await Promise.all([alice, bob, carol, dave].map(client => follow(client, ids)))
  const code = async (client: Client) =>
    (await client.ask(listGroupApplications)).find(row => row.groupId === groupId && row.state === 0)?.code ?? ''
  let noticeId = 0
  let messageId = ''
  const bobId = `${bob.userId}`
  const actions: [string, () => Promise<unknown>][] = [
    [
      'send',
      async () => {
        messageId = (await alice.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content: 'x' } }))
          .id
      },
    ],
    ['recall', () => alice.ask(recallGroup, { body: { id: messageId, state: 6 } })],
    ['invite', () => bob.ask(inviteToGroup, { body: { groupId, targets: `${carol.userId}` } })],
    ['rename', () => alice.ask(editGroup, { query: { id: groupId, text: '新名字' } })],
    ['note', () => alice.ask(editGroup, { query: { id: groupId, note: '说明', type: 1, approval: 1 } })],
    ['propose', () => bob.ask(inviteToGroup, { body: { groupId, targets: `${dave.userId}` } })],
    ['refuse the proposed', async () => alice.ask(refuseGroup, { query: { code: await code(alice), state: 3 } })],
    ['apply', () => dave.ask(joinGroup, { body: { groupId, userId: dave.userId, content: '我是 dave' } })],
    ['make a manager', () => alice.ask(setGroupManager, { query: { groupId, targets: bobId, manager: 1 } })],
    ['refuse', async () => bob.ask(refuseGroup, { query: { code: await code(bob), state: 3 } })],
    ['apply again', () => dave.ask(joinGroup, { body: { groupId, userId: dave.userId } })],
    ['let in', () => bob.ask(joinGroup, { body: { groupId, userId: dave.userId } })],
    [
      'notice',
      async () => {
        noticeId = (await bob.ask(saveGroupNotice, { body: { groupId, content: '公告' } })).id
      },
    ],
    ['notice deleted', () => alice.ask(deleteGroupNotice, { query: { groupId, id: noticeId } })],
    ['mute all', () => bob.ask(setGroupMute, { query: { groupId, mute: 1 } })],
    ['unmute all', () => bob.ask(setGroupMute, { query: { groupId, mute: 0 } })],
    ['mute one', () => bob.ask(setGroupMute, { query: { groupId, mute: 1, targets: `${carol.userId}` } })],
    ['remove', () => alice.ask(removeGroupUser, { body: { groupId, remark: `${carol.userId}` } })],
    ['talk on', () => say(alice, groupId, 'without carol')],
    ['ask to come back', () => carol.ask(joinGroup, { body: { groupId, userId: carol.userId } })],
    ['bring back', () => alice.ask(inviteToGroup, { body: { groupId, targets: `${carol.userId}` } })],
    ['unmute one', () => alice.ask(setGroupMute, { query: { groupId, mute: 0, targets: `${carol.userId}` } })],
    ['no manager', () => alice.ask(setGroupManager, { query: { groupId, targets: bobId, manager: 0 } })],
    ['quit', () => dave.ask(leaveGroup, { query: { groupId } })],
    ['apply a third time', () => dave.ask(joinGroup, { body: { groupId, userId: dave.userId } })],
    ['hand over', () => alice.ask(changeGroupOwner, { query: { groupId, targetId: bob.userId } })],
    ['the old owner quits', () => alice.ask(leaveGroup, { query: { groupId } })],
    ['dissolve', () => bob.ask(dissolveGroup, { query: { groupId } })],
  ]
  for (const [name, act] of actions) {
    await act()
    for (const each of all)
      await each.converges(ids).catch((error: unknown) => {
        throw new Error(`${name}: ${each.client.userId - alice.userId} does not converge`, { cause: error })
      })
    for (const { client, state } of all) {
      const listed = (await client.ask(listGroups)).filter(row => row.groupId === groupId)
      const kept = state.groups.get(groupId)
      const role = kept?.users.find(user => user.id === client.userId)?.role
      expect(listed).toEqual(kept && kept.info.dissolved === 0 ? [{ id: groupId, ...kept.info, role }] : [])
    }
  }
})

describe('at the same moment', () => {
  test('a removed member gets nothing that comes after, however many talk', async () => {
    const groupId = await create('忙', bob, carol)
    const line = await carol.line()
    const others = await bob.line()
    const talk = (by: Client, from: number) => Array.from({ length: 60 }, (_, at) => say(by, groupId, `${from + at}`))
    const talking = [...talk(alice, 0), ...talk(bob, 100)]
    const removing = alice.ask(removeGroupUser, { body: { groupId, remark: `${carol.userId}` } })
    talking.push(...talk(alice, 200), ...talk(bob, 300))
    await Promise.all([...talking, removing])
    expect((await say(alice, groupId, 'end')).code).toBe(200)
    await others.next(1101, frame => frame.data['content'] === 'end')
    await line.next(3003, frame => frame.data['what'] === 'left')
    await line.settled()
    const kept = await fullHistory(carol, { groupId })
    const all = await fullHistory(bob, { groupId })
    const last = kept.at(-1)?.seq ?? 0
    expect(all.find(row => row.event?.what === 'removed')?.seq).toBe(last + 1)
    const got = line.received
      .filter(frame => frame.code === 1101 && frame.data['receiverId'] === groupId)
      .map(frame => Number(frame.data['seq']))
    expect(got).toEqual(got.toSorted((a, b) => a - b))
    expect(Math.max(...got)).toBeLessThanOrEqual(last)
    // And loses nothing that came before.
    expect(got).toEqual(kept.filter(row => row.seq > 1).map(row => row.seq))
  })

  test('two managers who remove and invite the same people leave everyone with the same picture', async () => {
    const groupId = await create('争', bob, carol)
    await alice.ask(setGroupManager, { query: { groupId, targets: `${bob.userId},${carol.userId}`, manager: 1 } })
    const all = await Promise.all([alice, bob, carol, dave].map(client => follow(client, [groupId])))
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        bob.try(inviteToGroup, { body: { groupId, targets: `${dave.userId}` } }),
        carol.try(removeGroupUser, { body: { groupId, remark: `${dave.userId}` } }),
        bob.try(editGroup, { query: { id: groupId, text: `b${round}` } }),
        carol.try(editGroup, { query: { id: groupId, text: `c${round}` } }),
        bob
          .try(removeGroupUser, { body: { groupId, remark: `${carol.userId}` } })
          .then(answer => expect(answer.code).toBe(403)),
        dave.try(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content: `${round}` } }),
      ])
    }
    for (const each of all) await each.converges([groupId])
  })

  test('one application, two managers: one decision', async () => {
    const groupId = await create('批', bob)
    await alice.ask(setGroupManager, { query: { groupId, targets: `${bob.userId}`, manager: 1 } })
    await dave.ask(joinGroup, { body: { groupId, userId: dave.userId } })
    const code = (await alice.ask(listGroupApplications))[0]?.code ?? ''
    const answers = await Promise.all([
      alice.try(refuseGroup, { query: { code, state: 4 } }),
      bob.try(refuseGroup, { query: { code, state: 3 } }),
    ])
    expect(answers.map(answer => answer.code).sort()).toEqual([200, 409])
    const isIn = (await groupUsers(alice, groupId)).includes('dave member')
    expect(isIn).toBe(answers[0]?.code === 200)
  })

  test('a member quits while sending: what was acknowledged is there, and nothing after the leave', async () => {
    const groupId = await create('走', bob)
    const sends = Array.from({ length: 30 }, (_, at) => say(bob, groupId, `${at}`))
    const [, ...answers] = await Promise.all([bob.ask(leaveGroup, { query: { groupId } }), ...sends])
    const taken = answers.filter(answer => answer.code === 200).map(answer => answer.data.seq)
    const rows = await fullHistory(alice, { groupId })
    expect(rows.map(row => row.seq)).toEqual(rows.map((_, at) => at + 1))
    expect(rows.filter(row => row.senderId === bob.userId && !row.event).map(row => row.seq)).toEqual(
      taken.toSorted((a, b) => a - b),
    )
    expect(rows.at(-1)?.event?.what).toBe('left')
  })

  test('an owner who hands over and quits while the new one dissolves: one of both orders', async () => {
    const groupId = await create('交', bob, carol)
    const all = await Promise.all([alice, bob, carol].map(client => follow(client, [groupId])))
    await alice.ask(changeGroupOwner, { query: { groupId, targetId: bob.userId } })
    const [quit, dissolved] = await Promise.all([
      alice.try(leaveGroup, { query: { groupId } }),
      bob.try(dissolveGroup, { query: { groupId } }),
    ])
    expect(dissolved.code).toBe(200)
    expect([200, 403]).toContain(quit.code)
    for (const each of all) await each.converges([groupId])
  })

  test('a hundred join in one second, and everyone has the same group', async () => {
    const groupId = await create('百人', bob)
    const followers = await Promise.all([alice, bob].map(client => follow(client, [groupId])))
    const clients: Client[] = []
    for (let from = 0; from < extras.length; from += 10)
      clients.push(...(await Promise.all(extras.slice(from, from + 10).map(login))))
    await Promise.all(clients.map(client => client.ask(joinGroup, { body: { groupId, userId: client.userId } })))
    await alice.ask(setGroupManager, { query: { groupId, targets: `${bob.userId}`, manager: 1 } })
    await Promise.all(
      clients.map((client, at) => (at % 2 ? alice : bob).ask(joinGroup, { body: { groupId, userId: client.userId } })),
    )
    expect((await alice.ask(groupInfo, { query: { groupId } })).info.count).toBe(102)
    for (const each of followers) await each.converges([groupId])
    const late = clients[99]
    if (late)
      expect((await fullHistory(late, { groupId })).some(row => row.content === 'extra99 加入了群聊')).toBe(true)
  })
})
