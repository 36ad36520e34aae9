import { expect, test } from 'vitest'
import { hideConversation, listConversations, setConversation } from '../contract/conversations.ts'
import {
  editMessage,
  forwardMessages,
  reactMessage,
  recallDirect,
  recallGroup,
  sendDirect,
  sendGroup,
  updateReceipt,
} from '../contract/messages.ts'
import { notifyLevels } from '../contract/notify-level.ts'
import { agents, newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import type { Row } from './full-history.ts'
import type { Line } from './line.ts'
import { makePeople } from './people.ts'
import { createRandom, seedOf } from './random.ts'
import { startServer } from './server-process.ts'
import { createSessionsCopy } from './sessions-copy.ts'
import { tempFolder } from './temp-folder.ts'

const seeds = [seedOf(8005), 20_190_303]

test.for(seeds)('the list of before and the frames of every action are the list of after (seed %i)', async seed => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  await using server = await startServer({ folder: folder.path })
  const random = createRandom(seed)
  const alice = await people.login(server.origin, 'alice')
  const phone = await people.login(server.origin, 'alice', agents.android)
  const bob = await people.login(server.origin, 'bob')
  const carol = await people.login(server.origin, 'carol')
  const group = { miniType: 1101 as const, targetId: people.groupId }
  const withPeer = (by: Client, peer: Client) => ({
    miniType: 1100 as const,
    targetId: (by.userId === alice.userId ? peer : alice).userId,
  })
  const sent: { id: string; seq: number; by: Client; peer: Client | undefined }[] = []
  let now = Date.now()

  /** Times are the list's order: no two actions share a millisecond. */
  async function nextMillisecond() {
    while (Date.now() === now)
      await new Promise<void>(resolve => {
        setImmediate(resolve)
      })
    now = Date.now()
  }

  async function write(by: Client, peer: Client | undefined) {
    await nextMillisecond()
    const draft = {
      id: newId(),
      type: 1,
      content: `Message ${sent.length}`,
      atIds: random.pick([null, [0], [alice.userId], [bob.userId]]),
    }
    const { seq } = peer
      ? await by.ask(sendDirect, { body: { ...draft, receiverId: withPeer(by, peer).targetId } })
      : await by.ask(sendGroup, { body: { ...draft, receiverId: group.targetId } })
    sent.push({ id: draft.id, seq, by, peer })
  }
  /** Somebody of a conversation: alice by one of her devices. */
  const someone = (peer: Client | undefined) =>
    random.pick([random.pick([alice, phone]), peer ?? random.pick([bob, carol])])
  const somewhere = () => random.pick([bob, carol, undefined])
  const some = () => sent[random.below(sent.length)] ?? { id: 'none', seq: 1, by: alice, peer: undefined }
  /** Only what is new matters to positions. */
  const recent = () => sent[Math.max(0, sent.length - 1 - random.below(8))] ?? some()
  const targetOf = (by: Client, peer: Client | undefined) => (peer ? withPeer(by, peer) : group)

  const actions: Record<string, () => Promise<unknown>> = {
    write: () => {
      const peer = somewhere()
      return write(someone(peer), peer)
    },
    edit: () => {
      const { id, by } = recent()
      return by.try(editMessage, { body: { id, content: 'Edited', atIds: random.pick([null, [0], [alice.userId]]) } })
    },
    recall: () => {
      const { id, by, peer } = recent()
      return by.try(peer ? recallDirect : recallGroup, { body: { id, state: 6 } })
    },
    react: () => {
      const { seq, peer } = recent()
      const by = someone(peer)
      return by.try(reactMessage, {
        body: { ...targetOf(by, peer), seq, emoji: '👍', state: random.pick<0 | 1>([0, 1]) },
      })
    },
    receipt: () => {
      const { id, peer } = recent()
      return someone(peer).try(updateReceipt, { body: { id, state: random.pick([1, 2]) } })
    },
    forward: async () => {
      await nextMillisecond()
      const { seq, peer } = some()
      await phone.try(forwardMessages, {
        body: {
          id: newId(),
          from: targetOf(phone, peer),
          seqs: [seq],
          targets: [targetOf(phone, somewhere())],
          merged: random.pick<0 | 1>([0, 1]),
        },
      })
    },
    set: () =>
      phone.ask(setConversation, {
        query: {
          ...targetOf(phone, somewhere()),
          ...random.pick([
            { [random.pick(['top', 'mute', 'unread'])]: random.pick([0, 1]) },
            { notify: random.pick(notifyLevels) },
          ]),
        },
      }),
    mark: () => phone.ask(setConversation, { query: { ...targetOf(phone, somewhere()), unread: 1 } }),
    unreadAgain: () => {
      const { seq, peer } = recent()
      return phone.try(setConversation, { query: { ...targetOf(phone, peer), unreadSeq: random.pick([seq, seq, 0]) } })
    },
    hide: () => phone.ask(hideConversation, { query: targetOf(phone, somewhere()) }),
  }

  for (const peer of [bob, carol, undefined]) await write(alice, peer)
  const before = await alice.ask(listConversations)
  const histories = new Map<object, Row[]>()
  for (const session of before.slice(3))
    histories.set(
      session,
      await fullHistory(
        alice,
        session.miniType === 1100 ? { peerId: session.senderId ?? 0 } : { groupId: people.groupId },
      ),
    )
  const copy = createSessionsCopy(alice.userId, before, session => histories.get(session) ?? [])
  const line = await alice.line()
  line.socket.on('message', data => copy.take(JSON.parse(String(data)) as Line['received'][number]))

  const done: string[] = []
  const names = Object.keys(actions) as [string, ...string[]]
  for (let step = 0; step < 250; step++) {
    const name = step < names.length ? (names[step] ?? 'write') : random.chance(0.3) ? 'write' : random.pick(names)
    done.push(name)
    await actions[name]?.()
    const fresh = (await alice.ask(listConversations)).slice(3)
    await line.settled() // what the action pushed was sent before that answer
    expect(copy.list().map(drawn), done.slice(-10).join()).toEqual(fresh.map(drawn))
  }
})

/** `change` is what a client has read up to: frames do not move it. */
const drawn = (row: { change: number }) => ({ ...row, change: 0 })
