import { expect, test, vi } from 'vitest'
import { listConversations } from '../contract/conversations.ts'
import {
  changeGroupOwner,
  removeGroupUser,
  dissolveGroup,
  editGroup,
  groupInfo,
  listGroupApplications,
  joinGroup,
  listGroups,
  leaveGroup,
  refuseGroup,
  saveGroup,
  inviteToGroup,
  setGroupManager,
  setGroupMute,
} from '../contract/groups.ts'
import { findGroup, recallDirect, recallGroup, sendDirect, sendGroup, updateReceipt } from '../contract/messages.ts'
import { newId } from './client.ts'
import type { Client } from './client.ts'
import { fullHistory } from './full-history.ts'
import { createModel, keyOf, readable, unread } from './group-model.ts'
import type { Group, Log, Model } from './group-model.ts'
import type { Line } from './line.ts'
import { makePeople } from './people.ts'
import { createRandom, seedOf } from './random.ts'
import { startServer } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// Play a failure again: HONGYAN_SEED=<seed> (and HONGYAN_MODEL_STEPS for a shorter or longer one).
const seed = seedOf(8005)
const steps = Number(process.env['HONGYAN_MODEL_STEPS'] ?? 3000)
/** Actions at the same time, and groups that there should be. */
const atOnce = 8
const liveGroups = 10
const names = Array.from({ length: 20 }, (_, at) => `p${at}`)

test(`20 people and ${steps} random actions: everyone has what a plain model says (HONGYAN_SEED=${seed})`, async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path, names)
  await using server = await startServer({ folder: folder.path, settings: { HONGYAN_GROUP_PAUSE_SECONDS: '0' } })
  const clients: Client[] = []
  for (const name of names) clients.push(await people.login(server.origin, name))
  const lines = await Promise.all(clients.map(client => client.line()))
  const model = createModel(userId => names[clients.findIndex(client => client.userId === userId)] ?? '')
  const round = createActor(model, clients as [Client, ...Client[]])

  for (let step = 0; step < steps; step += atOnce) {
    for (const { what, code, expected } of await round()) expect(code, `after ${step} actions: ${what}`).toBe(expected)
    if (step % 600 === 0) await comparePerson(model, clients[(step / 600) % clients.length] as Client)
  }
  await Promise.all(clients.map(client => comparePerson(model, client)))
  for (const [at, client] of clients.entries()) await compareFrames(model, client, lines[at] as Line)
}, 300_000)

const bit = (fact: boolean) => (fact ? 1 : 0)

/**
 * Does things at random, to the server and to the model: some at once, each in another conversation, so that their
 * order does not matter. All dice are thrown before the first answer comes: the seed alone decides what is done.
 */
