import { createLatencies } from './latencies.ts'
import type { Latency } from './latencies.ts'
import { people, tokenOf } from './people.ts'
import { getRequest, openRawHttp } from './raw-http.ts'
import { common, conversationOf, corpus, planted, sampled, textOf } from './search-texts.ts'

export type SearchJob = { origin: string }
export type SearchResult = {
  questions: number
  hits: number
  found: number
  all: Latency
  commonest: Latency
  deep: Latency
}

const rounds = 3
const pageSize = 200
/** Hits that are looked at one by one; of words with more, the newest ones. */
const mostCompared = 2000
/** As the server promises to count. */
const mostCounted = 10_000

/** Questions of a person with 300 conversations, compared with a scan of everything they can read. */
export async function searchMessages({ origin }: SearchJob): Promise<SearchResult> {
  const connection = await openRawHttp(origin)
  const times = { all: createLatencies(), commonest: createLatencies(), deep: createLatencies() }
  const readable = Array.from({ length: corpus.messages }, (_, index) => index)
    .filter(index => conversationOf(index) < corpus.readable)
    .map(index => ({ id: `search-${index}`, text: textOf(index).toLowerCase() }))
  const ask = async (keyword: string, page: number, size: number) => {
    const start = performance.now()
    const { status, body } = await connection.request(
      getRequest(
        origin,
        tokenOf(people.searcher),
        `/api/search_msg?keyword=${encodeURIComponent(keyword)}&page=${page}&size=${size}`,
      ),
    )
    if (status !== 200) throw new Error(`The server answered ${status} to ${keyword}`)
    return {
      took: performance.now() - start,
      answer: JSON.parse(body.toString()) as { data: { totalElements: number; data: { id: string }[] } },
    }
  }

  const keywords = [...planted, ...common, ...sampled(90)]
  let hits = 0
  let found = 0
  for (const keyword of keywords) {
    const word = keyword.replaceAll('"', '').toLowerCase()
    const expected = readable.filter(({ text }) => text.includes(word)).map(({ id }) => id)
    const { totalElements } = (await ask(keyword, 1, 20)).answer.data
    if (totalElements !== Math.min(expected.length, mostCounted))
      throw new Error(`${keyword}: ${totalElements} counted, ${expected.length} are there`)
    const newest = expected.slice(-mostCompared)
    const got = new Set<string>()
    for (let page = 1; (page - 1) * pageSize < newest.length; page++)
      for (const { id } of (await ask(keyword, page, pageSize)).answer.data.data) got.add(id)
    hits += newest.length
    found += newest.filter(id => got.has(id)).length
  }
  for (let round = 0; round < rounds; round++) {
    for (const keyword of keywords) times.all.add((await ask(keyword, 1, 20)).took)
    for (const keyword of common)
      for (let again = 0; again < 10; again++) times.commonest.add((await ask(keyword, 1, 20)).took)
    for (const keyword of common) times.deep.add((await ask(keyword, 400, 20)).took)
  }
  connection.close()
  return {
    questions: keywords.length,
    hits,
    found,
    all: times.all.summary(),
    commonest: times.commonest.summary(),
    deep: times.deep.summary(),
  }
}
