import type { Draft, Message } from '../store/messages.ts'
import type { Store, StoredFile } from '../store/store.ts'
import { talk, talkAges } from './chat.ts'
import type { Line } from './chat.ts'
import { groups, mutedGroup, pairs, people } from './people.ts'
import type { Random } from './random.ts'
import { workingDays } from './work-clock.ts'
import type { WorkClock } from './work-clock.ts'

type Needs = {
  store: Store
  random: Random
  clock: WorkClock
  idOf: (username: string) => number
  groupIds: Map<string, number>
  files: Record<'picture' | 'file' | 'voice' | 'video', StoredFile[]>
}
/** `age`: ms of working time since it was said. */
type Spoken = { sender: string; line: Line; age: number }

const types = { picture: 2, file: 3, voice: 4, video: 5 } as const
/** What `zhangwei` finds unread: the last lines, of others. */
const closing: { lina: string[]; group: string[] } = {
  lina: [
    '对了，华信银行的演示改到明天上午十点了',
    '你把会话列表那页再准备一下',
    '演示账号我已经建好了',
    '看到回我一下～',
  ],
  group: ['平台重构的第二阶段排期我更新到文档里了', '大家今天下班前确认一下自己的部分'],
}
/** How many of the last lines in the group of everybody. */
const unreadOfAll = { group: '鸿雁全员群', count: 17 }
const minute = 60_000
const mutedSince = 6 * 60 * minute

/** Says everything there is to say, in order of time, then moves everybody's positions to where they have read. */
export async function seedMessages(needs: Needs): Promise<void> {
  const { store, random, idOf, groupIds } = needs
  const drafts: Omit<Draft, 'id'>[] = []
  for (const pair of pairs) {
    const [one, other] = pair.between
    const spoken = say(random, [one, other], pair.lines, pair.days, random.between(20, 600) * minute)
    if (pair === pairs[0])
      spoken.splice(-closing.lina.length, closing.lina.length, ...closingLines('lina', closing.lina, 12 * minute))
    for (const each of spoken) drafts.push(draftOf(needs, each, { peerId: idOf(each.sender === one ? other : one) }))
  }
  for (const group of groups) {
    const groupId = groupIds.get(group.name) ?? 0
    const memberIds = new Set((await store.conversations.memberIds(groupId)).userIds)
    const usernames = people.map(person => person.username).filter(username => memberIds.has(idOf(username)))
    // Nobody spoke after the group was muted.
    const end = group.name === mutedGroup ? mutedSince : random.between(30, 900) * minute
    const spoken = say(random, usernames, group.lines, group.days, end)
    if (group.owner === 'zhangwei')
      spoken.splice(
        -closing.group.length,
        closing.group.length,
        ...closingLines('wangfang', closing.group, 25 * minute),
      )
    // Who had said one of them would have read those before it.
    if (group.name === unreadOfAll.group)
      for (const each of spoken.slice(-unreadOfAll.count)) if (each.sender === 'zhangwei') each.sender = group.owner
    for (const each of spoken) drafts.push({ ...draftOf(needs, each, { groupId }), ...mention(needs, each, usernames) })
  }
  drafts.sort((a, b) => a.sentAt - b.sentAt)
  await settle(
    needs,
    await appendAll(
      store,
      drafts.map((draft, at) => ({ ...draft, id: `demo-${at + 1}` })),
    ),
  )
}

/** Exactly `count` lines between these people, the oldest first, the last one `end` ago (ms of working time). */
function say(random: Random, usernames: readonly string[], count: number, days: number, end: number): Spoken[] {
  const talks: Line[][] = []
  let left = count
  for (const lines of talk(random)) {
    talks.push(lines.slice(0, left))
    left -= lines.length
    if (left <= 0) break
  }
  const ages = talkAges(
    random,
    talks.map(lines => lines.length),
    workingDays(days),
    end,
  )
  return talks.flatMap((lines, which) => {
    const speakers = random.some(usernames, Math.max(2, ...lines.map(line => line.by + 1)))
    return lines.map((line, at) => ({
      sender: speakers[line.by % speakers.length] ?? '',
      line,
      age: ages[which]?.[at] ?? end,
    }))
  })
}

const closingLines = (sender: string, texts: readonly string[], end: number): Spoken[] =>
  texts.map((text, at) => ({ sender, line: { by: 0, text }, age: end + (texts.length - at) * minute }))

function draftOf(
  { random, idOf, files, clock }: Needs,
  { sender, line, age }: Spoken,
  to: Draft['to'],
): Omit<Draft, 'id'> {
  const file = line.media && random.pick(files[line.media])
  return {
    senderId: idOf(sender),
    to,
    type: line.media ? types[line.media] : 1,
    content: file?.name ?? line.text,
    fileId: file?.id ?? null,
    atIds: null,
    sentAt: clock(age),
  }
}

/** Now and then somebody in a group is called by name, or everybody is. */
function mention(
  { random, idOf }: Needs,
  { sender, line }: Spoken,
  usernames: readonly string[],
): Pick<Draft, 'content' | 'atIds'> | undefined {
  if (line.media || !random.chance(0.06)) return undefined
  if (random.chance(0.2)) return { content: `@所有人 ${line.text}`, atIds: [0] }
  const called = random.pick(people.filter(person => usernames.includes(person.username) && person.username !== sender))
  return { content: `@${called.trueName} ${line.text}`, atIds: [idOf(called.username)] }
}

async function appendAll(store: Store, drafts: readonly Draft[]): Promise<Message[]> {
  const messages: Message[] = []
  for (let from = 0; from < drafts.length; from += 1000) {
    const appended = await Promise.all(drafts.slice(from, from + 1000).map(store.messages.append))
    for (const each of appended) {
      if (each.outcome !== 'stored') throw new Error(`a message of the demo was not stored: ${each.outcome}`)
      messages.push(each.message)
    }
  }
  return messages
}

/** Most have read everything, some were only reached, some are away; a few messages were recalled. */
async function settle({ store, random, idOf, groupIds }: Needs, messages: readonly Message[]): Promise<void> {
  const zhangwei = idOf('zhangwei')
  const ends = new Map(messages.map(message => [message.conversationId, message]))
  const unreadOfZhangwei = new Map([
    [
      messages.findLast(message => message.kind === 'direct' && message.content === closing.lina.at(-1))
        ?.conversationId,
      closing.lina.length,
    ],
    [groupIds.get('平台重构项目组'), closing.group.length],
    [groupIds.get(unreadOfAll.group), unreadOfAll.count],
  ])
  const moves: Promise<unknown>[] = []
  const move = (conversationId: number, userId: number, seq: number, isRead: boolean) =>
    moves.push(store.messages.movePosition({ conversationId, userId, seq, isRead }))
  for (const { conversationId, seq } of ends.values()) {
    for (const { userId } of await store.conversations.members(conversationId)) {
      const behind =
        userId === zhangwei
          ? (unreadOfZhangwei.get(conversationId) ?? 0)
          : random.chance(0.6)
            ? 0
            : random.between(1, 9)
      move(conversationId, userId, Math.max(0, seq - behind), true)
      if (userId === zhangwei || random.chance(0.7)) move(conversationId, userId, seq, false)
    }
  }
  await Promise.all(moves)
  // Not near the end, where unread lines are: those must be there to read.
  const recallable = messages.slice(0, -200).filter(message => message.type === 1)
  for (const { conversationId, seq, senderId } of random.some(recallable, 12)) {
    await store.messages.recall({ conversationId, seq, userId: senderId, sentAfter: 0 })
  }
}