function createActor(model: Model, clients: readonly [Client, ...Client[]]) {
  const random = createRandom(seed)
  const { groups } = model
  const busy = new Set<string>()
  const isFree = (it: Log) => !busy.has(it.key)
  const pickFree = <L extends Log>(logs: readonly L[]): L | undefined => {
    const free = logs.filter(isFree)
    const picked = free[random.below(free.length)]
    if (picked) busy.add(picked.key)
    return picked
  }
  const group = () => pickFree(groups) as Group
  const someone = () => random.pick(clients)
  /** Mostly somebody for whom it makes sense. */
  const within = (it: Group, roles: readonly string[]) => {
    const fitting = clients.filter(client => roles.includes(it.roles.get(client.userId) ?? 'none'))
    return random.chance(0.85) && fitting[0] ? random.pick([fitting[0], ...fitting.slice(1)]) : someone()
  }
  const log = (): Log | undefined => pickFree<Log>(random.chance(0.7) ? groups : model.directs())
  const everyone = ['owner', 'manager', 'member']
  const leaders = ['owner', 'manager']

  const result = (what: string, answer: { code: number }, expected: number) => ({ what, code: answer.code, expected })
  const to = (client: Client) => `${client.userId}`

  const nothing = { what: 'nothing', code: 0, expected: 0 }

  async function create() {
    if (busy.has('create')) return nothing
    busy.add('create')
    const by = someone()
    const targets = clients.filter(client => client !== by && random.chance(0.3)).map(client => client.userId)
    const answer = await by.try(saveGroup, { body: { text: `x${groups.length}`, targets, type: 1 } })
    const made = model.create(answer.data.groupId, by.userId, targets)
    made.name = `x${groups.length - 1}`
    return result('create', answer, 200)
  }

  const actions: Record<
    string,
    [weight: number, act: () => Promise<{ what: string; code: number; expected: number }>]
  > = {
    sendGroup: [
      34,
      async () => {
        const [it, id] = [group(), newId()]
        const by = within(it, everyone)
        const answer = await by.try(sendGroup, { body: { id, receiverId: it.groupId ?? 0, type: 1, content: id } })
        return result(`${by.userId} sends to ${it.key}`, answer, model.sendGroup(it, by.userId, id, id))
      },
    ],
    sendDirect: [
      10,
      async () => {
        const [by, other, id] = [someone(), someone(), newId()]
        const key = keyOf(by.userId, other.userId)
        if (busy.has(key)) return nothing
        busy.add(key)
        const answer = await by.try(sendDirect, { body: { id, receiverId: other.userId, type: 1, content: id } })
        return result('send', answer, model.sendDirect(by.userId, other.userId, id, id))
      },
    ],
    recall: [
      7,
      async () => {
        const it = log()
        const entry = it?.entries.filter(each => !each.isLine)[random.below(it.entries.length)]
        if (!it || !entry) return nothing
        const by = random.chance(0.5)
          ? (clients.find(client => client.userId === entry.senderId) ?? someone())
          : someone()
        const answer = await by.try(it.groupId ? recallGroup : recallDirect, { body: { id: entry.id, state: 6 } })
        return result(`${by.userId} recalls ${entry.seq} of ${it.key}`, answer, model.recall(it, entry, by.userId))
      },
    ],
    read: [
      14,
      async () => {
        const it = log()
        const entry = it?.entries.filter(each => !each.isLine)[random.below(it.entries.length)]
        if (!it || !entry) return nothing
        const by = someone()
        const answer = await by.try(updateReceipt, {
          body: { id: entry.id, state: 2, miniType: it.groupId ? 1101 : 1100 },
        })
        return result(`${by.userId} reads ${entry.seq} of ${it.key}`, answer, model.read(it, entry, by.userId))
      },
    ],
    create: [0.3, create],
    invite: [
      6,
      async () => {
        const it = group()
        const by = within(it, everyone)
        const targets = [...new Set([someone(), someone()])].map(client => client.userId)
        const answer = await by.try(inviteToGroup, { body: { groupId: it.groupId ?? 0, targets } })
        return result(
          `${by.userId} invites ${targets.join()} into ${it.key}`,
          answer,
          model.invite(it, by.userId, targets),
        )
      },
    ],
    apply: [
      5,
      async () => {
        const [it, by] = [group(), someone()]
        return result(
          `${by.userId} applies to ${it.key}`,
          await by.try(joinGroup, { body: { groupId: it.groupId ?? 0, userId: by.userId } }),
          model.apply(it, by.userId),
        )
      },
    ],
    letIn: [
      4,
      async () => {
        const it = group()
        const [by, who] = [within(it, leaders), [...it.waiting.keys()][0] ?? someone().userId]
        const answer = await by.try(joinGroup, { body: { groupId: it.groupId ?? 0, userId: who } })
        return result(
          `${by.userId} lets ${who} into ${it.key}`,
          answer,
          by.userId === who ? model.apply(it, who) : model.letIn(it, by.userId, who),
        )
      },
    ],
    refuse: [
      2,
      async () => {
        const it = group()
        const [by, who] = [within(it, leaders), [...it.waiting.keys()].at(-1)]
        const open = (await by.ask(listGroupApplications)).find(
          row => row.groupId === it.groupId && row.senderId === who && row.state === 0,
        )
        const isMine = who !== undefined && model.mayDecide(it, by.userId, who)
        if (!open || who === undefined)
          return {
            what: `${by.userId} sees the applications to ${it.key}`,
            code: open ? 1 : 0,
            expected: isMine ? 1 : 0,
          }
        model.refuse(it, who)
        return result(
          `${by.userId} refuses ${who}`,
          await by.try(refuseGroup, { query: { code: open.code, state: 3 } }),
          isMine ? 200 : 403,
        )
      },
    ],
    remove: [
      4,
      async () => {
        const it = group()
        const by = within(it, leaders)
        const targets = [...new Set([someone(), someone()])].map(client => client.userId)
        const answer = await by.try(removeGroupUser, { body: { groupId: it.groupId ?? 0, remark: targets.join() } })
        return result(
          `${by.userId} removes ${targets.join()} from ${it.key}`,
          answer,
          model.remove(it, by.userId, targets),
        )
      },
    ],
    quit: [
      4,
      async () => {
        const it = group()
        const by = within(it, everyone)
        return result(
          `${by.userId} quits ${it.key}`,
          await by.try(leaveGroup, { query: { groupId: it.groupId ?? 0 } }),
          model.quit(it, by.userId),
        )
      },
    ],
    edit: [
      3,
      async () => {
        const it = group()
        const [by, text, approval] = [within(it, leaders), `n${random.below(9)}`, random.chance(0.4)]
        if (random.chance(0.5))
          return result(
            'rename',
            await by.try(editGroup, { query: { id: it.groupId ?? 0, text } }),
            model.rename(it, by.userId, text),
          )
        return result(
          'approval',
          await by.try(editGroup, { query: { id: it.groupId ?? 0, approval: bit(approval) } }),
          model.setApproval(it, by.userId, approval),
        )
      },
    ],
    mute: [
      4,
      async () => {
        const it = group()
        const [by, who, mute] = [within(it, leaders), within(it, everyone), random.chance(0.4)]
        const groupId = it.groupId ?? 0
        if (random.chance(0.5))
          return result(
            'mute all',
            await by.try(setGroupMute, { query: { groupId, mute: bit(mute) } }),
            model.muteAll(it, by.userId, mute),
          )
        return result(
          'mute',
          await by.try(setGroupMute, { query: { groupId, mute: bit(mute), targets: to(who) } }),
          model.mute(it, by.userId, who.userId, mute),
        )
      },
    ],
    setManager: [
      3,
      async () => {
        const it = group()
        const [by, who, manager] = [within(it, ['owner']), within(it, everyone), random.chance(0.7)]
        const answer = await by.try(setGroupManager, {
          query: { groupId: it.groupId ?? 0, targets: to(who), manager: bit(manager) },
        })
        return result(
          `${by.userId} makes ${who.userId} a manager of ${it.key}: ${manager}`,
          answer,
          model.setManager(it, by.userId, who.userId, manager),
        )
      },
    ],
    handOver: [
      2,
      async () => {
        const it = group()
        const [by, who] = [within(it, ['owner']), within(it, everyone)]
        const answer = await by.try(changeGroupOwner, { query: { groupId: it.groupId ?? 0, targetId: who.userId } })
        return result(
          `${by.userId} hands ${it.key} over to ${who.userId}`,
          answer,
          model.handOver(it, by.userId, who.userId),
        )
      },
    ],
    dissolve: [
      0.4,
      async () => {
        const it = group()
        const by = within(it, ['owner'])
        return result(
          `${by.userId} dissolves ${it.key}`,
          await by.try(dissolveGroup, { query: { groupId: it.groupId ?? 0 } }),
          model.dissolve(it, by.userId),
        )
      },
    ],
  }
  const all = Object.values(actions)
  const total = all.reduce((sum, [weight]) => sum + weight, 0)

  function one() {
    if (groups.filter(it => !it.isDissolved).length < liveGroups || !groups.some(isFree)) return create()
    let dice = random.below(total * 10) / 10
    const chosen = all.find(([weight]) => (dice -= weight) < 0)
    return (chosen ?? (all[0] as (typeof all)[0]))[1]()
  }

  return () => {
    busy.clear()
    return Promise.all(Array.from({ length: atOnce }, one))
  }
}

