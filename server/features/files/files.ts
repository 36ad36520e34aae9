import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Failure } from '../../../contract/failures.ts'
import { BlobsUnavailable } from '../../blobs/blobs.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import type { Answer, Viewer } from '../../lib/route.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import { createFileCache } from './file-cache.ts'
import { createInspector } from './inspect/inspector.ts'
import type { Inspector } from './inspect/inspector.ts'
import type { SmallPicture } from './inspect/messages.ts'
import { createSweep } from './sweep.ts'
import { answerFile, answerPoster, answerSign } from './serve.ts'
import type { FileRequest } from './serve.ts'
import { createUploadQuota } from './upload-quota.ts'
import { receiveUpload } from './upload.ts'
import type { Received } from './upload.ts'
import { posterName, signName } from './wire.ts'

type Needs = {
  store: Pick<Store, 'files'>
  blobs: Blobs
  clock: () => number
  /** Bytes of the largest file that is taken. */
  fileLimit: number
  /** Uploads of one person at the same time: however slowly they come, they hold no more connections. */
  uploadsAtOnce?: number
  /** Bytes that one person may have uploaded and not sent, and ms after which a file that nothing uses goes. */
  unsentLimit?: number
  keptLimit?: number
  unsentFor?: number
  /** What looks into files; ends with this. */
  inspector?: Inspector
  log?: { warn(details: object, text: string): void }
}

export type Files = ReturnType<typeof createFiles>

const day = 24 * 60 * 60_000

const newBlobName = (extension: string) => randomBytes(24).toString('base64url') + (extension && `.${extension}`)

/** Files that people send: taken in, looked into, handed out, and who may send them on. */
export function createFiles({
  store,
  blobs,
  clock,
  fileLimit,
  uploadsAtOnce = 64,
  unsentLimit = Infinity,
  keptLimit = Infinity,
  unsentFor = day,
  inspector = createInspector(),
  log,
}: Needs) {
  const cache = createFileCache({ files: store.files, capacity: 10_000 })
  const uploading = new Map<number, number>()
  const arriving = new Set<string>()
  const released = (ids: readonly number[]) => cache.forget(ids)
  const enterQuota = createUploadQuota({ store, blobs, unsentLimit, keptLimit })
  const { sweep, sweepEvery, whileKept } = createSweep({
    store,
    blobs,
    clock,
    unsentFor,
    isArriving: name => arriving.has(name),
    released,
  })

  /** Looks into a received file. `keep` hears of each further blob before it is written. */
  async function describe(received: Received, keep: (blob: string) => void): Promise<Omit<StoredFile, 'id'>> {
    return blobs.withPath(received.blob, async path => {
      const {
        facts: { contentType, extension },
        found: { playing, still, moving },
      } = await inspector.look(received.ownerId, path, received.extension, received.size)
      const thumbBlob = await writeSmall(still, keep)
      const motionBlob = await writeSmall(moving, keep)
      return {
        ownerId: received.ownerId,
        name: received.name,
        extension,
        // A container for film that holds only sound is sound: voice that browsers record comes so.
        contentType: playing?.hasPictures === false ? contentType.replace('video/', 'audio/') : contentType,
        size: received.size,
        playTime: playing?.seconds ?? 0,
        blob: received.blob,
        thumbBlob,
        ...(motionBlob !== null && { motionBlob }),
        createdAt: clock(),
      }
    })
  }

  async function writeSmall(picture: SmallPicture | undefined, keep: (blob: string) => void): Promise<string | null> {
    if (!picture) return null
    const name = newBlobName(picture.contentType.replace('image/', ''))
    keep(name)
    await blobs.write(name, Buffer.from(picture.bytes))
    return name
  }

  /** Counts an upload of this person until what it returns is called. */
  function enter(userId: number): () => void {
    const count = uploading.get(userId) ?? 0
    if (count >= uploadsAtOnce) throw new Failure('request.tooMany', {}, 5)
    uploading.set(userId, count + 1)
    return () => {
      const rest = (uploading.get(userId) ?? 1) - 1
      if (rest > 0) uploading.set(userId, rest)
      else uploading.delete(userId)
    }
  }

  async function removeAll(names: readonly string[]) {
    for (const name of names) {
      await blobs
        .remove(name)
        .catch((reason: unknown) => log?.warn({ err: reason, name }, 'the rest of a failed upload stays'))
    }
  }

  return {
    /**
     * Takes in the part `file` of a multipart request whose body was not read yet, and keeps it durably. On any failure
     * nothing of it stays: `request.tooMany`, `file.tooManyUnsent`, `file.tooManyKept`, `file.missing`,
     * `file.broken`, `file.tooLarge`, `viewer.mismatch`, `request.unsupportedType`, `server.storageAway`.
     */
    async upload(viewer: Viewer, raw: IncomingMessage): Promise<StoredFile> {
      const kept: string[] = []
      const keep = (name: string) => {
        kept.push(name)
        arriving.add(name)
      }
      const leave = enter(viewer.user.id)
      let leaveQuota = () => {}
      inspector.warm()
      try {
        leaveQuota = await enterQuota(viewer.user.id, Number(raw.headers['content-length'] ?? fileLimit))
        const received = await receiveUpload(raw, {
          ownerId: viewer.user.id,
          limit: fileLimit,
          write: blobs.write,
          nameFor: extension => {
            const name = newBlobName(extension)
            keep(name)
            return name
          },
        })
        const file = await describe(received, keep)
        const id = await store.files.create(file)
        return cache.remember({ ...file, id })
      } catch (reason) {
        await removeAll(kept)
        throw reason instanceof BlobsUnavailable ? new Failure('server.storageAway', {}, 30) : reason
      } finally {
        for (const name of kept) arriving.delete(name)
        leaveQuota()
        leave()
      }
    },

    /**
     * The file, for a message of this person; `notYours` where they neither uploaded nor received it; undefined where
     * there is none.
     */
    async mayAttach(userId: number, fileId: number): Promise<StoredFile | 'notYours' | undefined> {
      const file = await cache.find(fileId)
      if (!file || file.ownerId === userId) return file
      return (await store.files.maySend(fileId, userId)) ? file : 'notYours'
    },

    /** A small copy of a picture at this path, which this person asked for; undefined for what is none. */
    async shrink(personId: number, path: string, size: number): Promise<SmallPicture | undefined> {
      return (await inspector.look(personId, path, '', size)).found.still
    },

    /** Told of files that nobody can open any more. */
    released,
    sweep,
    sweepEvery,
    whileKept,

    find: cache.find,
    findMany: cache.findMany,

    /** A file or thumbnail by its unguessable name, which is all the permission there is to it; `file.unknown`. */
    async open(name: string, request: FileRequest): Promise<Answer> {
      if (name === posterName) return answerPoster(request)
      if (name === signName) return answerSign(request)
      const file = await cache.findByBlob(name)
      const size = file && (await blobs.size(name))
      if (!file || size === undefined) throw new Failure('file.unknown')
      const isThumb = name !== file.blob
      const kind = name.slice(name.lastIndexOf('.') + 1)
      return answerFile(
        {
          blob: name,
          contentType: isThumb ? `image/${kind}` : file.contentType,
          name: isThumb ? `${file.name}.${kind}` : file.name,
          size,
          read: range => blobs.read(name, range),
        },
        request,
      )
    },

    [Symbol.dispose]: () => inspector[Symbol.dispose](),
  }
}
