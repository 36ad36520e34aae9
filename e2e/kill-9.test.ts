import { expect, test } from 'vitest'
import { removeGroupUser, groupInfo, inviteToGroup } from '../contract/groups.ts'
import { sendGroup } from '../contract/messages.ts'
import { listNotices, sendNotice } from '../contract/modules.ts'
import { searchMsg } from '../contract/search.ts'
import { createClient, newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import type { Where } from './full-history.ts'
import type { Line } from './line.ts'
import { command, makePeople } from './people.ts'
import { startServer, unrationed } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const senders = Array.from({ length: 50 }, (_, index) => `sender${index}`)
const rounds = 5

/** One person who writes as fast as answers come, to the group and to the next person in turns. */
type Sender = { client: Client; next: Client | undefined; sent: Map<string, Where>; acknowledged: Set<string> }

test('a server killed in the middle of 50 senders loses nothing acknowledged, doubles nothing, leaves no gap', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path, senders, [])
  let server = await startServer({ folder: folder.path, settings: unrationed })
  const clients = await Promise.all(senders.map(name => people.login(server.origin, name)))
  const all: Sender[] = clients.map((client, index) => ({
    client,
    next: clients[(index + 1) % clients.length],
    sent: new Map(),
    acknowledged: new Set(),
  }))

  for (let round = 1; round <= rounds; round++) {
    const enough = Promise.withResolvers<undefined>()
    const target = totalOf(all, sender => sender.acknowledged.size) + 400 + round * 150
    const lines = await Promise.all(
      all.map((sender, index) =>
        keepSending(sender, `r${round}-s${index}`, people.groupId, () => {
          if (totalOf(all, one => one.acknowledged.size) >= target) enough.resolve(undefined)
        }),
      ),
    )
    await enough.promise
    await server.kill()
    await Promise.all(lines.map(line => line.closed))

    server = await startServer({ folder: folder.path, settings: unrationed })
    for (const client of clients) client.origin = server.origin // the logins are still good
    const unsure = all.flatMap(sender =>
      [...sender.sent].filter(([id]) => !sender.acknowledged.has(id)).map(([id, where]) => ({ sender, id, where })),
    )
    expect(unsure.length).toBeGreaterThan(0) // else the kill hit nobody
    await check(all, people.groupId)
    for (const sender of all) await resend(sender)
    await check(all, people.groupId)
  }
  await server.stop()
})

test('a server killed amid notices, changes of a group and indexing has each of them whole and once', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  const made = await command(folder.path, 'module', 'add', 'Approvals')
  const [, moduleId, key] = /id (\d+)\..* (\S+)$/.exec(made.trim()) ?? []
  let server = await startServer({ folder: folder.path, settings: unrationed })
  const [alice, bob, carol] = [
    await people.login(server.origin, 'alice'),
    await people.login(server.origin, 'bob'),
    await people.login(server.origin, 'carol'),
  ]
  const system = createClient(server.origin)
  system.token = key ?? ''
  const { groupId } = people
  const [notices, said] = [
    { done: new Set<string>(), open: new Set<string>() },
    { done: new Set<string>(), open: new Set<string>() },
  ]
  const notify = (code: string) =>
    system.ask(sendNotice, {
      body: { moduleId: Number(moduleId), targets: { users: [bob.userId] }, actionText: code, content: '', code },
    })
  const say = (id: string) => alice.ask(sendGroup, { body: { id, receiverId: groupId, type: 1, content: 'needle' } })

  /** Does one thing after the other until the server is gone. */
  async function keepOn(step: () => Promise<unknown>, after: () => void) {
    for (;;) {
      try {
        await step()
      } catch {
        return
      }
      after()
    }
  }
  async function keepAll({ done, open }: typeof said, make: (id: string) => Promise<unknown>, after: () => void) {
    let id = ''
    await keepOn(async () => {
      open.add((id = newId()))
      await make(id)
      open.delete(id)
      done.add(id)
    }, after)
  }

  for (let round = 0; round < 3; round++) {
    const enough = Promise.withResolvers<undefined>()
    let steps = 0
    const after = () => {
      if (++steps >= 60 + round * 17) enough.resolve(undefined)
    }
    const working = [
      keepAll(notices, notify, after),
      keepAll(said, say, after),
      keepOn(() => alice.ask(removeGroupUser, { body: { groupId, remark: String(carol.userId) } }), after),
      keepOn(() => alice.ask(inviteToGroup, { body: { groupId, targets: [carol.userId] } }), after),
    ]
    await enough.promise
    await server.kill()
    await Promise.all(working)
    server = await startServer({ folder: folder.path, settings: unrationed })
    for (const client of [alice, bob, carol, system]) client.origin = server.origin

    // Who is in the group is what its log says.
    const rows = await fullHistory(alice, { groupId })
    expect(rows.map(row => row.seq)).toEqual(rows.map((_, index) => index + 1))
    const comings = rows.flatMap(({ event }) =>
      event?.users.some(({ id }) => id === carol.userId) ? [event.what] : [],
    )
    expect(comings.every((what, at) => at === 0 || what !== comings[at - 1])).toBe(true)
    const { users } = await alice.ask(groupInfo, { query: { groupId } })
    expect(users.some(({ id }) => id === carol.userId)).toBe(comings.at(-1) !== 'removed')

    for (const { done, open } of [notices, said]) {
      const make = open === notices.open ? notify : say
      for (const id of open) {
        await make(id)
        done.add(id)
      }
      open.clear()
    }
    const got = await readAll(page => bob.ask(listNotices, { body: { moduleId: Number(moduleId), page, size: 200 } }))
    expect(got.map(notice => notice.code).sort()).toEqual([...notices.done].sort())
    const found = await readAll(page => alice.ask(searchMsg, { query: { keyword: 'needle', page, size: 200 } }))
    expect(found.map(hit => hit.id).sort()).toEqual([...said.done].sort())
  }
  expect(await command(folder.path, 'doctor')).toContain('All is well.')
  await server.stop()
})

