import { setTimeout as wait } from 'node:timers/promises'
import { login } from '../contract/accounts.ts'
import { listConversations } from '../contract/conversations.ts'
import { fileUpload } from '../contract/files.ts'
import { frameCodes } from '../contract/frame-codes.ts'
import { findDirect } from '../contract/messages.ts'
import { pushKey } from '../contract/push.ts'
import { idOf, password, people, tokenOf } from './people.ts'
import type { Cast } from './people.ts'
import { openMany, openRawSocket, textFrame } from './raw-socket.ts'
import type { RawSocket } from './raw-socket.ts'

export type CompanyJob = { origin: string; cast: Cast; run: string; seconds: number }
/** What was done, and what of it was refused or not answered. */
export type CompanyResult = { acts: number; failed: number }

/** What all of them do in a second. */
const perSecond = { messages: 100, histories: 20, lists: 5, returns: 10, logins: 2, files: 2 }
/** The second half of a thousand people in pairs; the first half is `direct` with 500 senders. */
const from = 1000
const pairs = 250

/**
 * What else people do while others chat: they type, write, and read what they got, look into histories, come back,
 * log in, send a file.
 */
export async function company({ origin, cast, run, seconds }: CompanyJob): Promise<CompanyResult> {
  const total = { acts: 0, failed: 0 }
  const until = performance.now() + seconds * 1000
  const write = (socket: RawSocket | undefined, code: number, data: object) => {
    total.acts += 1
    socket?.write(textFrame(JSON.stringify({ code, data })))
  }
  const lines = await openMany(pairs * 2, async index => {
    const [own, other] = [from + index, from + (index ^ 1)]
    const line = await openRawSocket({
      origin,
      path: `/cnbi.io/?Authorization=${tokenOf(own)}&v=1`,
      onFrame: code => {
        if (code === frameCodes.refused) total.failed += 1
        if (code !== frameCodes.direct) return
        const readUntil = {
          miniType: frameCodes.direct,
          senderId: idOf(cast, other),
          receiverId: idOf(cast, own),
          endTime: Date.now(),
        }
        write(line, frameCodes.readUntil, readUntil)
      },
    })
    return line
  })

  async function ask(path: string, init: RequestInit, index: number): Promise<void> {
    total.acts += 1
    const headers = {
      authorization: tokenOf(index),
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) bench',
      ...init.headers,
    }
    try {
      const answer = await fetch(origin + path, { ...init, headers })
      const { code } = (await answer.json()) as { code: number }
      if (code !== 200) total.failed += 1
    } catch {
      total.failed += 1
    }
  }

  /** Does something so many times a second, without waiting for it. */
  async function every(rate: number, act: (number: number) => unknown): Promise<void> {
    const start = performance.now()
    for (let number = 0; ; number++) {
      const at = start + (number / rate) * 1000
      if (at > until) return
      await wait(Math.max(0, at - performance.now()))
      void act(number)
    }
  }

  const chat = (number: number) => {
    const index = number % (pairs * 2)
    const [senderId, receiverId] = [idOf(cast, from + index), idOf(cast, from + (index ^ 1))]
    write(lines[index], frameCodes.typing, { senderId, receiverId, miniType: frameCodes.direct })
    write(lines[index], frameCodes.direct, {
      id: `${run}-${number}`,
      senderId,
      receiverId,
      type: 1,
      content: '下午三点开会，地点不变。',
    })
  }
  const readHistory = (number: number) => {
    const index = from + (number % (pairs * 2))
    const body = JSON.stringify({ senderId: idOf(cast, index), receiverId: idOf(cast, index ^ 1), page: 1, size: 20 })
    return ask(findDirect.path, { method: 'POST', headers: { 'content-type': 'application/json' }, body }, index)
  }
  const sendFile = (number: number) => {
    const body = new FormData()
    body.set('file', new Blob([Buffer.alloc(50_000, 'Hongyan ')]), 'notes.txt')
    return ask(fileUpload.path, { method: 'POST', body }, from + number)
  }
  const logIn = (number: number) =>
    ask(
      `${login.path}?account=bench${people.logins + (number % people.loginCount)}&password=${password}`,
      { method: 'POST' },
      0,
    )

  await Promise.all([
    every(perSecond.messages, chat),
    every(perSecond.histories, readHistory),
    every(perSecond.lists, number =>
      ask(`${listConversations.path}?userId=${idOf(cast, from + number)}`, {}, from + number),
    ),
    every(perSecond.returns, number =>
      ask(pushKey.path, {}, people.mixedReturning + (number % people.mixedReturningCount)),
    ),
    every(perSecond.logins, logIn),
    every(perSecond.files, sendFile),
  ])
  await wait(300)
  for (const line of lines) line.close()
  return total
}
