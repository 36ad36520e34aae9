import { open } from 'node:fs/promises'

/** Bytes of a file's beginning and of its end that are looked at. */
const lengths = { head: 4 * 1024 * 1024, tail: 8 * 1024 * 1024 }

/** The beginning and the end of a file, in memory: whoever parses it never sees more, however large it is. */
export type Pieces = {
  /** Bytes of the whole file. */
  size: number
  /** What is known at this place, at most `length` bytes; empty in the middle of a large file and after its end. */
  at(position: number, length: number): Buffer
  /** Where the end piece begins; 0 where everything is known. */
  tailAt: number
}

/** Reads both pieces of a file, from `from` on, as if it began there. */
export async function readPieces(path: string, from = 0): Promise<Pieces> {
  await using file = await open(path, 'r')
  const size = Math.max(0, (await file.stat()).size - from)
  const read = async (position: number, length: number) => {
    const bytes = Buffer.alloc(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, from + position + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes.subarray(0, done)
  }
  if (size <= lengths.head + lengths.tail) return piecesOf(await read(0, size))
  return twoPieces(size, await read(0, lengths.head), await read(size - lengths.tail, lengths.tail))
}

/** Pieces of what is in memory as a whole. */
export const piecesOf = (all: Buffer): Pieces => twoPieces(all.length, all, all)

function twoPieces(size: number, head: Buffer, tail: Buffer): Pieces {
  const tailAt = size - tail.length
  return {
    size,
    tailAt,
    at(position, length) {
      if (position < head.length) return head.subarray(position, position + length)
      return position >= tailAt ? tail.subarray(position - tailAt, position - tailAt + length) : head.subarray(0, 0)
    },
  }
}
