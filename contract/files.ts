import { z } from 'zod'
import { call } from './call.ts'
import { Id, Whole } from './scalars.ts'

/** The last part of a `thumbUrl` that is the sign for what cannot be drawn. */
export const fileSign = 'file-sign.svg'

/** An uploaded file, as the upload's answer and a message's `file` carry it. URLs are absolute and need no header. */
export const FileInfo = z
  .object({
    id: z.int(),
    /** The name it was uploaded under. */
    text: z.string(),
    hdUrl: z.string(),
    type: z.null(),
    /**
     * Image: a thumbnail. Video: a poster. Sound: the file itself. Anything else, and an image that is too large to be
     * shrunk: a fixed sign.
     */
    thumbUrl: z.string(),
    /** **+** Of a thumbnail that moves, the one that stands still. */
    stillUrl: z.string().nullable(),
    /** Bytes. */
    size: z.int(),
    /** Seconds, of voice and video; 0 for anything else. */
    playTime: z.int(),
    /** The extension, lower case, without a dot. */
    category: z.string(),
  })
  .meta({ id: 'FileInfo' })

export const fileUpload = call({
  method: 'POST',
  path: '/api/file_upload',
  tag: 'File',
  summary: '文件上传',
  weight: 10,
  description: 'multipart/form-data with the part `file`, before or after the fields.',
  acting: 'userId',
  multipart: true,
  body: z.object({ userId: Id.optional(), size: Whole(0, 2 ** 53 - 1).optional() }),
  reply: FileInfo,
  says: '上传成功',
  failures: [
    'viewer.mismatch',
    'file.missing',
    'file.broken',
    'file.tooLarge',
    'file.typeRefused',
    'request.unsupportedType',
    'server.storageAway',
    'request.tooMany',
    'file.tooManyUnsent',
    'file.tooManyKept',
  ],
})

export const openFile = call({
  method: 'GET',
  path: '/files/:name',
  tag: 'File',
  summary: '下载文件',
  weight: 0,
  description: 'Range, ETag. The name is unguessable and is all that is needed.',
  access: 'public',
  answers: 'file',
  params: z.object({ name: z.string().max(200) }),
  reply: z.null(),
  says: '下载',
  failures: ['file.unknown'],
})

/** Picture of the conversation with oneself. */
export const ownAvatar = '/avatars/assistant-transfer.svg'

/** Picture of the assistant that brings applications for friendship. */
export const friendsAvatar = '/avatars/assistant-friends.svg'

export const openAvatar = call({
  method: 'GET',
  path: '/avatars/:name',
  tag: 'File',
  summary: '默认头像',
  weight: 0,
  description:
    'The drawn picture (SVG) of who or what has no picture of its own, of the assistants, and of the conversation with oneself.',
  access: 'public',
  answers: 'file',
  params: z.object({ name: z.string().max(100) }),
  reply: z.null(),
  says: '下载',
  failures: ['file.unknown'],
})
