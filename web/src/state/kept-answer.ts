import type { Ref } from 'vue'
import type { Cache } from '../sync/cache.ts'

type Kept = Pick<Cache, 'answer' | 'keepAnswer'>
type Read<Value> = { value: Ref<Value | undefined>; load(): Promise<void> }

/**
 * What is read from the server and kept on this device: until the server has answered, or while it is away, what it
 * said last is shown.
 */
export function createKept<Value, Made extends Read<Value>>(
  { cache, name, read }: { cache: Kept; name: string; read(): Promise<Value> },
  make: (read: () => Promise<Value>) => Made,
): Made {
  let hasLooked = false
  const made = make(async () => {
    const answer = await read()
    // Where nothing can be kept, it is read again.
    cache.keepAnswer(name, answer).catch(() => undefined)
    return answer
  })

  async function showKept(): Promise<void> {
    const kept = (await cache.answer(name).catch(() => undefined)) as Value | undefined
    if (kept !== undefined) made.value.value ??= kept
  }

  return {
    ...made,
    load(): Promise<void> {
      if (!hasLooked) void showKept()
      hasLooked = true
      return made.load()
    },
  }
}
