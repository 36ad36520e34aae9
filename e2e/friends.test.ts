import { afterAll, beforeEach, expect, test } from 'vitest'
import { hideConversation, setConversation } from '../contract/conversations.ts'
import { editUser, findOnline, findContacts } from '../contract/directory.ts'
import {
  endFriendship,
  listFriends,
  listFriendApplications,
  refuseFriend,
  acceptFriend,
  applyForFriendship,
} from '../contract/friends.ts'
import { findDirect, sendDirect } from '../contract/messages.ts'
import { contactInfo, leftUserInfo } from '../contract/people.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { openStage } from './stage.ts'

const { people, server, login, close } = await openStage()
const alice = await login('alice')
const mallory = await login('mallory')
/** Two devices of each: a computer that runs our client, and a phone that runs the other one. */
const [alicePhone, malloryPhone] = [await login('alice', agents.android), await login('mallory', agents.android)]
const lines = {
  alice: await alice.line(),
  alicePhone: await alicePhone.line({ isOurs: false }),
  mallory: await mallory.line(),
  malloryPhone: await malloryPhone.line({ isOurs: false }),
}
afterAll(close)
beforeEach(async () => {
  await alice.ask(endFriendship, { query: { friendId: mallory.userId } })
})

const friendIds = async (client: Client) => (await client.ask(listFriends, {})).map(({ id }) => id)
const apply = (content = 'hello') =>
  mallory.ask(applyForFriendship, { body: { userId: mallory.userId, friendId: alice.userId, content } })
const isFriendChange = (userId: number, isFriend: boolean) => (frame: { data: Record<string, unknown> }) =>
  frame.data['what'] === 'friend' && frame.data['userId'] === userId && frame.data['isFriend'] === isFriend

test('by a number alone nobody learns who there is: a person, their card and their conversation are as good as not there', async () => {
  const answersOf = async (id: number) =>
    (
      await Promise.all([
        mallory.try(applyForFriendship, { body: { friendId: id } }),
        mallory.try(acceptFriend, { body: { friendId: id } }),
        mallory.try(contactInfo, { query: { targetId: id } }),
        mallory.try(leftUserInfo, { query: { targetId: id } }),
        mallory.try(findDirect, { body: { senderId: mallory.userId, receiverId: id } }),
        mallory.try(setConversation, { query: { miniType: 1100, targetId: id, top: 1 } }),
        mallory.try(hideConversation, { query: { miniType: 1100, targetId: id } }),
      ])
    ).map(({ code, msg }) => [code, msg])
  const answers = await answersOf(alice.userId)
  expect(answers).toEqual(await answersOf(404_404))
  expect(new Set(answers.map(([code]) => code))).toEqual(new Set([404]))
  expect(
    [
      await mallory.try(endFriendship, { query: { friendId: alice.userId } }),
      await mallory.try(endFriendship, { query: { friendId: 404_404 } }),
    ].map(({ code }) => code),
  ).toEqual([200, 200])
  const [found] = (await mallory.ask(findContacts, { query: { keyword: 'alice' } })).contacts
  expect(found).toMatchObject({ id: alice.userId, trueName: 'alice', username: '', companyName: null })
  expect(await mallory.ask(contactInfo, { query: { targetId: alice.userId } })).toMatchObject({
    user: { trueName: 'alice', username: '' },
    company: { text: '' },
  })
})

/** A client's list of friends, kept by nothing but what it had and the frames of a line from there on. */
async function keepFriends(client: Client, line: Line) {
  const kept = new Set(await friendIds(client))
  await line.settled()
  let seen = line.received.length
  return async () => {
    await line.settled()
    for (const { code, data } of line.received.slice(seen)) {
      if (code !== 3003 || data['what'] !== 'friend') continue
      if (data['isFriend']) kept.add(Number(data['userId']))
      else kept.delete(Number(data['userId']))
    }
    seen = line.received.length
    return [...kept].sort((a, b) => a - b)
  }
}

test("an application reaches every device of the person asked; agreeing tells both people's devices, who may write at once", async () => {
  const [atAlice, atMallory] = [await keepFriends(alice, lines.alice), await keepFriends(mallory, lines.mallory)]
  const { code } = await apply('it is me')
  for (const line of [lines.alice, lines.alicePhone]) {
    const frame = await line.next(11016, ({ data }) => data['code'] === code)
    expect(frame.data).toMatchObject({
      senderId: mallory.userId,
      receiverId: alice.userId,
      name: 'mallory',
      content: 'it is me',
      state: 0,
    })
  }
  expect(await alice.ask(listFriendApplications, {})).toMatchObject([
    { code, name: 'mallory', state: 0, senderId: mallory.userId },
  ])
  expect(
    (await mallory.try(sendDirect, { body: { id: newId(), receiverId: alice.userId, type: 1, content: 'no' } })).code,
  ).toBe(403)

  await alice.ask(acceptFriend, { body: { userId: alice.userId, friendId: mallory.userId } })
  for (const line of [lines.mallory, lines.malloryPhone])
    await line.next(11016, ({ data }) => data['code'] === code && data['state'] === 4 && data['name'] === 'alice')
  await lines.mallory.next(3003, isFriendChange(alice.userId, true))
  await lines.alice.next(3003, isFriendChange(mallory.userId, true))
  await alice.ask(refuseFriend, { query: { code, state: 4 } })
  expect([await atAlice(), await atMallory()]).toEqual([[mallory.userId], [alice.userId]])
  expect([await friendIds(alice), await friendIds(mallory)]).toEqual([[mallory.userId], [alice.userId]])
  await mallory.ask(sendDirect, { body: { id: newId(), receiverId: alice.userId, type: 1, content: 'yes' } })
  expect(lines.alicePhone.count(3003) + lines.malloryPhone.count(3003)).toBe(0)
})