/** Sessions, groups, members and histories, as this person reads them. */
async function comparePerson(model: Model, client: Client): Promise<void> {
  const me = client.userId
  const own = new Set(model.groups.map(group => group.groupId))
  const rows = (await client.ask(listConversations)).filter(
    row => row.miniType === 1100 || (row.miniType === 1101 && own.has(row.receiverId ?? 0)),
  )
  const seen = rows.map(row => ({
    key: row.miniType === 1101 ? `group ${row.receiverId}` : keyOf(me, row.senderId ?? 0),
    count: row.count,
    seq: row.seq,
    content: row.content ?? '',
  }))
  const logs: Log[] = [...model.groups, ...model.directs()].filter(log => log.stays.has(me))
  const shown = logs.flatMap(log => {
    const last = readable(log, me).at(-1)
    const isIn = model.groups.some(group => group === log && group.roles.has(me))
    return last || isIn
      ? [{ key: log.key, count: unread(log, me), seq: last?.seq ?? 0, content: last?.content ?? '' }]
      : []
  })
  const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1)
  expect(seen.sort(byKey)).toEqual(shown.sort(byKey))

  const listed = (await client.ask(listGroups))
    .filter(row => own.has(row.groupId))
    .map(row => ({ id: row.id, name: row.text, role: row.role, count: row.count }))
  expect(listed.sort((a, b) => a.id - b.id)).toEqual(
    model.groups
      .filter(group => group.roles.has(me) && !group.isDissolved)
      .map(group => ({ id: group.groupId, name: group.name, role: group.roles.get(me), count: group.roles.size })),
  )
  await Promise.all(model.groups.map(group => compareGroup(group, client)))
  for (const log of model.directs()) {
    if (!log.stays.has(me)) continue
    const peerId = [...log.stays.keys()].find(id => id !== me) ?? me
    expect(await history(client, { peerId })).toEqual(entriesOf(log, me))
  }
}

