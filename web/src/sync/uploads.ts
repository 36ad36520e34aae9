import type { Api } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import type { UploadedFile } from '../api/upload.ts'
import { createBackOff, waitAfter } from './back-off.ts'
import type { Hub } from './hub.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { WakeUp } from './wake-up.ts'

type Needs = {
  upload: Api['upload']
  hub: Hub
  wakeUp: WakeUp
  waits: { first: number; most: number }
  onDone(id: string, file: UploadedFile): Promise<void>
  onRefused(id: string, failure: ApiFailure): Promise<void>
  /** Whether the upload is still to be made. */
  isWanted(id: string): boolean
}

/** Uploads at once. */
const atOnce = 2
/** ms between two words on progress. */
const progressPause = 100

/** Uploads the files of messages, from the start again where one broke off. */
export function createUploads({ upload, hub, wakeUp, waits, onDone, onRefused, isWanted }: Needs) {
  const running = new Map<string, AbortController>()
  const queue: OutboxEntry[] = []

  function progressOf(id: string): (share: number) => void {
    let toldAt = -Infinity
    return share => {
      if (share < 1 && performance.now() - toldAt < progressPause) return
      toldAt = performance.now()
      hub.publish({ type: 'uploadProgress', id, share })
    }
  }

  async function run(entry: OutboxEntry, abort: AbortController): Promise<void> {
    const backOff = createBackOff(waits)
    while (isWanted(entry.id) && !abort.signal.aborted && entry.file) {
      try {
        const file = await upload(entry.file.blob, entry.file.name, {
          onProgress: progressOf(entry.id),
          signal: abort.signal,
        })
        return await onDone(entry.id, file)
      } catch (error) {
        if (abort.signal.aborted) return
        const failure = error instanceof ApiFailure ? error : new ApiFailure(0, String(error))
        if (failure.code === 401) return
        if (!failure.mayPass || (failure.code === 500 && backOff.failures() >= 5)) return onRefused(entry.id, failure)
        await wakeUp.after(waitAfter(failure, backOff))
      }
    }
  }

  function next(): void {
    while (running.size < atOnce && queue.length > 0) {
      const entry = queue.shift()
      if (!entry || !isWanted(entry.id)) continue
      const abort = new AbortController()
      running.set(entry.id, abort)
      void run(entry, abort).finally(() => {
        if (running.get(entry.id) === abort) running.delete(entry.id)
        next()
      })
    }
  }

  return {
    /** Once for each message, however often it is called. */
    start(entry: OutboxEntry): void {
      if (running.has(entry.id) || queue.some(({ id }) => id === entry.id)) return
      queue.push(entry)
      next()
    },
    cancel(id: string): void {
      running.get(id)?.abort()
    },
    stop(): void {
      queue.length = 0
      for (const abort of running.values()) abort.abort()
    },
  }
}
