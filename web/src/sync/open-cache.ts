import type { Cache } from './cache.ts'
import { openIndexedCache } from './indexed-cache.ts'
import { createMemoryCache } from './memory-cache.ts'

/** The cache of an account; in memory where the browser keeps nothing. */
export async function openCache(account: string): Promise<Cache> {
  if (typeof indexedDB === 'undefined') return createMemoryCache()
  return openIndexedCache(account).catch(createMemoryCache)
}
