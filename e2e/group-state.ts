import { expect, vi } from 'vitest'
import type { z } from 'zod'
import type { ConversationChange } from '../contract/frames.ts'
import { listGroupNotices, GroupApplication, groupInfo, listGroupApplications } from '../contract/groups.ts'
import { findGroup, MessageRow } from '../contract/messages.ts'
import { changeGroup, changeNotices } from '../web/src/state/group-changes.ts'
import type { GroupDetail, GroupNotice } from '../web/src/state/group-changes.ts'
import type { Client } from './client.ts'
import { fullHistory, readHistory } from './full-history.ts'
import type { Row } from './full-history.ts'
import type { Received } from './line.ts'

type Group = GroupDetail & { notices: GroupNotice[] }
type Application = z.output<typeof GroupApplication>

/** What a client shows of its groups. */
type GroupState = {
  groups: Map<number, Group>
  /** Also of groups that one has left: oldest first. */
  rows: Map<number, Row[]>
  /** By code. */
  applications: Map<string, Application>
}

/** Everything from the server, as a client that has just started reads it. */
async function readState(client: Client, groupIds: readonly number[]): Promise<GroupState> {
  const state: GroupState = { groups: new Map(), rows: new Map(), applications: new Map() }
  for (const groupId of groupIds) {
    await readGroup(client, state, groupId)
    const { code } = await client.try(findGroup, { body: { groupId } })
    if (code === 200) state.rows.set(groupId, await fullHistory(client, { groupId }))
  }
  for (const application of await client.ask(listGroupApplications))
    state.applications.set(application.code, application)
  return state
}

async function readGroup(client: Client, state: GroupState, groupId: number): Promise<void> {
  const { code, data } = await client.try(groupInfo, { query: { groupId } })
  if (code !== 200) return
  const { noticeList } = await client.ask(listGroupNotices, { query: { groupId } })
  state.groups.set(groupId, { ...data, notices: noticeList })
}

/**
 * A client that applies every frame to what it had. It asks the server only where the contract says so: for a group
 * that it has just come into.
 */
function createReducer(client: Client, state: GroupState) {
  async function changed(change: z.output<typeof ConversationChange>): Promise<void> {
    if (!('groupId' in change)) return
    const { groupId } = change
    const group = state.groups.get(groupId)
    if (change.what === 'joined')
      closeApplications(
        groupId,
        change.users.map(user => user.id),
        4,
      )
    if (!group) {
      if (change.what !== 'joined' || !change.users.some(user => user.id === client.userId)) return
      await readGroup(client, state, groupId)
      return
    }
    if (change.what === 'left' && change.userIds.includes(client.userId)) return forget(groupId)
    state.groups.set(groupId, { ...changeGroup(group, [change]), notices: changeNotices(group.notices, [change]) })
    if (change.what === 'info' && change.info.dissolved === 1) closeApplications(groupId, undefined, 3)
    if (change.what === 'members' && change.users.some(user => user.id === client.userId)) await led(groupId)
  }

  /** Whether one leads a group decides what its assistant shows: that list is read again. */
  async function led(groupId: number): Promise<void> {
    const fresh = await client.ask(listGroupApplications)
    for (const [code, application] of state.applications)
      if (application.groupId === groupId) state.applications.delete(code)
    for (const application of fresh)
      if (application.groupId === groupId) state.applications.set(application.code, application)
  }

  function forget(groupId: number): void {
    state.groups.delete(groupId)
    for (const [code, application] of state.applications) {
      if (application.groupId === groupId && application.kind === 'apply' && application.senderId !== client.userId)
        state.applications.delete(code)
    }
  }

  function closeApplications(groupId: number, userIds: readonly number[] | undefined, to: 3 | 4): void {
    for (const application of state.applications.values()) {
      if (
        application.groupId !== groupId
        || application.state !== 0
        || (userIds && !userIds.includes(application.senderId))
      )
        continue
      application.state = to
      application.mine = 0
    }
  }

  async function said(row: Pushed): Promise<void> {
    const rows = state.rows.get(row.receiverId) ?? []
    state.rows.set(row.receiverId, rows)
    const last = rows.at(-1)?.seq ?? 0
    if (row.seq <= last) return
    if (row.seq === last + 1) rows.push(bare(row))
    else
      rows.push(
        ...(await readHistory(client, { groupId: row.receiverId }, { afterSeq: last, size: 200 })).data.reverse(),
      )
  }

  function rewritten(row: Pushed): void {
    const rows = state.rows.get(row.receiverId) ?? []
    const at = rows.findIndex(({ seq }) => seq === row.seq)
    if (at >= 0) rows[at] = bare(row)
  }

  return async (frame: Received): Promise<void> => {
    if (frame.code === 3003) await changed(frame.data as z.output<typeof ConversationChange>)
    if (frame.code === 3004) rewritten(frame.data as Pushed)
    if (frame.code === 1101) await said(frame.data as Pushed)
    if (frame.code === 11017) {
      const application = GroupApplication.parse({ ...frame.data, mine: frame.data['state'] === 0 ? 1 : 0 })
      state.applications.set(application.code, application)
    }
  }
}

/** A client with its line, and the state that it has made of the frames. */
export async function follow(client: Client, groupIds: readonly number[]) {
  const line = await client.line()
  const state = await readState(client, groupIds)
  const take = createReducer(client, state)
  let taken = line.received.length
  return {
    client,
    line,
    state,
    /** Resolves when the state is what a client that starts now reads. */
    async converges(ids: readonly number[]): Promise<void> {
      const fresh = comparable(await readState(client, ids))
      await vi.waitFor(
        async () => {
          for (; taken < line.received.length; taken++) await take(line.received[taken] as Received)
          expect(comparable(state)).toEqual(fresh)
        },
        { timeout: 10_000, interval: 5 },
      )
    },
  }
}

type Pushed = Row & { miniType: number; otherName?: unknown; otherAvatar?: unknown }
/** A pushed row as a history has it. */
const bare = (row: Pushed): Row => MessageRow.parse(row)

/**
 * What two states must have in common: the `state` of rows moves with reading, and who is not in a group does not hear
 * of its new name.
 */
function comparable(state: GroupState) {
  return {
    groups: Object.fromEntries([...state.groups].sort(([a], [b]) => a - b)),
    rows: Object.fromEntries(
      [...state.rows]
        .filter(([, rows]) => rows.length > 0)
        .sort(([a], [b]) => a - b)
        .map(([id, rows]) => [id, rows.map(row => ({ ...row, state: 0 }))]),
    ),
    applications: [...state.applications.values()]
      .map(application => ({ ...application, text: '', avatar: '', content: '' }))
      .sort((a, b) => Number(a.code) - Number(b.code)),
  }
}
