import { emptyLog } from './cache.ts'
import type { Cache, Log } from './cache.ts'
import type { ConversationKey } from './conversation-key.ts'
import type { Face } from './facts.ts'
import { isEmptyDraft } from './kept-draft.ts'
import type { KeptDraft } from './kept-draft.ts'
import { changesToKeep, withChanges, withReading } from './log.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { quoting } from './quote.ts'
import { newerOf } from './row.ts'
import type { Row, SessionRow } from './row.ts'
import { spanAt } from './spans.ts'

/** The cache of a browser that keeps nothing: the same promises until the page is closed. */
export function createMemoryCache(): Cache {
  const logs = new Map<ConversationKey, { log: Log; rows: Map<number, Row> }>()
  const drafts = new Map<ConversationKey, KeptDraft>()
  const chosen = new Map<ConversationKey, File[]>()
  const faces = new Map<number, Face>()
  const outbox = new Map<string, OutboxEntry>()
  const answers = new Map<string, unknown>()
  let sessions: readonly SessionRow[] = []

  function held(key: ConversationKey) {
    const known = logs.get(key) ?? { log: emptyLog(key), rows: new Map<number, Row>() }
    logs.set(key, known)
    return known
  }

  return {
    log: async key => held(key).log,
    logs: async () => [...logs.values()].map(({ log }) => log),
    async rows(key, [from, to]) {
      const { log, rows } = held(key)
      return {
        rows: [...rows.values()].filter(row => row.seq >= from && row.seq <= to).sort((a, b) => a.seq - b.seq),
        log,
      }
    },
    findRow: async (key, id) => [...held(key).rows.values()].find(row => row.id === id),
    async keep(key, reading) {
      const known = held(key)
      for (const row of reading.rows) known.rows.set(row.seq, newerOf(known.rows.get(row.seq), row))
      known.log = withReading(known.log, reading)
      for (const seq of known.rows.keys()) if (!spanAt(known.log.spans, seq)) known.rows.delete(seq)
      return known.log
    },
    async change(key, reading) {
      const known = held(key)
      const kept = changesToKeep(known.log, reading.rows)
      for (const row of kept) known.rows.set(row.seq, newerOf(known.rows.get(row.seq), row))
      for (const [seq, row] of known.rows) known.rows.set(seq, kept.reduce(quoting, row))
      return (known.log = withChanges(known.log, kept, reading))
    },
    forgetLog: async key => {
      logs.delete(key)
    },

    sessions: async () => [...sessions],
    keepSessions: async rows => {
      sessions = rows
    },
    faces: async () => [...faces.values()],
    keepFaces: async given => {
      for (const face of given) faces.set(face.id, face)
    },
    drafts: async () => [...drafts].map(([key, draft]) => ({ key, ...draft })),
    keepDraft: async (key, draft) => {
      if (isEmptyDraft(draft)) drafts.delete(key)
      else drafts.set(key, draft)
    },
    chosenFiles: async key => chosen.get(key) ?? [],
    keepChosenFiles: async (key, files) => {
      chosen.set(key, [...files])
    },
    outbox: async () => [...outbox.values()].sort((a, b) => a.order - b.order),
    keepEntry: async entry => {
      outbox.set(entry.id, entry)
    },
    dropEntry: async id => {
      outbox.delete(id)
    },
    answer: async name => answers.get(name),
    keepAnswer: async (name, answer) => {
      answers.set(name, answer)
    },

    destroy: async () => {
      for (const store of [logs, drafts, chosen, faces, outbox, answers]) store.clear()
      sessions = []
    },
    close: () => undefined,
  }
}
