import { searchMsg } from '../../../contract/search.ts'
import { route } from '../../lib/route.ts'
import { rowsFor } from '../messages/wire-existing.ts'
import type { Search } from './search.ts'

export const searchRoutes = (search: Search) => [
  route(searchMsg, async ask =>
    rowsFor(ask).page(await search.messages(ask.viewer, ask.query, ask.url), hit =>
      hit.miniType === 1100 ? 'direct' : 'group',
    ),
  ),
]
