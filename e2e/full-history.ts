import type { z } from 'zod'
import { findDirect, findGroup } from '../contract/messages.ts'
import type { MessagePage, MessageRow } from '../contract/messages.ts'
import type { Client } from './client.ts'

export type Row = z.output<typeof MessageRow>
/** A conversation as a client finds it: with a person, or a group. */
export type Where = { peerId: number } | { groupId: number }
type Reading = { page?: number; size?: number; beforeSeq?: number; afterSeq?: number; afterChange?: number }

/** One reading of a history. */
export const readHistory = (client: Client, where: Where, reading: Reading): Promise<z.output<typeof MessagePage>> =>
  'peerId' in where
    ? client.ask(findDirect, { body: { senderId: client.userId, receiverId: where.peerId, ...reading } })
    : client.ask(findGroup, { body: { groupId: where.groupId, userId: client.userId, ...reading } })

/** All of it, oldest first, page by page. */
export async function fullHistory(client: Client, where: Where): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; ; page++) {
    const { data } = await readHistory(client, where, { page, size: 200 })
    if (data.length === 0) return rows.reverse()
    rows.push(...data)
  }
}
