import { fileUpload } from '../../../contract/files.ts'
import { answerOf } from './answer.ts'
import type { UploadedFile, UploadOptions } from './client.ts'
import { ApiFailure } from './failure.ts'

/** Sends one file as multipart. XMLHttpRequest, because it alone tells how far an upload has got. */
export function uploadFile(origin: string, file: Blob, name: string, headers: Record<string, string>, { onProgress, signal }: UploadOptions): Promise<UploadedFile> {
  const form = new FormData()
  form.append('size', String(file.size))
  form.append('file', file, name)
  if (typeof XMLHttpRequest === 'undefined') return fetchUpload(origin, form, headers, signal)

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const away = () => reject(new ApiFailure(0, ''))
    request.open(fileUpload.method, origin + fileUpload.path)
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value)
    request.upload.onprogress = event => { if (event.lengthComputable) onProgress?.(event.loaded / event.total) }
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
    request.send(form)
  })
}

async function fetchUpload(origin: string, body: FormData, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<UploadedFile> {
  const response = await fetch(origin + fileUpload.path, { method: fileUpload.method, headers, body, ...signal ? { signal } : {} })
    .catch((error: unknown) => { throw new ApiFailure(0, String(error)) })
  return answerOf(response.status, await response.text(), response.headers.get('Retry-After'))
}
