import { searchMsg } from '../../../contract/search.ts'
import { route } from '../../lib/route.ts'
import type { Search } from './search.ts'

export const searchRoutes = (search: Search) => [
  route(searchMsg, ({ viewer, query, url }) => search.messages(viewer, query, url)),
]
