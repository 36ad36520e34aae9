import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mostHits } from '../search.ts'
import type { Question, SearchPlace } from '../search.ts'
import type { Draft, Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let alice: number
let bob: number
let carol: number

beforeEach(async () => {
  store = await createTestStore()
  ;({ alice, bob, carol } = await createCast(store))
})
afterEach(() => store[Symbol.asyncDispose]())

/** Everything in these conversations. */
const whole = (...conversationIds: number[]): SearchPlace[] =>
  conversationIds.map(conversationId => ({ conversationId, spans: [{ from: 1, to: 1_000_000 }], untilChange: null }))
const question = (places: SearchPlace[], keyword: string, part: Partial<Question> = {}): Question => ({
  askerId: alice,
  places,
  keyword,
  senderId: undefined,
  type: undefined,
  from: undefined,
  to: undefined,
  skip: 0,
  limit: 20_000,
  ...part,
})
const ask = async (places: SearchPlace[], keyword: string, part: Partial<Question> = {}) => {
  const { messages, total } = await store.search.messages(question(places, keyword, part))
  return { total, contents: messages.map(message => message.content) }
}
const say = (senderId: number, to: Draft['to'], content: string, draft: Partial<Draft> = {}) =>
  send(store, senderId, to, { content, ...draft })
const group = (...userIds: number[]) => createGroup(store, { name: 'Plan', ownerId: alice, userIds })
const directOf = async (userId: number, peerId: number) =>
  (await store.conversations.findDirect(userId, peerId))?.id ?? 0

/** A generator of numbers that is the same in every run. */
function random(seed: number) {
  return (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
}

describe('searching', () => {
  it('finds what a scan finds, for words of one, two and three characters and mixed ones', async () => {
    const next = random(7)
    const common = [
      ...'的一是了我不在人们有来他这上着个地到大里说去子得也和那要下看天时过出小么起你都把好还多没为又可家学只以主会样年想能生同老中从自面前头到它后然走很像见两用她国动进成回什边作对开而已些现山民候经发工向事命给长水几义三声于高手知理眼志点心战二问但身方实吃做叫当住听革打呢真党全才四已所敌之最光产情路分总条白话东席次亲如被花口放儿常西气五第使写军',
    ]
    const planted = ['鸿', '鸿雁', '会议室', '项目Alpha2上线', '合同', '報價單', '😀', 'ＡＢＣ']
    const groupId = await group(bob)
    const texts: string[] = []
    await Promise.all(
      Array.from({ length: 3000 }, (_, index) => {
        const words = Array.from({ length: 3 + next(25) }, () => common[next(common.length)])
        if (next(20) === 0) words.splice(next(words.length), 0, planted[next(planted.length)])
        if (next(50) === 0) words.splice(next(words.length), 0, ' report 2026 ')
        texts.push(words.join(''))
        return index % 3 === 0
          ? say(alice, { peerId: bob }, texts[index] ?? '')
          : say(bob, { groupId }, texts[index] ?? '')
      }),
    )
    const places = whole(groupId, await directOf(alice, bob))
    const asked = [
      ...planted,
      '的',
      '一是',
      '我不在',
      '鸿雁 会',
      'abc',
      '目alpha2',
      '室',
      ' report',
      '"report 2026"',
      '2026 的',
      ...texts.slice(0, 60).flatMap(text => /\p{sc=Han}{3}/u.exec(text.slice(1)) ?? []),
    ]
    for (const keyword of asked) {
      const words = keyword.startsWith('"') ? [keyword.slice(1, -1)] : keyword.split(' ').filter(word => word !== '')
      const expected = texts.filter(text =>
        words.every(word => text.normalize('NFKC').toLowerCase().includes(word.normalize('NFKC').toLowerCase())),
      )
      const { total, contents } = await ask(places, keyword)
      expect([keyword, contents.toSorted()]).toEqual([keyword, expected.toSorted()])
      expect(total).toBe(expected.length)
    }
  })

  it('finds a message as soon as it was appended', async () => {
    const groupId = await group(bob)
    for (let number = 1; number <= 30; number++) {
      await say(bob, { groupId }, `第${number}次会议`)
      expect((await ask(whole(groupId), `第${number}次`)).total).toBe(1)
    }
  })

  it('finds nothing outside the places that were asked for', async () => {
    const groupId = await group(bob)
    const other = await group(carol)
    for (const content of ['合同一', '合同二', '合同三', '合同四', '合同五']) await say(alice, { groupId }, content)
    await say(alice, { groupId: other }, '合同六')
    expect((await ask(whole(groupId), '合同')).total).toBe(5)
    const spans = [
      { from: 2, to: 2 },
      { from: 5, to: 5 },
    ]
    expect(await ask([{ conversationId: groupId, spans, untilChange: null }], '合同')).toEqual({
      total: 2,
      contents: ['合同四', '合同一'],
    })
    expect(await ask([{ conversationId: groupId, spans: [], untilChange: null }], '合同')).toEqual({
      total: 0,
      contents: [],
    })
    expect(await ask([], '合同')).toEqual({ total: 0, contents: [] })
  })

  it('orders by time over all places, and a page is a part of that order', async () => {
    const groups = [await group(bob), await group(bob), await group(bob)]
    const sent: Message[] = []
    for (let at = 0; at < 120; at++)
      sent.push(await say(bob, { groupId: groups[(at * 7) % 3] ?? 0 }, `合同${at}室`, { sentAt: 1000 + at - (at % 2) }))
    const all = await ask(whole(...groups), '合同')
    expect(all.contents.toSorted()).toEqual(sent.map(message => message.content).toSorted())
    const times = new Map(sent.map(message => [message.content, message.sentAt]))
    expect(all.contents.map(content => times.get(content))).toEqual(sent.map(message => message.sentAt).toReversed())
    for (const keyword of ['合同', '合同 室', '同1']) {
      const everything = await ask(whole(...groups), keyword)
      const paged: string[] = []
      for (let skip = 0; skip < everything.total + 7; skip += 7)
        paged.push(...(await ask(whole(...groups), keyword, { skip, limit: 7 })).contents)
      expect(paged).toEqual(everything.contents)
    }
  })

  it('narrows by sender, type and time, with words and without', async () => {
    const groupId = await group(bob)
    const fileId = await store.files.create({
      ownerId: bob,
      name: '年度报告 final.pdf',
      extension: 'pdf',
      contentType: 'application/pdf',
      size: 1,
      playTime: 0,
      blob: 'b1',
      thumbBlob: null,
      createdAt: 1,
    })
    await say(alice, { groupId }, '报告一', { sentAt: 100 })
    await say(bob, { groupId }, '报告二', { sentAt: 200 })
    await say(bob, { groupId }, '', { sentAt: 300, type: 3, fileId })
    await say(bob, { groupId }, '没有', { sentAt: 400 })
    const places = whole(groupId)
    expect((await ask(places, '报告')).total).toBe(3)
    expect((await ask(places, 'final')).total).toBe(1)
    expect((await ask(places, '"报告 final.pdf"')).total).toBe(1)
    expect((await ask(places, '报告', { senderId: bob })).contents).toEqual(['', '报告二'])
    expect((await ask(places, '报告', { type: 1 })).contents).toEqual(['报告二', '报告一'])
    expect((await ask(places, '', { type: 3 })).contents).toEqual([''])
    expect((await ask(places, '', { senderId: bob, type: 1 })).contents).toEqual(['没有', '报告二'])
    expect((await ask(places, '报告', { from: 200, to: 300 })).contents).toEqual(['', '报告二'])
    expect((await ask(places, '报告', { to: 199 })).contents).toEqual(['报告一'])
    expect((await ask(places, '报告', { from: 301 })).total).toBe(0)
    expect(await ask(places, '')).toEqual({ total: 0, contents: [] })
    expect(await ask(places, ' "" ')).toEqual({ total: 0, contents: [] })
  })

  it('finds no recalled message and nothing that the system says', async () => {
    const groupId = await group()
    await addMembers(store, groupId, [bob])
    await store.groups.edit({ groupId, by: alice, atLeast: 'owner', lineId: 'line', at: 5 }, { name: '鲍勃的群' })
    await say(bob, { groupId }, '鲍勃的合同')
    const mistake = await say(bob, { groupId }, '鲍勃的密码')
    expect((await ask(whole(groupId), '鲍勃')).contents).toEqual(['鲍勃的密码', '鲍勃的合同'])
    await store.messages.recall({ conversationId: groupId, seq: mistake.seq, userId: bob, sentAfter: 0 })
    expect(await ask(whole(groupId), '鲍勃')).toEqual({ total: 1, contents: ['鲍勃的合同'] })
    expect((await ask(whole(groupId), '密码')).total).toBe(0)

    const direct = await say(bob, { peerId: alice }, '又是密码')
    expect((await ask(whole(direct.conversationId), '密码')).total).toBe(1)
    await store.messages.recall({ conversationId: direct.conversationId, seq: direct.seq, userId: bob, sentAfter: 0 })
    expect((await ask(whole(direct.conversationId), '密码')).total).toBe(0)
  })

  it('finds an edited message by what it says now, and no more by what it said', async () => {
    const { conversationId, seq } = await say(bob, { peerId: alice }, '明天交报告')
    expect((await ask(whole(conversationId), '明天')).total).toBe(1)
    await store.messages.edit({
      conversationId,
      seq,
      userId: bob,
      content: '后天交报告',
      atIds: null,
      at: 9,
      sentAfter: 0,
    })
    expect((await ask(whole(conversationId), '明天')).total).toBe(0)
    expect((await ask(whole(conversationId), '后天')).contents).toEqual(['后天交报告'])
    expect((await ask(whole(conversationId), '交报告')).total).toBe(1)
  })

  it('leaves out what changed after a given change', async () => {
    const groupId = await group(bob)
    const { seq } = await say(bob, { groupId }, '合同一')
    await say(bob, { groupId }, '合同二')
    const [place] = whole(groupId)
    if (!place) return
    expect((await ask([{ ...place, untilChange: 0 }], '合同')).total).toBe(2)
    await store.messages.recall({ conversationId: groupId, seq, userId: bob, sentAfter: 0 })
    expect(await ask([{ ...place, untilChange: 0 }], '合同')).toEqual({ total: 1, contents: ['合同二'] })
  })

  it('counts no further than it promises', async () => {
    const groupId = await group(bob)
    await Promise.all(Array.from({ length: mostHits + 50 }, (_, index) => say(bob, { groupId }, `收到会议室${index}`)))
    expect(await ask(whole(groupId), '收到', { limit: 1 })).toEqual({
      total: mostHits,
      contents: [`收到会议室${mostHits + 49}`],
    })
    expect(await ask(whole(groupId), '收到会议室', { skip: mostHits - 1, limit: 5 })).toEqual({
      total: mostHits,
      contents: ['收到会议室50'],
    })
    expect(await ask(whole(groupId), '收到', { skip: mostHits, limit: 5 })).toEqual({ total: mostHits, contents: [] })
    expect((await ask(whole(groupId), '会议室123')).total).toBe(11)
  })

  it('takes whatever is asked as a text', async () => {
    const groupId = await group(bob)
    await say(
      bob,
      { groupId },
      'tokens OR NOT "quoted" AND near(会议 室, 5) * ^x {a b}: c; -d +e \'; DROP TABLE message_index; --',
    )
    for (const keyword of [
      'NOT',
      'OR',
      'near(',
      'near(会议',
      '*',
      '^x',
      '{a b}:',
      '-d',
      '+e',
      "'",
      "'; DROP",
      '--',
      ';',
      'tokens:',
      ':',
      '"',
      '""',
      '"(',
      '\0',
      '\ud800',
      '%',
      '_',
      '\\',
    ]) {
      await expect(store.search.messages(question(whole(groupId), keyword))).resolves.toBeDefined()
    }
    for (const keyword of ['"near(会议 室, 5)"', 'near(会议', '{a', '^x', "'; DROP", '--', 'OR'])
      expect([keyword, (await ask(whole(groupId), keyword)).total]).toEqual([keyword, 1])
    for (const keyword of ['tokens*', 'quoted NOT x2', 'rowid:', '会议 OR nothing', '\ue000u1', '\ue000t1'])
      expect([keyword, (await ask(whole(groupId), keyword)).total]).toEqual([keyword, 0])
  })
})

describe('places', () => {
  it('are every conversation that a person is or was in', async () => {
    const groupId = await group(bob, carol)
    await say(alice, { peerId: bob }, 'x')
    await removeMembers(store, groupId, [bob])
    const places = await store.search.places(bob)
    expect(places.map(place => place.conversation.id).toSorted()).toEqual(
      [groupId, await directOf(alice, bob)].toSorted(),
    )
    expect(places.find(place => place.conversation.id === groupId)?.member).toMatchObject({ userId: bob, leftSeq: 1 })
    expect((await store.search.places(carol)).map(place => place.conversation.id)).toEqual([groupId])
  })
})
