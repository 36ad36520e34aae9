import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { BusboyInstance } from '@fastify/busboy'
import { Failure } from '../../../contract/failures.ts'
import { BlobsUnavailable } from '../../blobs/blobs.ts'
import { cleanFileName, extensionOf } from './file-name.ts'

export type Received = {
  ownerId: number
  name: string
  extension: string
  blob: string
  /** Bytes. */
  size: number
}

type Needs = {
  ownerId: number
  /** Bytes. */
  limit: number
  nameFor: (extension: string) => string
  write: (name: string, source: Readable) => Promise<number>
}

/**
 * Streams the part `file` of a multipart request to `write`, in whatever place among the fields it comes. The file may
 * be written already when this rejects: the caller removes it.
 */
export async function receiveUpload(
  raw: IncomingMessage,
  { ownerId, limit, nameFor, write }: Needs,
): Promise<Received> {
  let stream: Readable | undefined
  let writing: Promise<Received> | undefined
  let parser: BusboyInstance | undefined
  try {
    const form = (parser = openForm(raw, limit))
    await new Promise<void>((resolve, reject) => {
      const breakOff = () => reject(new Failure('file.broken'))
      const tooLarge = () => reject(new Failure('file.tooLarge', { limit: Math.floor(limit / 1024 / 1024) }))
      form.on('file', (field, part, givenName) => {
        part.on('error', breakOff)
        if (field !== 'file' || givenName === '') return part.resume()
        stream = part
        part.once('limit', tooLarge)
        const name = cleanFileName(givenName ?? '')
        const extension = extensionOf(name)
        const blob = nameFor(extension)
        writing = write(blob, part).then(size => ({ ownerId, name, extension, blob, size }))
        writing.catch(reject) // storage that is full now ends the upload now
      })
      form.on('field', (field, value) => {
        if (field === 'userId' && value.trim() !== '' && Number(value) !== ownerId)
          reject(new Failure('viewer.mismatch', { name: 'userId' }))
      })
      form.on('filesLimit', () => reject(new Failure('file.missing')))
      form.on('error', breakOff)
      form.on('finish', resolve)
      raw.on('error', breakOff)
      raw.on('close', () => {
        if (!raw.complete) breakOff()
      })
      if (Number(raw.headers['content-length']) > limit + 64 * 1024) tooLarge()
      else if (raw.destroyed) breakOff()
      else raw.pipe(form)
    })
    if (!writing) throw new Failure('file.missing')
    return await writing
  } catch (reason) {
    if (parser) raw.unpipe(parser)
    stream?.destroy(new Failure('file.broken'))
    // Storage that takes no more closes the file first, which looks like an upload that broke off.
    const cause = await writing?.then(
      () => undefined,
      (failure: unknown) => failure,
    )
    throw cause instanceof BlobsUnavailable ? cause : reason
  }
}

function openForm(raw: IncomingMessage, limit: number): BusboyInstance {
  const contentType = raw.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\s*(?:;|$)/i.test(contentType))
    throw new Failure('request.unsupportedType', { expected: 'multipart/form-data' })
  try {
    return new Busboy({
      headers: { ...raw.headers, 'content-type': contentType },
      isPartAFile: (field, _, givenName) => givenName !== undefined || field === 'file',
      limits: { files: 1, fileSize: limit, fields: 20, fieldSize: 4096, parts: 30, headerPairs: 20, headerSize: 8192 },
    })
  } catch {
    throw new Failure('file.broken')
  }
}
