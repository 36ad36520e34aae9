import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import { listCompanyContacts } from '../contract/directory.ts'
import { fileUpload } from '../contract/files.ts'
import { listFriends } from '../contract/friends.ts'
import { groupInfo, saveGroup } from '../contract/groups.ts'
import { sendDirect, sendGroup, updateReceipt } from '../contract/messages.ts'
import { searchMsg } from '../contract/search.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory, readHistory } from './full-history.ts'
import { makePeople } from './people.ts'
import { startServer, unrationed } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// Everything here meets the limits that a server has by default: what people do at once is never too much.
const colleagues = Array.from({ length: 200 }, (_, at) => `colleague${at}`)
const folder = tempFolder()
const people = await makePeople(folder.path, ['alice', 'bob', 'carol', ...colleagues])
const away = await fillWhileAway()
const server = await startServer({ folder: folder.path })
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
  folder[Symbol.dispose]()
})

/** Two hundred conversations of alice's in which something was said while she was away. */
async function fillWhileAway() {
  await using quiet = await startServer({ folder: folder.path, settings: unrationed })
  const bob = await people.login(quiet.origin, 'bob')
  const alice = await people.login(quiet.origin, 'alice')
  const groups: number[] = []
  for (let at = 0; at < 100; at += 1) {
    const { groupId } = await bob.ask(saveGroup, {
      body: { text: `Group ${at}`, userId: bob.userId, targets: String(alice.userId) },
    })
    await Promise.all(
      Array.from({ length: 3 }, () =>
        bob.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content: `news of ${at}` } }),
      ),
    )
    groups.push(groupId)
  }
  const peers: number[] = []
  for (const name of colleagues.slice(0, 100)) {
    const colleague = await people.login(quiet.origin, name)
    await colleague.ask(sendDirect, {
      body: { id: newId(), receiverId: alice.userId, type: 1, content: 'are you back?' },
    })
    peers.push(colleague.userId)
  }
  await quiet.stop()
  return { groups, peers }
}

test('two hundred people sign in at the same time behind one address, and open what a client opens', async () => {
  const opened = await Promise.all(
    colleagues.map(async name => {
      const client = await people.login(server.origin, name)
      const line = await client.line()
      await Promise.all([
        client.ask(listConversations, { query: { userId: client.userId } }),
        client.ask(listFriends, { query: { userId: client.userId } }),
        client.ask(listCompanyContacts, { query: { userId: client.userId } }),
      ])
      await line.drop()
      return client.userId
    }),
  )
  expect(new Set(opened).size).toBe(200)
})

test('fifty pictures are uploaded and sent at once', async () => {
  const bob = await people.login(server.origin, 'bob')
  const pictures = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      sharp({
        create: {
          width: 1200,
          height: 900,
          channels: 3,
          background: { r: at * 5, g: 100, b: 200 },
          noise: { type: 'gaussian', mean: 128, sigma: 30 },
        },
      })
        .jpeg()
        .toBuffer(),
    ),
  )
  const sent = await Promise.all(
    pictures.map(async (picture, at) => {
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(picture)]), `picture-${at}.jpg`)
      const file = await bob.ask(fileUpload, { body: form as never })
      return bob.ask(sendGroup, {
        body: { id: newId(), receiverId: people.groupId, type: 2, content: '', fileId: file.id },
      })
    }),
  )
  const rows = await fullHistory(bob, { groupId: people.groupId })
  expect(
    rows
      .filter(row => row.file !== null)
      .map(row => row.id)
      .sort(),
  ).toEqual(sent.map(({ id }) => id).sort())
})

test('a client that comes back after a week asks for all of its conversations at once', async () => {
  const alice = await people.login(server.origin, 'alice')
  await alice.line()
  const rows = await alice.ask(listConversations, { query: { userId: alice.userId } })
  expect(rows.length).toBeGreaterThanOrEqual(away.groups.length + away.peers.length)
  const caughtUp = await Promise.all([
    ...away.groups.map(groupId => catchUp(alice, { groupId }, 1101)),
    ...away.peers.map(peerId => catchUp(alice, { peerId }, 1100)),
  ])
  expect(caughtUp.every(count => count > 0)).toBe(true)
})

/**
 * What a client does with a conversation in which it has been away: its news, its changes, who is in it, and that it
 * was read.
 */
async function catchUp(
  client: Client,
  where: { groupId: number } | { peerId: number },
  miniType: number,
): Promise<number> {
  const id = 'groupId' in where ? where.groupId : where.peerId
  const [{ data }] = await Promise.all([
    readHistory(client, where, { afterSeq: 0, size: 50 }),
    readHistory(client, where, { afterChange: 0, size: 50 }),
    ...(miniType === 1101 ? [client.ask(groupInfo, { query: { groupId: id } })] : []),
  ])
  await client.ask(updateReceipt, {
    body: { id: data[0]?.id ?? null, miniType, senderId: client.userId, receiverId: id, state: 2 },
  })
  return data.length
}

test('a search is answered in its turn while somebody else searches as much as they can', async () => {
  const carol = await people.login(server.origin, 'carol')
  const mallory = await people.login(server.origin, 'colleague0')
  const dear = { query: { keyword: `"${'的'.repeat(90)}"` } }
  let answered = 0
  let isOver = false
  const storm = Promise.all(
    Array.from({ length: 16 }, async () => {
      while (!isOver) {
        await mallory.ask(searchMsg, dear)
        answered += 1
      }
    }),
  )
  for (let time = 0; time < 10; time += 1) {
    const before = answered
    expect(await carol.try(searchMsg, { query: { keyword: 'news' } })).toMatchObject({ code: 200 })
    // One person's turn is one search: as many as were under way may be answered meanwhile, and no queue of them.
    expect(answered - before).toBeLessThanOrEqual(16)
  }
  isOver = true
  await storm
})
