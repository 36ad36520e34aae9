import type { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Found, Question } from '../search.ts'
import { isPassing } from './passing.ts'
import { isSpoilt, openSearchFile } from './search-file.ts'
import { createSearchFinder } from './search-finder.ts'
import { createSearchIndex } from './search-index.ts'

/*
 * The thread of the search: brings the index up to the log in small steps and answers questions between them. It reads
 * what was committed, so nothing waits for it, and a question first brings its own conversations up to date: a message
 * is found at once, however far the rest of the index is.
 */

/** Conversations that have something new and how many writes that were, or a question. */
export type ToSearch = { touched: number[], writes: number } | { id: number, question: Question }
export type FromSearch = { id: number } & ({ found: Found } | { unavailable: string } | { fault: Error })

/** ms until the next try where the disk is full. */
const retryAfter = 1000

/** Writes at a time from which on the server is busy: then each step is followed by a rest of so many times as long, so that sends have the cores. */
const busyFrom = 100
const restFactor = 4
/** ms after which what was said of the load is old. */
const loadIsNews = 300

if (parentPort) serve(parentPort, (workerData as { folder: string }).folder)

function serve(port: MessagePort, folder: string): void {
  let parts = openParts(openSearchFile(folder))
  const behind = new Set(parts.index.behind())
  let isWorking = false
  let busyAt = -Infinity

  port.on('message', (message: ToSearch) => {
    if ('question' in message) return port.postMessage({ id: message.id, ...answer(message.question) } satisfies FromSearch)
    for (const id of message.touched) behind.add(id)
    if (message.writes >= busyFrom) busyAt = performance.now()
    work()
  })
  work()

  function work(took = 0): void {
    if (isWorking || behind.size === 0) return
    isWorking = true
    if (took > 0 && performance.now() - busyAt < loadIsNews) setTimeout(step, took * restFactor)
    else setImmediate(step)
  }

  function step(): void {
    isWorking = false
    const start = performance.now()
    try {
      parts.index.step(behind)
      work(performance.now() - start)
    } catch (error) {
      if (isSpoilt(error)) startOver()
      else if (!isPassing(error)) throw error
      isWorking = true
      setTimeout(step, retryAfter)
    }
  }

  function answer(question: Question): { found: Found } | { unavailable: string } | { fault: Error } {
    try {
      bringUp(question.places.map(place => place.conversationId))
      return { found: parts.finder.find(question) }
    } catch (error) {
      if (isSpoilt(error)) {
        startOver()
        work()
        return { unavailable: 'the index of the search is being made anew' }
      }
      return isPassing(error) ? { unavailable: (error as Error).message } : { fault: error as Error }
    }
  }

  /** Where the disk is full, what is in the index already is still found. */
  function bringUp(conversationIds: readonly number[]): void {
    try {
      for (const own = new Set(parts.index.behindAmong(conversationIds)); own.size > 0;) parts.index.step(own)
    } catch (error) {
      if (!isPassing(error)) throw error
    }
  }

  function startOver(): void {
    parts.db.close()
    parts = openParts(openSearchFile(folder, { anew: true }))
    for (const id of parts.index.behind()) behind.add(id)
  }
}

function openParts(db: DatabaseSync) {
  return { db, index: createSearchIndex(db), finder: createSearchFinder(db) }
}
