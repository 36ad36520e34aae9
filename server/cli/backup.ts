import { createReadStream } from 'node:fs'
import { chmod, copyFile, link, mkdir, readFile, readdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import type { Blobs } from '../blobs/blobs.ts'
import { holdsDatabase } from '../data-folder.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Actor } from '../store/audit.ts'
import type { Store } from '../store/store.ts'
import { hashFile, hashList, writeHashes, wrongFiles } from './backup-hashes.ts'
import { CommandRefused } from './command-refused.ts'

/*
 * A backup is a folder:
 *   hongyan.db      a consistent state of the database
 *   files/<name>    every blob that was there when the database had been copied, hard links where the disk allows
 *   sha256.txt      a hash for each of these, as `sha256sum --check` reads it
 *   manifest.json   written last, with the hash of sha256.txt: a folder without it is a backup that broke off
 */
const about = { product: z.literal('hongyan'), madeAt: z.string(), files: z.int(), bytes: z.int() }
const Manifest = z.discriminatedUnion('format', [
  // Of earlier versions: without hashes.
  z.object({ ...about, format: z.literal(1) }),
  z.object({ ...about, format: z.literal(2), sha256: z.string() }),
])
type Manifest = z.output<typeof Manifest>
/** In a backup, whatever the store calls it. */
const database = 'hongyan.db'
const manifest = 'manifest.json'

type BackupNeeds = { store: Store; blobs: Blobs; dataFolder: string; to: string; by: Actor }
type RestoreNeeds = { from: string; folder: DataFolder }

/**
 * Copies everything into a new folder, also while a server works. The database comes first: blobs are written
 * before their rows and never change, so every file it names is among the blobs copied after.
 */
export async function backup({ store, blobs, dataFolder, to, by }: BackupNeeds): Promise<string> {
  const folder = resolve(to)
  await refuseInside(folder, dataFolder)
  await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).some(name => name !== 'files') || (await readdir(join(folder, 'files'))).length > 0) {
    throw new CommandRefused(`${folder} is not empty: give a new folder for each backup.`)
  }
  // Empty until now, so it is for this backup alone: nobody else may enter. A folder of another owner stays as it is.
  for (const made of [folder, join(folder, 'files')]) await chmod(made, 0o700).catch(() => undefined)
  await store.audit.note(by, { action: 'backup.make', details: { folder } })
  await store.backup(join(folder, database))
  let files = 0
  let bytes = 0
  for await (const name of blobs.list()) {
    const size = await blobs.size(name)
    if (size === undefined) continue
    await blobs.withPath(name, path => linkOrCopy(path, join(folder, 'files', name)))
    files += 1
    bytes += size
  }
  await writeHashes(folder, [database])
  const about: Manifest = {
    product: 'hongyan',
    format: 2,
    madeAt: new Date().toISOString(),
    files,
    bytes,
    sha256: await hashFile(join(folder, hashList)),
  }
  await writeFile(join(folder, manifest), `${JSON.stringify(about, undefined, 2)}\n`, { mode: 0o600 })
  return `Backed up to ${folder}: the database and ${files} files (${inMegabytes(bytes)}).`
}

/**
 * Puts a backup into an empty data folder, on which no store is open. Every file of the backup is compared with its
 * hash before the data folder is touched.
 */
export async function restore({ from, folder: { path, blobs, restoreDatabase } }: RestoreNeeds): Promise<string> {
  const folder = resolve(from)
  const about = await readManifest(folder)
  await refuseUsedFolder(path, blobs)
  const names = await readdir(join(folder, 'files'))
  if (names.length !== about.files) {
    throw new CommandRefused(`The backup is not whole: ${about.files} files are promised, ${names.length} are there.`)
  }
  const mustHold = [database, ...names.map(name => `files/${name}`)]
  const wrong = about.format === 1 ? [] : await wrongFiles(folder, { expected: about.sha256, mustHold })
  if (wrong.length > 0) throw new CommandRefused(`The backup is damaged, nothing was restored:\n${wrong.join('\n')}`)
  for (const name of names) await blobs.write(name, createReadStream(join(folder, 'files', name)))
  // The database comes last: a restore that breaks off leaves nothing that a server would start on.
  await restoreDatabase(join(folder, database))
  const proof =
    about.format === 1
      ? 'made by a version that kept no hashes, so that damage would not have been noticed'
      : 'every hash was right'
  return `Restored the backup of ${about.madeAt} into ${path}: the database and ${names.length} files; ${proof}.`
}

/** A backup inside the data folder would be lost with it. */
async function refuseInside(folder: string, dataFolder: string): Promise<void> {
  const path = relative(await realpath(dataFolder), await realpathOfAny(folder))
  if (path === '..' || path.startsWith(`..${sep}`) || resolve(path) === path) return
  throw new CommandRefused(
    `${folder} is inside the data folder, and would be lost with it: give a folder elsewhere, best on another disk.`,
  )
}

/** Of a path that may not exist yet: its nearest ancestor that does decides where links lead. */
async function realpathOfAny(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(await realpathOfAny(above), relative(above, path))
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifest), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new CommandRefused(`${folder} is no backup, or one that broke off: it has no ${manifest}.`)
  const parsed = Manifest.safeParse(jsonIn(text))
  if (!parsed.success) throw new CommandRefused(`${join(folder, manifest)} is not of a kind that this version reads.`)
  return parsed.data
}

async function refuseUsedFolder(dataFolder: string, blobs: Blobs): Promise<void> {
  const firstBlob = await blobs.list()[Symbol.asyncIterator]().next()
  if (firstBlob.done === true && !holdsDatabase(dataFolder)) return
  throw new CommandRefused(
    `${dataFolder} is not empty: nothing was restored. Move it away, or set HONGYAN_DATA to a new folder.`,
  )
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await link(from, to).catch(() => copyFile(from, to))
}

const inMegabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
