import { z } from 'zod'
import { call } from './call.ts'
import { signsOf } from './graphemes.ts'
import { limits } from './limits.ts'
import { emojiOf, Line, Time } from './scalars.ts'

/** What somebody says of themselves for a while. `emoji` or `text` may be empty, not both. */
export const Status = z
  .object({
    userId: z.int(),
    emoji: z.string(),
    text: z.string(),
    /** Unix ms from which there is none any more; null: until it is taken back. */
    endTime: z.int().nullable(),
  })
  .meta({ id: 'Status' })

/** Whether a text has more signs, as people see them, than a status may have. */
function isTooLong(text: string): boolean {
  return signsOf(text).drop(limits.statusSigns).next().done === false
}

export const setStatus = call({
  method: 'PUT',
  path: '/api/set_status',
  tag: 'People',
  summary: '设置个人状态',
  // Everybody of a company may have to be told.
  weight: 100,
  description:
    'An emoji, words or both, which are in place of what was there; neither takes it away. `endTime` is by the time of this server (`client_settings`): from then on nobody '
    + 'is told of it any more, whoever is connected. Who may see the card, and is connected, is told (3003, `status`).',
  body: z.object({
    emoji: z
      .string({ error: '应为一个表情' })
      .max(limits.reactionLength, '应为一个表情')
      .transform(text => (text === '' || text.startsWith('[') ? text : emojiOf(text)))
      .pipe(z.string({ error: '应为一个表情' }).refine(text => !text.startsWith('['), '应为一个表情'))
      .default(''),
    text: Line(limits.statusLength)
      .refine(text => !isTooLong(text), `最多 ${limits.statusSigns} 个字`)
      .default(''),
    endTime: Time.nullish(),
  }),
  reply: Status.nullable(),
  says: '设置成功',
  failures: ['status.ended'],
})

export const findStatuses = call({
  method: 'GET',
  path: '/api/find_status',
  tag: 'People',
  summary: '查看个人状态',
  weight: 2,
  description:
    'What those of `ids` say of themselves who are colleagues or friends of the viewer, or the viewer; at most 500. What has ended is not there.',
  query: z.object({
    ids: z
      .string({ error: '应为用逗号隔开的用户 id' })
      .regex(/^\d{1,15}(,\d{1,15}){0,499}$/, '应为用逗号隔开的用户 id，最多 500 个')
      .transform(text => text.split(',').map(Number)),
  }),
  reply: z.array(Status),
  says: '查询成功',
  failures: [],
})
