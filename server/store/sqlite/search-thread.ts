import type { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Found, Question } from '../search.ts'
import { isTransient } from './transient-errors.ts'
import { createSearchErasure } from './search-erasure.ts'
import { isSpoilt, openSearchFile } from './search-file.ts'
import { createSearchFinder } from './search-finder.ts'
import { createSearchIndex } from './search-index.ts'

/*
 * The thread of the search: brings the index up to the log in small steps and answers questions between them. It reads
 * what was committed, so nothing waits for it, and a question first brings its own conversations up to date: a message
 * is found at once, however far the rest of the index is.
 */

/** Conversations that have something new and how many writes that were, or a question. */
export type ToSearch = { touched: number[]; writes: number } | { id: number; question: Question }
export type FromSearch = { id: number } & ({ found: Found } | { unavailable: string } | { fault: Error })

/** ms until the next try where the disk is full. */
const retryAfter = 1000

/**
 * Writes at a time from which on the server is busy: then each step is followed by a rest of so many times as long, so
 * that sends have the cores.
 */
const busyFrom = 100
const restFactor = 4
/** ms after which what was said of the load is old. */
const loadIsNews = 300

/** ms after an erasure until its words are taken out of the file, so that one time is enough for many. */
const erasureDelay = 1000
/** Taking words out writes the whole index anew: the rest after it is so many times as long as the work was. */
const erasureRest = 100
/** ms */
const leastRest = 10

/** `textsBudget`: see `createSearchFinder`. */
export type SearchThreadData = { folder: string; textsBudget: number | undefined }

if (parentPort) serve(parentPort, workerData as SearchThreadData)

function serve(port: MessagePort, { folder, textsBudget }: SearchThreadData): void {
  let parts = openParts(openSearchFile(folder), textsBudget)
  const behind = new Set(parts.index.behind())
  let isWorking = false
  let busyAt = -Infinity
  let erasing: NodeJS.Timeout | undefined
  let eraseNext = 0

  port.on('message', (message: ToSearch) => {
    if ('question' in message) {
      port.postMessage({ id: message.id, ...answer(message.question) } satisfies FromSearch)
      return work()
    }
    for (const id of message.touched) behind.add(id)
    if (message.writes >= busyFrom) busyAt = performance.now()
    work()
  })
  work()

  function work(took = 0): void {
    if (parts.erasure.isDue()) erasing ??= setTimeout(erase, Math.max(erasureDelay, eraseNext - performance.now()))
    if (isWorking || behind.size === 0) return
    isWorking = true
    if (took > 0 && isBusy()) setTimeout(step, took * restFactor)
    else setImmediate(step)
  }

  function isBusy(): boolean {
    return performance.now() - busyAt < loadIsNews
  }

  /** Nobody waits for it: it rests after each step, also where there is little to do, and longer under load. */
  function erase(worked = 0): void {
    const start = performance.now()
    let isDone = false
    let rest = retryAfter
    try {
      isDone = parts.erasure.step()
      rest = Math.max(leastRest, (performance.now() - start) * (isBusy() ? restFactor : 1))
    } catch (error) {
      if (isSpoilt(error)) startOver()
      else if (!isTransient(error)) throw error
    }
    const total = worked + performance.now() - start
    erasing = isDone ? undefined : setTimeout(erase, rest, total)
    if (!isDone) return
    eraseNext = performance.now() + total * erasureRest
    work()
  }

  function step(): void {
    isWorking = false
    const start = performance.now()
    try {
      parts.index.step(behind)
      work(performance.now() - start)
    } catch (error) {
      if (isSpoilt(error)) startOver()
      else if (!isTransient(error)) throw error
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
      return isTransient(error) ? { unavailable: (error as Error).message } : { fault: error as Error }
    }
  }

  /** Where the disk is full, what is in the index already is still found. */
  function bringUp(conversationIds: readonly number[]): void {
    try {
      for (const own = new Set(parts.index.behindAmong(conversationIds)); own.size > 0;) parts.index.step(own)
    } catch (error) {
      if (!isTransient(error)) throw error
    }
  }

  function startOver(): void {
    parts.db.close()
    parts = openParts(openSearchFile(folder, { anew: true }), textsBudget)
    for (const id of parts.index.behind()) behind.add(id)
  }
}

function openParts(db: DatabaseSync, textsBudget: number | undefined) {
  const erasure = createSearchErasure(db)
  return { db, erasure, index: createSearchIndex(db, erasure), finder: createSearchFinder(db, textsBudget) }
}
