import type { Readable } from 'node:stream'

/** The bytes of files: written once under a name of the caller's choice, never changed. */
export type Blobs = {
  /**
   * Streams to durable storage; resolves with the number of bytes when they would survive a power loss. Where the
   * source fails or breaks off, it rejects and leaves nothing behind; a full disk rejects with `BlobsUnavailable`.
   */
  write(name: string, source: Readable | Buffer): Promise<number>
  /** Bytes; undefined where there is none. */
  size(name: string): Promise<number | undefined>
  /** Bytes `start` to `end`, both included; everything where no range is given. */
  read(name: string, range?: { start: number; end: number }): Readable
  /** A path in the local file system that holds the bytes while `use` runs, for libraries that need one. */
  withPath<T>(name: string, use: (path: string) => Promise<T>): Promise<T>
  /** When it was written, in ms; undefined where there is none. */
  writtenAt(name: string): Promise<number | undefined>
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>
  /** Every name, in no order. */
  list(): AsyncIterable<string>
  /** Bytes that could still be written. */
  free(): Promise<number>
  /** Removes what is left of writes that began before `time` (ms) and broke off. */
  removeDrafts(time: number): Promise<void>
}

/** The storage cannot take bytes for now; nothing was kept. */
export class BlobsUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'BlobsUnavailable'
  }
}
