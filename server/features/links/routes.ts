import { previewLink } from '../../../contract/links.ts'
import { route, type Route } from '../../lib/route.ts'
import type { Links } from './links.ts'

export const linkRoutes = (links: Links): Route[] => [
  route(previewLink, ({ viewer, query }) => links.preview(viewer.user.id, query.url)),
]
