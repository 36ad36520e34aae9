import type { Cache } from './cache.ts'
import type { Fact } from './facts.ts'
import type { Hub } from './hub.ts'

type RowsFact = Extract<Fact, { type: 'rows' }>
type Needs = { cache: Cache; hub: Hub; fault(error: unknown): void; onGap(key: RowsFact['key']): void }

/** Writes what this tab learns into the cache, in its order and many at once, and notices where rows are missing. */
export function createCacheWriter({ cache, hub, fault, onGap }: Needs) {
  let queue: Fact[] = []
  let writing: Promise<void> | undefined

  async function write(fact: Fact): Promise<void> {
    switch (fact.type) {
      case 'rows': {
        const log = await cache.keep(fact.key, fact)
        if (fact.isLive && log.spans.length > 1) onGap(fact.key)
        return
      }
      case 'changes':
        await cache.change(fact.key, fact)
        return
      case 'positions':
        await cache.keep(fact.key, { rows: [], positions: fact.positions })
        return
      case 'sessions':
        return cache.keepSessions(fact.rows)
      case 'faces':
        return cache.keepFaces(fact.faces)
      case 'draft':
        return cache.keepDraft(fact.key, fact.draft)
    }
  }

  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      const facts = joined(queue)
      queue = []
      for (const fact of facts) await write(fact).catch(fault)
    }
  }

  const stop = hub.keep(fact => {
    queue.push(fact)
    writing ??= Promise.resolve()
      .then(writeAll)
      .finally(() => {
        writing = undefined
      })
  })

  return {
    /** Resolves when everything that was published before is written. */
    kept: async (): Promise<void> => {
      while (writing) await writing
    },
    stop,
  }
}

/** Pushed messages that follow on each other are written together. */
function joined(facts: readonly Fact[]): Fact[] {
  const list: Fact[] = []
  for (const fact of facts) {
    const last = list.at(-1)
    if (fact.type === 'rows' && last?.type === 'rows' && follows(last, fact)) {
      list[list.length - 1] = {
        ...last,
        rows: [...last.rows, ...fact.rows],
        span: [last.span?.[0] ?? 0, fact.span?.[1] ?? 0],
      }
    } else {
      list.push(fact)
    }
  }
  return list
}

const follows = (one: RowsFact, next: RowsFact) =>
  one.isLive && next.isLive && one.key === next.key && one.span && next.span && next.span[0] === one.span[1] + 1
