import { type Selectable, sql } from 'kysely'
import type { Message } from '../messages.ts'
import type { Counting, Session } from '../conversations.ts'
import { ownReadSeq } from '../log/state.ts'
import { conversationOf, groupOf, isReadable, memberOf, messageOf, peerOf } from './rows.ts'
import type { Db, Schema } from './schema.ts'

/**
 * A person's list, by three statements for any number of conversations. The first one carries everything that must
 * fit together: places, last messages and the recalled ones among the unread are of one moment.
 */
export async function readSessions(db: Db, userId: number, counting = everything): Promise<Session[]> {
  const [places, groups, peers] = await Promise.all([
    readPlaces(db, userId, counting).execute(),
    readGroups(db, userId),
    readPeers(db, userId),
  ])
  const sessions = await Promise.all(
    places.map(async place => {
      if ((place.left_seq ?? place.last_seq) < place.hidden_seq) return []
      const session = await sessionOf(db, place, groups, peers, counting)
      const { last, member, group } = session
      const isIn = place.kind === 'group' && member.leftSeq === null
      if (!last && !isIn) return []
      // Who left must not see by the order that others go on talking.
      return [{ session, time: last?.sentAt ?? Math.max(place.last_sent_at, group?.createdAt ?? 0) }]
    }),
  )
  return sessions
    .flat()
    .sort((a, b) => b.time - a.time || b.session.conversation.id - a.session.conversation.id)
    .map(entry => entry.session)
}

/** One of them, in the list or not. */
export async function readSession(
  db: Db,
  userId: number,
  conversationId: number,
  counting = everything,
): Promise<Session | undefined> {
  const [place, groups, peers] = await Promise.all([
    readPlaces(db, userId, counting, conversationId).executeTakeFirst(),
    readGroups(db, userId, conversationId),
    readPeers(db, userId, conversationId),
  ])
  return place && sessionOf(db, place, groups, peers, counting)
}

type Known = { groups: Awaited<ReturnType<typeof readGroups>>; peers: Awaited<ReturnType<typeof readPeers>> }

async function sessionOf(
  db: Db,
  place: Place,
  groups: Known['groups'],
  peers: Known['peers'],
  { unreadAgain }: Counting,
): Promise<Session> {
  const member = memberOf(place)
  const visibleSeq = member.leftSeq ?? place.last_seq
  return {
    conversation: conversationOf(place),
    member,
    last: await lastOf(db, place),
    unread: Math.max(
      0,
      visibleSeq
        - Math.max(unreadAgain ? ownReadSeq(member) : member.readSeq, member.joinedSeq)
        - Number(place.not_counted ?? 0)
        - (unreadAgain ? Number(place.own_between ?? 0) : 0),
    ),
    mentions: Number(place.mentions ?? 0),
    peerId: peerOf(place, member.userId),
    peer: peers.get(place.id),
    group: groups.get(place.id),
  }
}

const readPlaces = (db: Db, userId: number, counting: Counting, conversationId?: number) =>
  db
    .selectFrom('members as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .leftJoin('messages as last', join =>
      join
        .onRef('last.conversation_id', '=', 'm.conversation_id')
        .on(eb => eb('last.seq', '=', eb.fn.coalesce('m.left_seq', 'c.last_seq'))),
    )
    .leftJoin(notCounted(db, userId, counting, conversationId), join =>
      join.onRef('unread.conversation_id', '=', 'm.conversation_id'),
    )
    .leftJoin(mentioned(db, userId, counting, conversationId), join =>
      join.onRef('mentioned.conversation_id', '=', 'm.conversation_id'),
    )
    .leftJoin(ownBetween(db, userId, conversationId), join =>
      join.onRef('between.conversation_id', '=', 'm.conversation_id'),
    )
    .selectAll(['c', 'm'])
    .select(['unread.not_counted', 'mentioned.mentions', 'between.own_between'])
    .select([
      'last.seq',
      'last.client_id',
      'last.sender_id',
      'last.type',
      'last.content',
      'last.file_id',
      'last.at_ids',
      'last.sent_at',
      'last.change',
      'last.recalled_by',
      'last.extra',
    ])
    .where('m.user_id', '=', userId)
    .$if(conversationId !== undefined, query => query.where('m.conversation_id', '=', conversationId ?? 0))

/**
 * A join and not a count per row: only then SQLite goes by the index of what does not count, past any number of unread
 * ones.
 */
const notCounted = (db: Db, userId: number, counting: Counting, conversationId?: number) =>
  db
    .selectFrom('members as own')
    .innerJoin('conversations as of', 'of.id', 'own.conversation_id')
    .innerJoin('messages as x', 'x.conversation_id', 'own.conversation_id')
    .select(['x.conversation_id', db.fn.countAll<number>().as('not_counted')])
    .where('own.user_id', '=', userId)
    .where(sql<boolean>`x.is_counted = 0`)
    .$if(conversationId !== undefined, query => query.where('own.conversation_id', '=', conversationId ?? 0))
    .where(isAfterReading(counting))
    .whereRef('x.seq', '>', 'own.joined_seq')
    .where(on => on('x.seq', '<=', on.fn.coalesce('own.left_seq', 'of.last_seq')))
    .groupBy('x.conversation_id')
    .as('unread')

