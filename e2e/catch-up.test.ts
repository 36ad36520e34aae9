import { expect, test } from 'vitest'
import {
  editMessage,
  MessageRow,
  reactMessage,
  recallDirect,
  recallGroup,
  sendDirect,
  sendGroup,
  updateReceipt,
} from '../contract/messages.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import type { Row, Where } from './full-history.ts'
import type { Line } from './line.ts'
import { createLocalCopy } from './local-copy.ts'
import { makePeople } from './people.ts'
import { createRandom, seedOf } from './random.ts'
import { startServer } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

const seeds = [seedOf(8005), 20_190_303]

test.for(seeds)('a client that loses frames and its line at random ends equal to the server (seed %i)', async seed => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  await using server = await startServer({ folder: folder.path })
  const random = createRandom(seed)
  const alice = await people.login(server.origin, 'alice')
  const bob = await people.login(server.origin, 'bob', agents.windows)
  const copy = createLocalCopy(alice)
  const direct: Where = { peerId: bob.userId }
  const group: Where = { groupId: people.groupId }
  const sent: { id: string; seq: number; by: Client; where: Where }[] = []
  let line: Line | undefined

  async function write() {
    const [by, to] = random.chance(0.7) ? [bob, alice] : [alice, bob]
    const where = random.pick([direct, group])
    const before = sent.findLast(message => message.where === where && random.chance(0.3))
    const draft = {
      id: newId(),
      senderId: by.userId,
      type: 1,
      content: `Message ${sent.length}`,
      fileId: null,
      atIds: random.chance(0.2) ? [random.pick([0, to.userId])] : null,
      replySeq: random.chance(0.4) ? (before?.seq ?? null) : null,
    }
    const { seq } = await ('groupId' in where
      ? by.ask(sendGroup, { body: { ...draft, receiverId: where.groupId } })
      : by.ask(sendDirect, { body: { ...draft, receiverId: to.userId } }))
    sent.push({ id: draft.id, seq, by, where })
  }

  async function edit() {
    const message = sent[random.below(sent.length)]
    if (message)
      await message.by.try(editMessage, {
        body: {
          id: message.id,
          content: `Edited ${random.below(1000)}`,
          atIds: random.pick([null, [0], [alice.userId]]),
        },
      })
  }

  async function react() {
    const message = sent[random.below(sent.length)]
    if (!message) return
    const by = random.pick([alice, bob])
    const target =
      'groupId' in message.where
        ? { miniType: 1101 as const, targetId: message.where.groupId }
        : { miniType: 1100 as const, targetId: by === alice ? bob.userId : alice.userId }
    await by.try(reactMessage, {
      body: { ...target, seq: message.seq, emoji: random.pick(['👍', '🎉', '❤️']), state: random.pick<0 | 1>([0, 1]) },
    })
  }

  async function recall() {
    const message = sent[random.below(sent.length)]
    if (!message) return
    await message.by.try('groupId' in message.where ? recallGroup : recallDirect, {
      body: { id: message.id, state: 6 },
    })
  }

  async function bobReads() {
    const message = sent.findLast(({ where }) => where === direct)
    if (message)
      await bob.ask(updateReceipt, {
        body: {
          id: message.id,
          endTime: Date.now(),
          miniType: 1100,
          senderId: alice.userId,
          receiverId: bob.userId,
          state: random.pick([1, 2]),
        },
      })
  }

  /** Hears of messages, and loses every third frame. */
  async function comeBack() {
    line = await alice.line()
    line.socket.on('message', data => {
      const frame = JSON.parse(String(data)) as { code: number; data: Record<string, unknown> }
      if (![1100, 1101, 3004].includes(frame.code) || random.chance(1 / 3)) return
      const where = frame.data['miniType'] === 1100 ? direct : group
      if (frame.code === 3004) copy.change(where, MessageRow.parse(frame.data))
      else if (frame.data['senderId'] !== alice.userId) copy.take(where, MessageRow.parse(frame.data))
    })
    await copy.catchUp()
  }

  async function loseLine() {
    await line?.drop()
    line = undefined
  }

  for (let step = 0; step < 500; step++) {
    const dice = random.below(30)
    if (dice < 12) await write()
    else if (dice < 14) await recall()
    else if (dice < 18) await edit()
    else if (dice < 23) await react()
    else if (dice < 26) await bobReads()
    else if (line) await loseLine()
    else await comeBack()
  }
  await loseLine()
  await comeBack()

  for (const where of [direct, group]) {
    const server = await fullHistory(alice, where)
    expect(server.length).toBeGreaterThan(20)
    expect(server.filter(row => row.reactions.length > 0 && row.editTime !== null).length).toBeGreaterThan(0)
    expect(server.filter(row => row.reply !== null).length).toBeGreaterThan(3)
    expect(copy.rows(where).map(row => asKept(row, alice))).toEqual(server.map(row => asKept(row, alice)))
  }
})

/** Of what others wrote, whether I have read it is my own doing: nobody tells me. */
const asKept = (row: Row, viewer: Client) =>
  row.senderId === viewer.userId || row.state === 6 ? row : { ...row, state: 0 }
