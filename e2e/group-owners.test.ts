import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { changeGroupOwner, dissolveGroup, editGroup, groupInfo, saveGroup } from '../contract/groups.ts'
import { fullHistory } from './full-history.ts'
import { follow } from './group-state.ts'
import { command, makePeople } from './people.ts'
import { startServer } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

test('the group of an owner whose account is disabled goes on: its people see the new owner, who manages it', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  const { groupId } = people
  const server = await startServer({ folder: folder.path })
  const [alice, bob, carol] = await Promise.all(
    ['alice', 'bob', 'carol'].map(name => people.login(server.origin, name)),
  )
  if (!alice || !bob || !carol) throw new Error('no cast')
  const all = await Promise.all([bob, carol].map(client => follow(client, [groupId])))
  const line = await carol.line()
  await command(folder.path, 'user', 'disable', 'alice')
  expect(await line.next(1101, frame => frame.data['content'] === 'bob 成为了群主')).toMatchObject({
    data: { senderId: bob.userId, event: { what: 'owner', count: 1 } },
  })
  for (const each of all) await each.converges([groupId])
  expect((await carol.ask(groupInfo, { query: { groupId } })).info).toMatchObject({ ownerId: bob.userId, count: 3 })
  await bob.ask(editGroup, { query: { id: groupId, text: '新名' } })
  expect((await bob.try(changeGroupOwner, { query: { groupId, targetId: alice.userId } })).code).toBe(404)

  await command(folder.path, 'user', 'enable', 'alice')
  const back = await people.login(server.origin, 'alice')
  expect((await back.try(dissolveGroup, { query: { groupId } })).code).toBe(403)
  expect(await command(folder.path, 'group', 'owner', String(groupId), 'alice')).toContain('alice owns')
  await back.ask(dissolveGroup, { query: { groupId } })
  for (const each of all) await each.converges([groupId])
  expect((await server.stop()).code).toBe(0)
})

test('groups that were left without an owner are mended when the server starts', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  const first = await startServer({ folder: folder.path })
  const carol = await people.login(first.origin, 'carol')
  const { groupId } = await carol.ask(saveGroup, {
    body: { text: 'g', targets: [(await people.login(first.origin, 'bob')).userId] },
  })
  await first.stop()
  const database = new DatabaseSync(join(folder.path, 'hongyan.db'))
  database.exec(`UPDATE users SET is_enabled = 0 WHERE username IN ('alice', 'carol')`)
  database.close()
  const server = await startServer({ folder: folder.path })
  const bob = await people.login(server.origin, 'bob')
  const owners = async () =>
    (await Promise.all([groupId, people.groupId].map(id => bob.ask(groupInfo, { query: { groupId: id } })))).map(
      each => each.info.ownerId,
    )
  await expect.poll(owners).toEqual([bob.userId, bob.userId])
  expect((await fullHistory(bob, { groupId })).map(row => row.content)).toEqual([
    'carol 邀请 bob 加入了群聊',
    'bob 成为了群主',
  ])
  expect((await server.stop()).code).toBe(0)
})
