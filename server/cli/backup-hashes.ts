import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Lines of `<sha256>  <path>`. */
export const hashList = 'sha256.txt'

/** Problems that are named; more are only counted. */
const mostNamed = 20

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/** Writes a line for each of `paths` and each file in `files/`. */
export async function writeHashes(folder: string, paths: readonly string[]): Promise<void> {
  const all = [...paths, ...(await readdir(join(folder, 'files'))).map(name => `files/${name}`)]
  const lines: string[] = []
  for (const path of all) lines.push(`${await hashFile(join(folder, path))}  ${path}\n`)
  await writeFile(join(folder, hashList), lines.join(''), { mode: 0o600 })
}

/** What is not as it was written, in a line each; `expected` is the hash of the list itself. */
export async function wrongFiles(
  folder: string,
  { expected, mustHold }: { expected: string; mustHold: readonly string[] },
): Promise<string[]> {
  const list = await readFile(join(folder, hashList), 'utf8').catch(() => '')
  if (createHash('sha256').update(list).digest('hex') !== expected) return [`${hashList} is missing or was changed`]
  const hashes = new Map(list.split('\n').map(line => [line.slice(66), line.slice(0, 64)]))
  const problems: string[] = []
  for (const path of mustHold) {
    const actual = await hashFile(join(folder, path)).catch(() => undefined)
    if (actual === undefined) problems.push(`${path} cannot be read`)
    else if (actual !== hashes.get(path)) problems.push(`${path} was changed or cut off since`)
  }
  const more = problems.length - mostNamed
  return more > 0 ? [...problems.slice(0, mostNamed), `and ${more} more`] : problems
}
