import type { z } from 'zod'
import { fileUpload } from '../../../contract/files.ts'
import type { FileInfo } from '../../../contract/files.ts'
import { answerOf } from './answer.ts'
import { ApiFailure } from './failure.ts'

export type UploadOptions = { onProgress?: (share: number) => void; signal?: AbortSignal }
export type UploadedFile = z.output<typeof FileInfo>

/**
 * ms without progress after which the connection counts as dead, and ms that the answer may take after the last byte.
 */
const patience = { progress: 10_000, answer: 60_000 }

/**
 * Sends one file as multipart; rejects with code 0 where it stands still. XMLHttpRequest, because it alone tells how
 * far an upload has got.
 */
export function uploadFile(
  origin: string,
  file: Blob,
  name: string,
  headers: Record<string, string>,
  { onProgress, signal }: UploadOptions,
): Promise<UploadedFile> {
  const form = new FormData()
  form.append('size', String(file.size))
  form.append('file', file, name)
  if (typeof XMLHttpRequest === 'undefined') return fetchUpload(origin, form, headers, signal)

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const away = () => reject(new ApiFailure(0, ''))
    request.open(fileUpload.method, origin + fileUpload.path)
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value)
    let deadline: ReturnType<typeof setTimeout> | undefined
    let sent = 0
    const watch = (ms: number) => {
      clearTimeout(deadline)
      deadline = setTimeout(() => request.abort(), ms)
    }
    request.upload.onprogress = event => {
      // A repeated event without a new byte is no progress.
      if (event.loaded > sent) watch(patience.progress)
      sent = Math.max(sent, event.loaded)
      if (event.lengthComputable) onProgress?.(event.loaded / event.total)
    }
    request.upload.onload = () => watch(patience.answer)
    request.onloadend = () => clearTimeout(deadline)
    request.onload = () => {
      try {
        resolve(answerOf(request.status, request.responseText, request.getResponseHeader('Retry-After')))
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = request.onabort = request.ontimeout = away
    if (signal?.aborted) return away()
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    watch(patience.progress)
    request.send(form)
  })
}

async function fetchUpload(
  origin: string,
  body: FormData,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<UploadedFile> {
  const response = await fetch(origin + fileUpload.path, {
    method: fileUpload.method,
    headers,
    body,
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    throw new ApiFailure(0, String(error))
  })
  return answerOf(response.status, await response.text(), response.headers.get('Retry-After'))
}
