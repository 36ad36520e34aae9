import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A file that is read in places. The process that looks into files has nothing else to do meanwhile. */
export type Reader = Disposable & {
  /** Bytes. */
  size: number
  /** The bytes from there on, fewer where the file ends before. */
  read(position: number, length: number): Buffer
}

/** Opens a file for reading; throws what the file system says. */
export function openReader(path: string): Reader {
  const file = openSync(path, 'r')
  return {
    size: fstatSync(file).size,
    read(position, length) {
      const bytes = Buffer.allocUnsafeSlow(length)
      let done = 0
      while (done < length) {
        const count = readSync(file, bytes, done, length - done, position + done)
        if (count === 0) break
        done += count
      }
      return bytes.subarray(0, done)
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}
