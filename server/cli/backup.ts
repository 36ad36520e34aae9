import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Blobs } from '../blobs/blobs.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused } from './command-refused.ts'

/*
 * A backup is a folder:
 *   hongyan.db      a consistent state of the database
 *   files/<name>    every blob that was there when the database had been copied, hard links where the disk allows
 *   manifest.json   written last: a folder without it is a backup that broke off
 */
const Manifest = z.object({ product: z.literal('hongyan'), format: z.literal(1), madeAt: z.string(), files: z.int(), bytes: z.int() })
const database = 'hongyan.db'
const manifest = 'manifest.json'

/**
 * Copies everything into a new folder, also while a server works. The database comes first: blobs are written
 * before their rows and never change, so every file it names is among the blobs copied after.
 */
export async function backup({ store, blobs, to }: { store: Store, blobs: Blobs, to: string }): Promise<string> {
  const folder = resolve(to)
  await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).some(name => name !== 'files') || (await readdir(join(folder, 'files'))).length > 0) {
    throw new CommandRefused(`${folder} is not empty: give a new folder for each backup.`)
  }
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
  const text = JSON.stringify({ product: 'hongyan', format: 1, madeAt: new Date().toISOString(), files, bytes } satisfies z.input<typeof Manifest>, undefined, 2)
  await writeFile(join(folder, manifest), `${text}\n`, { mode: 0o600 })
  return `Backed up to ${folder}: the database and ${files} files (${inMegabytes(bytes)}).`
}

/** Puts a backup into an empty data folder; the caller holds its lock and has no store open on it. */
export async function restore({ from, dataFolder, blobs }: { from: string, dataFolder: string, blobs: Blobs }): Promise<string> {
  const folder = resolve(from)
  const about = await readManifest(folder)
  await refuseUsedFolder(dataFolder, blobs)
  const names = await readdir(join(folder, 'files'))
  if (names.length !== about.files) throw new CommandRefused(`The backup is not whole: ${about.files} files are promised, ${names.length} are there.`)
  for (const name of names) await blobs.write(name, createReadStream(join(folder, 'files', name)))
  // The database comes last and under its name at once: a restore that breaks off leaves nothing that a server would start on.
  const temporary = join(dataFolder, `${database}.restoring`)
  await copyFile(join(folder, database), temporary)
  await sync(temporary)
  await removeRemains(dataFolder)
  await rename(temporary, join(dataFolder, database))
  if (process.platform !== 'win32') await sync(dataFolder)
  return `Restored the backup of ${about.madeAt} into ${resolve(dataFolder)}: the database and ${names.length} files.`
}

async function readManifest(folder: string): Promise<z.output<typeof Manifest>> {
  const text = await readFile(join(folder, manifest), 'utf8').catch(() => undefined)
  if (text === undefined) throw new CommandRefused(`${folder} is no backup, or one that broke off: it has no ${manifest}.`)
  const parsed = Manifest.safeParse(JSON.parse(text))
  if (!parsed.success) throw new CommandRefused(`${join(folder, manifest)} is not of a kind that this version reads.`)
  return parsed.data
}

async function refuseUsedFolder(dataFolder: string, blobs: Blobs): Promise<void> {
  const firstBlob = await blobs.list()[Symbol.asyncIterator]().next()
  if (firstBlob.done === true && !(await readdir(dataFolder)).includes(database)) return
  throw new CommandRefused(`${resolve(dataFolder)} is not empty: nothing was restored. Move it away, or set HONGYAN_DATA to a new folder.`)
}

/**
 * What an earlier database left where only its main file was moved away: SQLite would play the old log into the restored
 * database, and the search would show the places of the old messages.
 */
async function removeRemains(dataFolder: string): Promise<void> {
  for (const name of [`${database}-wal`, `${database}-shm`, `${database}-journal`, ...['', '-wal', '-shm'].map(suffix => `search.db${suffix}`)]) {
    await rm(join(dataFolder, name), { force: true })
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await link(from, to).catch(() => copyFile(from, to))
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}

const inMegabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