/** Unread messages of others that mention this person, or everyone (user 0). */
const mentioned = (db: Db, userId: number, counting: Counting, conversationId?: number) =>
  db
    .selectFrom('members as own')
    .innerJoin('conversations as of', 'of.id', 'own.conversation_id')
    .innerJoin('mentions as x', join =>
      join.onRef('x.conversation_id', '=', 'own.conversation_id').on('x.user_id', 'in', [userId, 0]),
    )
    .innerJoin('messages as text', join =>
      join.onRef('text.conversation_id', '=', 'x.conversation_id').onRef('text.seq', '=', 'x.seq'),
    )
    .select(['x.conversation_id', eb => eb.fn.count<number>('x.seq').distinct().as('mentions')])
    .$if(conversationId !== undefined, query => query.where('own.conversation_id', '=', conversationId ?? 0))
    .where('own.user_id', '=', userId)
    .where('text.recalled_by', 'is', null)
    .where('text.sender_id', '!=', userId)
    .where(isAfterReading(counting))
    .whereRef('x.seq', '>', 'own.joined_seq')
    .where(on => on('x.seq', '<=', on.fn.coalesce('own.left_seq', 'of.last_seq')))
    .groupBy('x.conversation_id')
    .as('mentioned')

/** One's own messages among those that are unread again: nobody has to read those. Sending ends that range. */
const ownBetween = (db: Db, userId: number, conversationId?: number) =>
  db
    .selectFrom('members as own')
    .innerJoin('messages as x', 'x.conversation_id', 'own.conversation_id')
    .select(['x.conversation_id', db.fn.countAll<number>().as('own_between')])
    .where('own.user_id', '=', userId)
    .where('own.unread_seq', '>', 0)
    .$if(conversationId !== undefined, query => query.where('own.conversation_id', '=', conversationId ?? 0))
    .whereRef('x.seq', '>=', 'own.unread_seq')
    .whereRef('x.seq', '>', 'own.joined_seq')
    .whereRef('x.seq', '<=', 'own.read_seq')
    .where('x.sender_id', '=', userId)
    .where('x.is_counted', '=', 1)
    .groupBy('x.conversation_id')
    .as('between')

const everything: Counting = { unreadAgain: true }

/** Whether `x` comes after what `own` has read. */
const isAfterReading = ({ unreadAgain }: Counting) =>
  unreadAgain
    ? sql<boolean>`x.seq > CASE WHEN own.unread_seq > 0 THEN min(own.read_seq, own.unread_seq - 1) ELSE own.read_seq END`
    : sql<boolean>`x.seq > own.read_seq`

type Place = Awaited<ReturnType<ReturnType<typeof readPlaces>['execute']>>[number]

const hasMessage = (place: Place): place is Place & Selectable<Omit<Schema['messages'], 'is_counted'>> =>
  place.seq !== null

async function lastOf(db: Db, place: Place): Promise<Message | undefined> {
  const member = memberOf(place)
  if (hasMessage(place) && isReadable(member, place.seq)) return messageOf(place, place)
  // Came back and nothing was said since: what this person read last is in an earlier stay.
  const seq = member.pastSpans.at(-1)?.to
  if (seq === undefined) return undefined
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', place.id)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row && messageOf(row, place)
}

async function readGroups(db: Db, userId: number, conversationId?: number) {
  const rows = await db
    .selectFrom('members')
    .innerJoin('groups', 'groups.id', 'members.conversation_id')
    .selectAll('groups')
    .where('members.user_id', '=', userId)
    .$if(conversationId !== undefined, query => query.where('groups.id', '=', conversationId ?? 0))
    .execute()
  return new Map(rows.map(row => [row.id, groupOf(row)]))
}

async function readPeers(db: Db, userId: number, conversationId?: number) {
  const rows = await db
    .selectFrom('members as own')
    .innerJoin('conversations as c', 'c.id', 'own.conversation_id')
    .innerJoin('members as peer', 'peer.conversation_id', 'own.conversation_id')
    .select(['peer.conversation_id', 'peer.delivered_seq', 'peer.read_seq'])
    .where('own.user_id', '=', userId)
    .where('c.kind', '=', 'direct')
    .where('peer.user_id', '!=', userId)
    .$if(conversationId !== undefined, query => query.where('own.conversation_id', '=', conversationId ?? 0))
    .execute()
  return new Map(rows.map(row => [row.conversation_id, { deliveredSeq: row.delivered_seq, readSeq: row.read_seq }]))
}