test('asking again while it is open is the same answer and no frame; refused, one may ask again', async () => {
  const first = await apply()
  await lines.alice.next(11016, ({ data }) => data['code'] === first.code)
  expect(await apply('again')).toEqual(first)
  await alice.ask(refuseFriend, { query: { code: first.code, state: 3 } })
  expect((await alice.try(refuseFriend, { query: { code: first.code, state: 4 } })).code).toBe(409)
  expect((await mallory.try(refuseFriend, { query: { code: first.code, state: 4 } })).code).toBe(403)
  await lines.alice.settled()
  expect(lines.alice.count(11016, ({ data }) => data['code'] === first.code)).toBe(1)

  const second = await apply()
  await lines.alice.next(11016, ({ data }) => data['code'] === second.code)
  expect(await friendIds(alice)).toEqual([])
})

test("ending a friendship tells both people's devices, and they may not write any more", async () => {
  await apply()
  await alice.ask(acceptFriend, { body: { friendId: mallory.userId } })
  const [atAlice, atMallory] = [await keepFriends(alice, lines.alice), await keepFriends(mallory, lines.mallory)]
  await mallory.ask(endFriendship, { query: { friendId: alice.userId } })
  await lines.alice.next(3003, isFriendChange(mallory.userId, false))
  await lines.mallory.next(3003, isFriendChange(alice.userId, false))
  expect([await atAlice(), await atMallory()]).toEqual([[], []])
  expect([await friendIds(alice), await friendIds(mallory)]).toEqual([[], []])
  expect(
    (await mallory.try(sendDirect, { body: { id: newId(), receiverId: alice.userId, type: 1, content: 'no' } })).code,
  ).toBe(403)
})

test('two devices that agree at once make one friendship', async () => {
  const { code } = await apply()
  const answers = await Promise.all([
    alice.try(acceptFriend, { body: { friendId: mallory.userId } }),
    alice.try(refuseFriend, { query: { code, state: 4 } }),
    alice.try(acceptFriend, { body: { friendId: mallory.userId } }),
  ])
  expect(answers.map(answer => answer.code)).toEqual([200, 200, 200])
  await lines.mallory.settled()
  expect(lines.mallory.count(11016, ({ data }) => data['code'] === code && data['state'] === 4)).toBe(1)
})

test('a stranger is found by the whole username alone, and who is online is told to friends', async () => {
  const found = async (keyword: string) =>
    (await mallory.ask(findContacts, { query: { userId: mallory.userId, keyword } })).contacts.map(({ id }) => id)
  expect([await found('ali'), await found('Alice')]).toEqual([[], [alice.userId]])
  const bob = await people.login(server.origin, 'bob')
  const ids = `${alice.userId},${bob.userId},${mallory.userId}`
  expect(await bob.ask(findOnline, { query: { ids } })).toEqual([alice.userId])
  await apply()
  await alice.ask(acceptFriend, { body: { friendId: mallory.userId } })
  expect(await alice.ask(findOnline, { query: { ids } })).toEqual([alice.userId, mallory.userId])
  expect((await bob.try(findOnline, { query: { ids: 'everyone' } })).code).toBe(400)
})

test('nobody acts for somebody else, and what is wrong is named', async () => {
  const answers = [
    await mallory.try(applyForFriendship, { body: { userId: alice.userId, friendId: alice.userId } }),
    await mallory.try(acceptFriend, { body: { userId: alice.userId, friendId: alice.userId } }),
    await mallory.try(listFriends, { query: { userId: alice.userId } }),
    await mallory.try(listFriendApplications, { query: { userId: alice.userId } }),
    await mallory.try(editUser, { body: { userId: alice.userId, sign: 'x' } }),
    await mallory.try(editUser, { body: { birthday: 'yesterday' } }),
    await mallory.try(applyForFriendship, { body: { friendId: mallory.userId } }),
    await mallory.try(applyForFriendship, { body: { friendId: 'x' } }),
    await mallory.try(acceptFriend, { body: { friendId: 404_404 } }),
  ]
  expect(answers.map(answer => answer.code)).toEqual([403, 403, 403, 403, 403, 400, 400, 400, 404])
  expect(await mallory.ask(editUser, { body: { sign: 'out of office', sex: '55' } })).toMatchObject({
    id: mallory.userId,
    sign: 'out of office',
    sex: 55,
  })
})
