import { setTimeout as pause } from 'node:timers/promises'
import { listConversations } from '../../contract/conversations.ts'
import { listFriends } from '../../contract/friends.ts'
import { fileUpload } from '../../contract/files.ts'
import { findDirect, sendDirect, sendGroup } from '../../contract/messages.ts'
import { searchMsg } from '../../contract/search.ts'
import type { Client } from '../client.ts'
import { newId } from '../client.ts'
import type { Line } from '../line.ts'
import type { createRandom } from '../random.ts'

export type Honest = { client: Client; line: Line }
/** ms that things took, by kind: `received` from sending to the receiver's frame, the others each a call. */
export type Taken = Record<'received' | 'send' | 'list' | 'history' | 'friends' | 'search' | 'upload', number[]>
export type Written = {
  id: string
  conversation: string
  senderId: number
  content: string
  file?: { url: string; size: number }
}

export const nothingTaken = (): Taken => ({
  received: [],
  send: [],
  list: [],
  history: [],
  friends: [],
  search: [],
  upload: [],
})

/** Fifty people who do what people do: a message now and then, a look at a list, a picture, a search. */
export function createHonestPeople(
  people: readonly Honest[],
  groupId: number,
  random: ReturnType<typeof createRandom>,
) {
  const written: Written[] = []
  /** What no honest person may ever be told. */
  const refused: string[] = []
  let bytes = 0
  let taken = nothingTaken()

  async function timed<T>(kind: keyof Taken, act: () => Promise<T>): Promise<T | undefined> {
    const start = performance.now()
    try {
      return await act()
    } catch (error) {
      refused.push(`${kind}: ${String(error).slice(0, 200)}`)
      return undefined
    } finally {
      taken[kind].push(performance.now() - start)
    }
  }

  async function write(one: Honest): Promise<void> {
    const { client } = one
    const toGroup = random.chance(0.2)
    const peer = people[random.below(people.length)] ?? one
    if (peer === one) return
    const receiverId = toGroup ? groupId : peer.client.userId
    const draft = {
      id: newId(),
      senderId: client.userId,
      receiverId,
      type: 1,
      content: `第 ${written.length} 句 ${'好'.repeat(random.below(60))}`,
      fileId: null,
    }
    const start = performance.now()
    const arrives = peer.line
      .next(toGroup ? 1101 : 1100, frame => frame.data['id'] === draft.id)
      .then(
        () => {
          taken.received.push(performance.now() - start)
        },
        (error: unknown) => {
          refused.push(`never received: ${String(error).slice(0, 80)}`)
        },
      )
    const sent = await timed('send', () => client.ask(toGroup ? sendGroup : sendDirect, { body: draft }))
    if (sent) {
      const pair = [client.userId, receiverId].toSorted((less, more) => less - more).join('-')
      written.push({
        id: draft.id,
        conversation: toGroup ? 'group' : pair,
        senderId: client.userId,
        content: draft.content,
      })
      bytes += Buffer.byteLength(draft.content)
    }
    await arrives
    return
  }

  /** Uploads a file and sends it: what is never sent is swept. */
  async function sendFile({ client }: Honest): Promise<void> {
    const content = Buffer.alloc(5_000 + random.below(40_000), 'honest')
    const form = new FormData()
    form.set('file', new Blob([content]), 'notes.txt')
    form.set('userId', String(client.userId))
    const kept = await timed('upload', () => client.ask(fileUpload, { body: form as never }))
    if (!kept) return
    const draft = { id: newId(), senderId: client.userId, receiverId: groupId, type: 5, content: '', fileId: kept.id }
    const sent = await timed('send', () => client.ask(sendGroup, { body: draft }))
    if (!sent) return
    bytes += content.length
    written.push({
      id: draft.id,
      conversation: 'group',
      senderId: client.userId,
      content: '',
      file: { url: kept.hdUrl, size: content.length },
    })
  }

  async function act(one: Honest): Promise<void> {
    const { client } = one
    const dice = random.below(100)
    if (dice < 55) await write(one)
    else if (dice < 70) await timed('list', () => client.ask(listConversations, { query: { userId: client.userId } }))
    else if (dice < 82)
      await timed('history', () =>
        client.ask(findDirect, {
          body: { senderId: client.userId, receiverId: people[0]?.client.userId ?? 0, page: 1, size: 20 },
        }),
      )
    else if (dice < 92) await timed('friends', () => client.ask(listFriends, { query: { userId: client.userId } }))
    else if (dice < 95) await timed('search', () => client.ask(searchMsg, { query: { keyword: '好好' } }))
    else await sendFile(one)
  }

  return {
    written,
    refused,
    /** Bytes of words and files so far. */
    bytes: () => bytes,
    /** Lets them all do things until then (ms of `performance.now`), each about once a second; what it took. */
    async live(until: number): Promise<Taken> {
      taken = nothingTaken()
      await Promise.all(
        people.map(async one => {
          while (performance.now() < until) {
            await pause(400 + random.below(1200))
            await act(one)
          }
        }),
      )
      return taken
    },
  }
}
