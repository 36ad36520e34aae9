import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { listConversations } from '../../contract/conversations.ts'
import { recallDirect, recallGroup, sendDirect, sendGroup, updateReceipt } from '../../contract/messages.ts'
import { agents, createClient, newId } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import { fullHistory } from '../../e2e/full-history.ts'
import { makePeople } from '../../e2e/people.ts'
import { createRandom, seedOf } from '../../e2e/random.ts'
import { startServer } from '../../e2e/server-process.ts'
import { tempFolder } from '../../e2e/temp-folder.ts'
import type { Item } from '../src/state/items.ts'
import type { ConversationKey } from '../src/sync/conversation-key.ts'
import type { createLine } from '../src/sync/line.ts'
import { openIndexedCache } from '../src/sync/indexed-cache.ts'
import { createMemoryCache } from '../src/sync/memory-cache.ts'
import type { Row } from '../src/sync/row.ts'
import { openNetwork } from '../../e2e/network.ts'
import { openPage, quickLine } from './page.ts'
import type { Page } from './page.ts'

const runs = [
  { where: 'in memory', seed: seedOf(8005), open: sameMemory() },
  { where: 'in IndexedDB', seed: seedOf(8005) + 1, open: openIndexedCache },
  { where: 'in IndexedDB', seed: 20_190_303, open: openIndexedCache },
]

/** A memory that outlives the page, as IndexedDB does. */
function sameMemory() {
  const memory = createMemoryCache()
  return async () => memory
}

test.for(runs)(
  'a page that loses frames, its line, and is reloaded at random ends equal to the server ($where, seed $seed)',
  async ({ seed, open }) => {
    using folder = tempFolder()
    const people = await makePeople(folder.path)
    await using server = await startServer({ folder: folder.path })
    await using network = await openNetwork(server.origin)
    const random = createRandom(seed)
    const alice = createClient(network.origin)
    const login = await alice.login('alice', people.passwords.get('alice') ?? '')
    const bob = await people.login(server.origin, 'bob', agents.windows)
    const direct: ConversationKey = `d${bob.userId}`
    const group: ConversationKey = `g${people.groupId}`
    const sent: { id: string; key: ConversationKey; by: Client }[] = []
    const cache = await open(`${seed}`)
    const lossy: typeof createLine = needs =>
      quickLine({
        ...needs,
        onFrame: frame => {
          if (frame.code === 1001 || !random.chance(1 / 4)) needs.onFrame(frame)
        },
      })
    await using pages = new AsyncDisposableStack()
    let page: Page = await openPage(network.origin, login, { cache, openLine: lossy })
    let chat = page.engine.openMessages(direct)
    await chat.open()

    pages.defer(() => page.engine.close())

    const write = async (key: ConversationKey) => {
      const draft = { id: newId(), senderId: bob.userId, type: 1, content: `From bob ${sent.length}`, fileId: null }
      await (key === group
        ? bob.ask(sendGroup, { body: { ...draft, receiverId: people.groupId } })
        : bob.ask(sendDirect, { body: { ...draft, receiverId: alice.userId } }))
      sent.push({ id: draft.id, key, by: bob })
    }
    const aliceWrites = async (key: ConversationKey) => {
      const { id } = await page.engine.outbox.write(key, { type: 1, content: `From alice ${sent.length}` })
      sent.push({ id, key, by: alice })
    }
    const recall = async () => {
      const message = sent[random.below(sent.length)]
      if (!message) return
      const by = message.by === bob ? bob : createClient(server.origin)
      if (by !== bob) Object.assign(by, { token: alice.token, userId: alice.userId })
      await by.try(message.key === group ? recallGroup : recallDirect, { body: { id: message.id, state: 6 } })
    }
    const bobReads = async () => {
      const message = sent.findLast(({ key, by }) => key === direct && by === alice)
      if (message)
        await bob.try(updateReceipt, {
          body: {
            id: message.id,
            miniType: 1100,
            senderId: alice.userId,
            receiverId: bob.userId,
            state: random.pick([1, 2]),
          },
        })
    }
    const aliceLooksAt = async (key: ConversationKey) => {
      chat.close()
      chat = page.engine.openMessages(key)
      await chat.open()
      if (random.chance(0.3)) await chat.loadOlder()
      if (random.chance(0.5)) chat.markRead()
    }
    const reload = async () => {
      chat.close()
      await page.engine.close()
      page = await openPage(network.origin, login, { cache: await open(`${seed}`), openLine: lossy })
      chat = page.engine.openMessages(random.pick([direct, group]))
    }

    let isCut = false
    for (let step = 0; step < 300; step++) {
      const dice = random.below(32)
      const key = random.pick([direct, group])
      if (dice < 15) await write(key)
      else if (dice < 20) await aliceWrites(key)
      else if (dice < 23) await recall()
      else if (dice < 25) await bobReads()
      else if (dice < 29) await aliceLooksAt(key)
      else if (dice < 30) await reload()
      else {
        if (isCut) network.mend()
        else network.cut()
        isCut = !isCut
      }
    }
    network.mend()
    chat.close()
    await page.engine.close()
    page = await openPage(network.origin, login, { cache: await open(`${seed}`), openLine: quickLine })
    await expect
      .poll(() =>
        alice.try(listConversations, {}).then(
          ({ code }) => code,
          () => 0,
        ),
      )
      .toBe(200)
    await expect.poll(() => page.engine.outbox.entries().length, { timeout: 30_000 }).toBe(0)

    for (const key of [direct, group]) {
      const where = key === group ? { groupId: people.groupId } : { peerId: bob.userId }
      const history = await fullHistory(alice, where)
      expect(history.length).toBeGreaterThan(50)
      expect(new Set(history.map(row => row.id)).size).toBe(history.length)
      expect(
        history
          .filter(row => row.event === null)
          .map(row => row.id)
          .sort(),
      ).toEqual(
        sent
          .filter(message => message.key === key)
          .map(({ id }) => id)
          .sort(),
      )
      const shown = page.engine.openMessages(key)
      await shown.open()
      await expect
        .poll(
          async () => {
            while (shown.hasOlder.value) await shown.loadOlder()
            shown.flush()
            return shown.items.value.map(asShown)
          },
          { timeout: 20_000 },
        )
        .toEqual(history.map(row => fromServer(row, alice.userId, key)))
      shown.close()
    }
    await expect
      .poll(
        async () => {
          const list = await alice.ask(listConversations, {})
          page.engine.conversations.flush()
          return list
            .filter(row => row.miniType < 2000)
            .map(row => {
              const own = page.engine.conversations.get(row.miniType === 1100 ? direct : group)
              return {
                count: [row.count, own?.count],
                read: [row.readSeq, own?.readSeq],
                last: [row.id, own?.last?.id],
                content: [row.content, own?.last?.content],
              }
            })
            .every(({ count, read, last, content }) =>
              [count, read, last, content].every(([server, here]) => server === here),
            )
        },
        { timeout: 20_000 },
      )
      .toBe(true)
    expect(page.faults).toEqual([])
  },
)

const fromServer = (row: Row, viewerId: number, key: ConversationKey) => ({
  ...row,
  state:
    row.state === 6
      ? 'recalled'
      : row.senderId !== viewerId
        ? 'received'
        : key.startsWith('g')
          ? 'sent'
          : ['sent', 'delivered', 'read'][row.state],
})
const asShown = ({ row, state }: Item) => ({ ...row, state })
