import type { z } from 'zod'
import type { Entry as WireEntry } from '../../../contract/directory.ts'
import { frameCodes } from '../../../contract/frame-codes.ts'
import type { PushedNotice } from '../../../contract/frames.ts'
import type { ModuleNotice } from '../../../contract/modules.ts'
import { faceUrl } from '../../lib/avatar.ts'
import type { Url } from '../../lib/route.ts'
import type { Entry, Notice, ReceivedNotice } from '../../store/modules.ts'

/** On the wire 1 is unread and 2 is read. */
const unread = 1
const read = 2
export const isReadState = (state: number) => state === read

/** Whether tickets are given to the origin of this address. */
type MayHaveTicket = (address: string) => boolean

export const noticeWire = (
  { isRead, ...notice }: ReceivedNotice,
  mayHaveTicket: MayHaveTicket,
  url: Url,
): z.output<typeof ModuleNotice> => ({
  id: notice.id,
  code: notice.code,
  moduleId: notice.moduleId,
  actionText: notice.actionText,
  senderName: notice.module.name,
  avatar: faceUrl(url, notice.module),
  content: notice.content,
  url: notice.url,
  ticket: notice.url !== null && mayHaveTicket(notice.url) ? 1 : 0,
  sendTime: notice.sentAt,
  state: isRead ? read : unread,
})

/** Data of frame 11021. */
export const pushedNoticeWire = (
  notice: Notice,
  mayHaveTicket: MayHaveTicket,
  url: Url,
): z.output<typeof PushedNotice> => ({
  ...noticeWire({ ...notice, isRead: false }, mayHaveTicket, url),
  miniType: frameCodes.moduleNotice,
})

export const entryWire = (entry: Entry, mayHaveTicket: MayHaveTicket, url: Url): z.output<typeof WireEntry> => ({
  id: entry.id,
  text: entry.name,
  avatar: faceUrl(url, entry),
  redirect: entry.redirect,
  ticket: mayHaveTicket(entry.redirect) ? 1 : 0,
})
