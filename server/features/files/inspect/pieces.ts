import type { Reader } from './reader.ts'

/** Bytes of a file's beginning and of its end that are looked at. */
const lengths = { head: 4 * 1024 * 1024, tail: 8 * 1024 * 1024 }
/**
 * Bytes that most kinds of files are known by: no more is read of a file that shows its kind, and nothing else, there.
 */
const firstLength = 64 * 1024

/**
 * The beginning and the end of a file, read when they are asked for: whoever parses it never sees more, however large
 * it is.
 */
export type Pieces = {
  /** Bytes of the whole file. */
  size: number
  /** What is known at this place, at most `length` bytes; empty in the middle of a large file and after its end. */
  at(position: number, length: number): Buffer
  /** Where the end piece begins; 0 where everything is known. */
  tailAt: number
}

/** Both pieces of a file, from `from` on, as if it began there. They last as long as the reader is open. */
export function readPieces(file: Reader, from = 0): Pieces {
  const size = Math.max(0, file.size - from)
  const isWhole = size <= lengths.head + lengths.tail
  const tailAt = isWhole ? 0 : size - lengths.tail
  const headLength = isWhole ? size : lengths.head
  const first = once(() => file.read(from, Math.min(headLength, firstLength)))
  const head = once(() => file.read(from, headLength))
  const tail = once(() => file.read(from + tailAt, lengths.tail))
  return {
    size,
    tailAt,
    at(position, length) {
      const end = position + length
      if (end <= firstLength) return first().subarray(position, end)
      if (position < headLength) return head().subarray(position, end)
      return isWhole || position < tailAt ? Buffer.alloc(0) : tail().subarray(position - tailAt, end - tailAt)
    },
  }
}

/** Pieces of what is in memory as a whole. */
export const piecesOf = (all: Buffer): Pieces => ({
  size: all.length,
  tailAt: 0,
  at: (position, length) => all.subarray(position, position + length),
})

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
