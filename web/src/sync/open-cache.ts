import type { Cache } from './cache.ts'
import { openIndexedCache } from './indexed-cache.ts'
import { createMemoryCache } from './memory-cache.ts'

/** ms that a browser may take to open its storage; some never do. */
const patience = 3000

/** The cache of an account; in memory where the browser keeps nothing. */
export async function openCache(account: string): Promise<Cache> {
  if (typeof indexedDB === 'undefined') return createMemoryCache()
  let timer: ReturnType<typeof setTimeout> | undefined
  const givenUp = new Promise<Cache>(resolve => {
    timer = setTimeout(() => resolve(createMemoryCache()), patience)
  })
  return Promise.race([openIndexedCache(account).catch(createMemoryCache), givenUp]).finally(() => clearTimeout(timer))
}
