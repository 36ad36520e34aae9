import { newId } from '../../client.ts'
import { flood, json } from '../way.ts'
import type { Way } from '../way.ts'

const blanks = (count: number) => `a${' '.repeat(count)}b`

/** Headers that an expression could take long to read. */
export const slowHeaders: Way = ({ ask, over }) =>
  flood(over, 2, at =>
    ask(`/auth/${at % 2 ? 'scan_login' : 'cnbi_scan'}/x/y`, {
      headers: { Accept: 'text/html', 'Accept-Language': blanks(15_000), 'User-Agent': `;${blanks(200)}` },
    }),
  )

/** Codes for devices that are not there. */
export const codes: Way = ({ ask, over }) =>
  flood(over, 4, at =>
    ask(`/auth/scan_login_url?device=${at}${'d'.repeat(190)}&platform=mac`, {
      headers: { 'User-Agent': 'u'.repeat(300) },
    }),
  )

/** Guesses at the passwords of others, many at once. */
export const guesses: Way = ({ ask, victim, over }) =>
  flood(over, 16, at =>
    ask(`/auth/login?account=${at % 3 ? victim.username : `nobody${at}`}&password=guess${at}`, { method: 'POST' }),
  )

/** Health checks by strangers. */
export const healthChecks: Way = ({ ask, over }) => flood(over, 8, () => ask('/healthz'))

/** Phrases that are dear to search for. */
export const searches: Way = ({ ask, over }) =>
  flood(over, 8, at =>
    ask(`/api/search_msg?keyword=${encodeURIComponent(`"${'的'.repeat(90)}${at % 10}"`)}`, { isKnown: true }),
  )

/** Lists of everybody, as fast as they come. */
export const lists: Way = ({ ask, client, over }) =>
  flood(over, 8, at =>
    ask(
      [
        `/api/my_session?userId=${client.userId}`,
        `/api/my_company_contact_list?userId=${client.userId}`,
        `/api/search_my_contact?userId=${client.userId}&keyword=a`,
      ][at % 3] ?? '',
      { isKnown: true },
    ),
  )

/** Groups that one cannot find, asked for by their numbers. */
export const applications: Way = ({ ask, client, secret, over }) =>
  flood(over, 4, at =>
    ask('/api/join_group', {
      ...json({ groupId: at % 2 ? secret : at, userId: client.userId }),
      isKnown: true,
    }),
  )

/** Groups and more groups. */
export const groups: Way = ({ ask, client, victim, over }) =>
  flood(over, 4, at =>
    ask('/api/save_group', {
      ...json({ text: `g${at}`, userId: client.userId, targets: String(victim.id) }),
      isKnown: true,
    }),
  )

/** Keys of browsers that are none. */
export const pushKeys: Way = ({ ask, over }) =>
  flood(over, 4, at =>
    ask('/api/save_push', {
      ...json({
        endpoint: `https://fcm.googleapis.com/fcm/send/${at}`,
        keys: { p256dh: 'A'.repeat(88), auth: 'B'.repeat(24) },
      }),
      isKnown: true,
    }),
  )

/** Receipts for what one may not read. */
export const receipts: Way = ({ ask, client, secret, over }) =>
  flood(over, 4, at =>
    ask('/api/update_chat_state_time', {
      ...json({
        miniType: 1101,
        senderId: client.userId,
        receiverId: secret,
        endTime: Date.now(),
        state: (at % 2) + 1,
      }),
      isKnown: true,
    }),
  )

/** Bodies that are nonsense, deep, or much too large. */
export const nonsense: Way = ({ ask, over }) =>
  flood(over, 2, at =>
    ask('/api/save_single_msg', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      isKnown: true,
      body: ['['.repeat(50_000), '{"a":'.repeat(20_000), `"${'x'.repeat(1_000_000)}"`, '{'][at % 4] ?? '',
    }),
  )

/** The longest messages that there may be, of the signs that are dearest to read. */
export const longTexts: Way = ({ ask, client, own, over }) =>
  flood(over, 4, at =>
    ask('/api/save_group_msg', {
      ...json({
        id: newId(),
        senderId: client.userId,
        receiverId: own,
        type: 1,
        content: `http://a.b/${[')', '@', '[/', '<', '。'][at % 5]?.repeat(9_900)}`,
        fileId: null,
      }),
      isKnown: true,
    }),
  )

/** A hundred messages, forwarded to one group fifty times over. */
export const forwards: Way = async ({ ask, client, own, over }) => {
  for (let at = 0; at < 100 && !over.aborted; at += 1) {
    await ask('/api/save_group_msg', {
      ...json({
        id: newId(),
        senderId: client.userId,
        receiverId: own,
        type: 1,
        content: 'f'.repeat(10_000),
        fileId: null,
      }),
      isKnown: true,
    })
  }
  await flood(over, 2, () =>
    ask('/api/forward_msg', {
      ...json({
        id: newId(),
        from: { miniType: 1101, targetId: own },
        seqs: Array.from({ length: 100 }, (_, at) => at + 2), // 1 is what the system says
        targets: Array.from({ length: 50 }, () => ({ miniType: 1101, targetId: own })),
      }),
      isKnown: true,
    }),
  )
}