async function readAll<Row>(read: (page: number) => Promise<{ totalElements: number; data: Row[] }>): Promise<Row[]> {
  const all: Row[] = []
  for (let page = 1; ; page++) {
    const { totalElements, data } = await read(page)
    all.push(...data)
    if (data.length === 0) {
      expect(totalElements).toBe(all.length)
      return all
    }
  }
}

async function keepSending(sender: Sender, run: string, groupId: number, onAcknowledged: () => void): Promise<Line> {
  const line = await sender.client.line()
  let number = 0
  const send = () => {
    const where: Where = ++number % 2 === 0 ? { groupId } : { peerId: sender.next?.userId ?? 0 }
    const id = `${run}-${number}`
    sender.sent.set(id, where)
    line.send(frameOf(sender, id, where))
  }
  line.socket.on('message', data => {
    const {
      code,
      data: { id },
    } = JSON.parse(String(data)) as { code: number; data: { id: string } }
    if (code !== 2000) return
    sender.acknowledged.add(id)
    onAcknowledged()
    send()
  })
  for (let ahead = 0; ahead < 3; ahead++) send()
  return line
}

const frameOf = (sender: Sender, id: string, where: Where) => ({
  code: 'groupId' in where ? 1101 : 1100,
  data: {
    id,
    senderId: sender.client.userId,
    receiverId: 'groupId' in where ? where.groupId : where.peerId,
    type: 1,
    content: `Message ${id}`,
  },
})

/** Sends again what was not acknowledged, as a client does that comes back. */
async function resend(sender: Sender) {
  const line = await sender.client.line()
  for (const [id, where] of sender.sent) {
    if (sender.acknowledged.has(id)) continue
    line.send(frameOf(sender, id, where))
    await line.next(2000, frame => frame.data['id'] === id)
    sender.acknowledged.add(id)
  }
  await line.drop()
}

async function check(all: readonly Sender[], groupId: number) {
  const [first] = all
  if (!first) return
  await checkOne(first.client, { groupId }, all)
  for (const sender of all) await checkOne(sender.client, { peerId: sender.next?.userId ?? 0 }, [sender])
}

/** Places without a gap, nothing twice, everything acknowledged there, nothing that nobody sent. */
async function checkOne(reader: Client, where: Where, writers: readonly Sender[]) {
  const rows = await fullHistory(reader, where)
  expect(rows.map(row => row.seq)).toEqual(rows.map((_, index) => index + 1))
  // What the system says of the group's making is nobody's message.
  const stored = rows.filter(row => row.event === null).map(row => `${row.senderId} ${row.id}`)
  expect(new Set(stored).size).toBe(stored.length)
  const sentHere = (writer: Sender) =>
    [...writer.sent].filter(([, to]) => JSON.stringify(to) === JSON.stringify(where)).map(([id]) => id)
  const acknowledged = writers.flatMap(writer =>
    sentHere(writer)
      .filter(id => writer.acknowledged.has(id))
      .map(id => `${writer.client.userId} ${id}`),
  )
  const sent = new Set(writers.flatMap(writer => sentHere(writer).map(id => `${writer.client.userId} ${id}`)))
  const there = new Set(stored)
  expect(acknowledged.filter(key => !there.has(key))).toEqual([])
  expect(stored.filter(key => !sent.has(key))).toEqual([])
}

const totalOf = (all: readonly Sender[], number: (sender: Sender) => number) =>
  all.reduce((sum, sender) => sum + number(sender), 0)
