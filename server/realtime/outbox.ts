import type { LiveSocket } from './socket.ts'
import type { Batch } from './write-batch.ts'

type Needs = {
  /** Bytes that may wait for one client. */
  bound: number
  /** Called once for a client that does not read; it gets nothing more. */
  tooSlow(socket: LiveSocket): void
}

export type Outbox = ReturnType<typeof createOutbox>

/** Writes what sockets are to get, in order, in one write per socket and turn of the event loop. */
export function createOutbox({ bound, tooSlow }: Needs) {
  const early = bound / 4
  let root = emptyBatch()
  let dirty: LiveSocket[] = []

  function write(socket: LiveSocket): void {
    const batch = socket.waiting
    socket.waiting = undefined
    if (!batch || !socket.isOpen) return
    const held = socket.raw.writableLength
    if (held > 0 && held + batch.bytes > bound) tooSlow(socket)
    else socket.raw.write(joined(batch))
  }

  function flush(): void {
    const sockets = dirty
    dirty = []
    root = emptyBatch()
    for (const socket of sockets) write(socket)
  }

  return {
    /** A whole frame, as `encodeFrame` makes it; the buffer must never change. */
    push(socket: LiveSocket, frame: Buffer): void {
      if (!socket.isOpen) return
      if (socket.waiting === undefined) {
        if (dirty.length === 0) setImmediate(flush)
        dirty.push(socket)
        socket.waiting = extended(root, frame)
      } else {
        socket.waiting = extended(socket.waiting, frame)
      }
      if (socket.waiting.bytes > early) write(socket)
    },

    /** Writes at once what waits for this socket, so that a close comes after it. */
    write,
  }
}

function emptyBatch(): Batch {
  return { before: undefined, frame: Buffer.alloc(0), bytes: 0, joined: undefined, next: undefined, other: undefined }
}

function extended(batch: Batch, frame: Buffer): Batch {
  if (batch.next?.frame === frame) return batch.next
  if (batch.other?.frame === frame) return batch.other
  batch.other = batch.next
  batch.next = {
    before: batch,
    frame,
    bytes: batch.bytes + frame.length,
    joined: undefined,
    next: undefined,
    other: undefined,
  }
  return batch.next
}

function joined(batch: Batch): Buffer {
  if (batch.joined) return batch.joined
  if (batch.before?.bytes === 0) return (batch.joined = batch.frame)
  const whole = Buffer.allocUnsafe(batch.bytes)
  let end = batch.bytes
  for (let link: Batch | undefined = batch; link && end > 0; link = link.before) {
    end -= link.frame.length
    whole.set(link.frame, end)
  }
  return (batch.joined = whole)
}
