import { z } from 'zod'
import { call } from './call.ts'

/** What a client must know of how this server is set up. */
export const ClientSettings = z
  .object({
    /** The server's time, in Unix ms: clocks of devices are wrong, and what is too old is so by this one. */
    time: z.int(),
    /** ms in which the sender may recall, and edit, a message. */
    recallWindow: z.int(),
    editWindow: z.int(),
    /** Bytes of an uploaded file. */
    fileBytes: z.int(),
    /** Characters of a message's text. */
    messageLength: z.int(),
    /** Whether the viewer is an administrator of the system. */
    isAdmin: z.boolean(),
    /** Whether links are shown with what their pages say of themselves (`preview_link`). */
    linkPreviews: z.boolean(),
  })
  .meta({ id: 'ClientSettings' })

export const clientSettings = call({
  method: 'GET',
  path: '/api/client_settings',
  tag: 'Login',
  summary: '客户端要知道的服务器设置',
  description:
    'The bounds that this server is set to, and its time. They change with a restart: ask after every connection.',
  reply: ClientSettings,
  says: '查询成功',
  failures: [],
})