async function compareGroup(group: Group, client: Client): Promise<void> {
  const groupId = group.groupId ?? 0
  const info = await client.try(groupInfo, { query: { groupId } })
  expect(info.code, group.key).toBe(group.roles.has(client.userId) ? 200 : group.stays.has(client.userId) ? 403 : 404)
  if (info.code === 200) {
    expect(info.data.info).toMatchObject({
      text: group.name,
      count: group.roles.size,
      muted: Number(group.isMuted),
      dissolved: Number(group.isDissolved),
      approval: Number(group.needsApproval),
    })
    expect(
      info.data.users
        .map(user => ({ id: user.id, role: user.role, isMuted: user.mutedUntil > 0 }))
        .sort((a, b) => a.id - b.id),
    ).toEqual(
      [...group.roles].map(([id, role]) => ({ id, role, isMuted: group.silenced.has(id) })).sort((a, b) => a.id - b.id),
    )
  }
  if (group.stays.has(client.userId))
    expect(await history(client, { groupId }), `${group.key} of ${client.userId}`).toEqual(
      entriesOf(group, client.userId),
    )
  else expect((await client.try(findGroup, { body: { groupId } })).code).toBe(404)
}

const history = async (client: Client, where: Parameters<typeof fullHistory>[1]) =>
  (await fullHistory(client, where)).map(({ seq, senderId, content, event, state }) => ({
    seq,
    senderId,
    content,
    isLine: event !== null,
    isRecalled: state === 6,
  }))
const entriesOf = (log: Log, userId: number) =>
  readable(log, userId).map(({ seq, senderId, content, isLine, isRecalled }) => ({
    seq,
    senderId,
    content,
    isLine,
    isRecalled,
  }))

/** Every message of others that this person may read was pushed once, in order, and nothing else. */
async function compareFrames(model: Model, client: Client, line: Line): Promise<void> {
  await vi.waitFor(
    () => {
      for (const group of model.groups) {
        const got = line.received.filter(
          frame =>
            frame.code === 1101
            && frame.data['receiverId'] === group.groupId
            && frame.data['senderId'] !== client.userId,
        )
        expect(
          got.map(frame => frame.data['seq']),
          `${group.key} of ${client.userId}`,
        ).toEqual(
          readable(group, client.userId)
            .filter(entry => entry.senderId !== client.userId)
            .map(entry => entry.seq),
        )
      }
    },
    { timeout: 10_000 },
  )
}
