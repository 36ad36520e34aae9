import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDirect, findGroup, recallGroup, sendDirect, sendGroup } from '../contract/messages.ts'
import { newId } from './client.ts'
import { command } from './people.ts'
import { openStage } from './stage.ts'

const { folder, people, login, close } = await openStage()
const [alice, bob, carol] = [await login('alice'), await login('bob'), await login('carol')]
afterAll(close)
beforeAll(async () => {
  for (let at = 1; at <= 10; at++)
    await alice.ask(sendDirect, { body: { id: newId(), receiverId: bob.userId, type: 1, content: `${at}` } })
})

const { groupId } = people
const say = (content: string) => alice.ask(sendGroup, { body: { id: newId(), receiverId: groupId, type: 1, content } })

test.each([
  [{ afterSeq: 3, beforeSeq: 7 }, [6, 5, 4]],
  [{ afterSeq: 3, beforeSeq: 7, size: 2 }, [6, 5]],
  [{ afterSeq: 0, beforeSeq: 3 }, [2, 1]],
  [{ afterSeq: 3, beforeSeq: 4 }, []],
  [{ afterSeq: 7, beforeSeq: 3 }, []],
  [{ afterSeq: 5, beforeSeq: 5 }, []],
  [{ afterSeq: 8, beforeSeq: 99 }, [10, 9]],
  // Numbers may arrive as strings, and a page means nothing beside places.
  [{ afterSeq: '3', beforeSeq: '7', page: 4 }, [6, 5, 4]],
])('between two places lies %j: %j, the newest first', async (reading, seqs) => {
  for (const client of [alice, bob]) {
    const { data } = await client.ask(findDirect, {
      body: { senderId: bob.userId, receiverId: alice.userId, ...reading },
    })
    expect(data.map(row => row.seq)).toEqual(seqs)
  }
})

test('between two places, who was away reads what they may, and a recalled row is there without its words', async () => {
  const first = (await say('one')).seq
  await command(folder, 'group', 'remove', String(groupId), 'carol')
  await say('two')
  await command(folder, 'group', 'add', String(groupId), 'carol')
  const recalled = await say('three')
  await alice.ask(recallGroup, { body: { id: recalled.id, state: 6 } })
  const last = (await say('four')).seq
  const between = { body: { groupId, afterSeq: first - 1, beforeSeq: last } }
  const bobs = (await bob.ask(findGroup, between)).data
  expect(bobs.map(row => row.seq)).toEqual(Array.from({ length: last - first }, (_, at) => last - 1 - at))
  const carols = (await carol.ask(findGroup, between)).data
  expect(carols.filter(row => !row.event).map(({ seq, content }) => [seq, content])).toEqual([
    [recalled.seq, ''],
    [first, 'one'],
  ])
})
