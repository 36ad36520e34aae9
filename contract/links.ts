import { z } from 'zod'
import { call } from './call.ts'

/** What a page of the internet says of itself: texts of one line each, empty where it says nothing. */
export const LinkPreview = z
  .object({
    title: z.string(),
    description: z.string(),
    /** The site's name, or its host. */
    site: z.string(),
    /** A small picture as a `data:` address. */
    picture: z.string(),
  })
  .meta({ id: 'LinkPreview' })

export const previewLink = call({
  method: 'GET',
  path: '/api/preview_link',
  tag: 'Message',
  summary: '链接预览',
  weight: 10,
  isAbroad: true,
  description:
    'What the page at `url` says of itself, for who is shown a link to it; null where there is nothing to say, or it cannot be had. The server asks for the page, and no client does. '
    + 'Only where an administrator has turned it on (`HONGYAN_LINK_PREVIEWS`, `linkPreviews` of `client_settings`).',
  query: z.object({
    url: z
      .string({ error: '应为 http 或 https 地址' })
      .max(2000, '应为 http 或 https 地址')
      .refine(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), '应为 http 或 https 地址'),
  }),
  reply: LinkPreview.nullable(),
  says: '查询成功',
  failures: ['link.off', 'request.tooMany'],
})
