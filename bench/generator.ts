import { bareLoad } from './bare.ts'
import type { BareJob, BareResult } from './bare.ts'
import { company } from './company.ts'
import type { CompanyJob, CompanyResult } from './company.ts'
import { groupFanout } from './fanout.ts'
import type { FanoutJob, FanoutResult } from './fanout.ts'
import { readHistory } from './history.ts'
import type { HistoryJob, HistoryResult } from './history.ts'
import { httpSends } from './http-load.ts'
import type { HttpJob, HttpResult } from './http-load.ts'
import { idleSockets } from './idle.ts'
import type { IdleJob, IdleResult } from './idle.ts'
import { directLoad } from './load.ts'
import type { LoadJob, LoadResult } from './load.ts'
import { readPages } from './pages.ts'
import type { PagesJob, PagesResult } from './pages.ts'
import { readLists } from './read-list.ts'
import type { ReadListJob, ReadListResult } from './read-list.ts'
import { searchMessages } from './search.ts'
import type { SearchJob, SearchResult } from './search.ts'
import { upload } from './uploads.ts'
import type { UploadJob, UploadResult } from './uploads.ts'

/** Everything the generator can do, with what it is told and what it answers. */
export type Jobs = {
  company: { job: CompanyJob; result: CompanyResult }
  bare: { job: BareJob; result: BareResult }
  direct: { job: LoadJob; result: LoadResult }
  fanout: { job: FanoutJob; result: FanoutResult }
  idle: { job: IdleJob; result: IdleResult }
  http: { job: HttpJob; result: HttpResult }
  history: { job: HistoryJob; result: HistoryResult }
  search: { job: SearchJob; result: SearchResult }
  readList: { job: ReadListJob; result: ReadListResult }
  pages: { job: PagesJob; result: PagesResult }
  upload: { job: UploadJob; result: UploadResult }
}

const kinds: { [Kind in keyof Jobs]: (job: Jobs[Kind]['job']) => Promise<Jobs[Kind]['result']> } = {
  bare: bareLoad,
  company,
  direct: directLoad,
  fanout: groupFanout,
  idle: idleSockets,
  http: httpSends,
  history: readHistory,
  search: searchMessages,
  readList: readLists,
  pages: readPages,
  upload,
}

// A process of its own for each job: the generator's memory and CPU are never the server's, nor the last job's.
process.once('message', (message: { kind: keyof Jobs; job: never }) => {
  void kinds[message.kind](message.job).then(result => {
    process.send?.(result, () => process.exit())
  })
})
