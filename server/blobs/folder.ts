import { randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BlobsUnavailable } from './blobs.ts'
import type { Blobs } from './blobs.ts'

const goodName = /^[A-Za-z0-9_-]{2,150}(\.[a-z0-9]{1,16})?$/

/**
 * What the file system says when it is full, read-only, broken or gone; anything else comes from the source or is a
 * bug.
 */
const away = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EIO',
  'EACCES',
  'EPERM',
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
  'ESTALE',
  'EMFILE',
  'ENFILE',
  'ENODEV',
])

/**
 * Blobs as files: `<folder>/<first two characters>/<name>`. Bytes go to `<folder>/tmp` first and are moved when they
 * are on the disk, so that a name is there whole or not at all. What a crash left in `tmp` is removed here.
 */
export function createFolderBlobs({ folder }: { folder: string }): Blobs {
  const temp = join(folder, 'tmp')
  rmSync(temp, { recursive: true, force: true })
  mkdirSync(temp, { recursive: true })
  const durable = new Set<string>()

  const shelfOf = (name: string) => join(folder, name.slice(0, 2))
  const pathOf = (name: string) => {
    if (!goodName.test(name)) throw new Error(`not a name of a blob: ${name}`)
    return join(shelfOf(name), name)
  }

  /** A folder's own entry must be on the disk before anything in it is promised. */
  async function makeShelf(shelf: string) {
    if (durable.has(shelf)) return
    await mkdir(shelf, { recursive: true })
    await syncFolder(folder)
    durable.add(shelf)
  }

  return {
    async write(name, source) {
      const path = pathOf(name)
      const draft = join(temp, randomUUID())
      try {
        const size = await writeDurably(draft, source)
        await makeShelf(shelfOf(name))
        await rename(draft, path)
        await syncFolder(shelfOf(name)).catch(async (reason: unknown) => {
          await rm(path, { force: true })
          throw reason
        })
        return size
      } catch (reason) {
        if (source instanceof Readable) source.destroy()
        durable.delete(shelfOf(name))
        await rm(draft, { force: true }).catch(() => undefined)
        throw isAway(reason) ? new BlobsUnavailable('the folder for files takes no bytes', { cause: reason }) : reason
      }
    },

    size: async name => (await statOf(pathOf(name)))?.size,
    writtenAt: async name => (await statOf(pathOf(name)))?.mtimeMs,

    read: (name, range) => createReadStream(pathOf(name), range),
    withPath: async (name, use) => use(pathOf(name)),
    remove: async name => rm(pathOf(name), { force: true }),

    async *list() {
      for (const shelf of await readdir(folder, { withFileTypes: true })) {
        if (!shelf.isDirectory() || shelf.name.length !== 2) continue
        for (const name of await readdir(join(folder, shelf.name))) if (goodName.test(name)) yield name
      }
    },

    async free() {
      try {
        const { bavail, bsize } = await statfs(folder)
        return bavail * bsize
      } catch (reason) {
        throw isAway(reason) ? new BlobsUnavailable('the folder for files is away', { cause: reason }) : reason
      }
    },

    async removeDrafts(time) {
      for (const name of await readdir(temp)) {
        const draft = join(temp, name)
        // The time of its last byte: a write under way is not old.
        if (((await statOf(draft))?.mtimeMs ?? time) < time) await rm(draft, { force: true })
      }
    },
  }
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (reason) {
    if (codeOf(reason) === 'ENOENT') return undefined
    throw reason
  }
}

async function writeDurably(path: string, source: Readable | Buffer): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    let size = 0
    for await (const chunk of source instanceof Readable ? source : [source]) {
      await writeAll(file, chunk as Buffer)
      size += (chunk as Buffer).length
    }
    await file.sync()
    return size
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Buffer) {
  let done = 0
  while (done < bytes.length) done += (await file.write(bytes, done)).bytesWritten
}

async function syncFolder(path: string) {
  if (process.platform === 'win32') return // has no such operation; its journal covers names
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const codeOf = (reason: unknown) =>
  reason instanceof Error && 'code' in reason && typeof reason.code === 'string' ? reason.code : ''
const isAway = (reason: unknown) => away.has(codeOf(reason))
