import { connect } from 'node:net'

/** One keep-alive connection that makes one request at a time. */
type RawHttp = {
  /** The status and the body's bytes. */
  request(bytes: Buffer | string): Promise<{ status: number; body: Buffer }>
  close(): void
}

const headerEnd = Buffer.from('\r\n\r\n')
const lengthKey = Buffer.from('ontent-length: ')
const lengthKeyUpper = Buffer.from('ontent-Length: ')

/** The generator's HTTP: as little work as possible, answers of a known length only. */
export async function openRawHttp(origin: string): Promise<RawHttp> {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let waiting: PromiseWithResolvers<{ status: number; body: Buffer }> | undefined
  let input: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    input = input.length === 0 ? chunk : Buffer.concat([input, chunk])
    const end = input.indexOf(headerEnd)
    if (end < 0) return
    const key = Math.max(input.indexOf(lengthKey), input.indexOf(lengthKeyUpper))
    const length = Number.parseInt(input.toString('latin1', key + lengthKey.length, key + lengthKey.length + 12), 10)
    const start = end + headerEnd.length
    if (input.length < start + length) return
    const answer = { status: Number(input.toString('latin1', 9, 12)), body: input.subarray(start, start + length) }
    input = Buffer.alloc(0)
    const asked = waiting
    waiting = undefined
    asked?.resolve(answer)
  })
  const fail = (error?: Error) => {
    waiting?.reject(error ?? new Error('The server closed a connection'))
  }
  socket.on('error', fail).on('close', () => {
    fail()
  })
  await new Promise(resolve => {
    socket.once('connect', resolve)
  })
  return {
    request(bytes) {
      waiting = Promise.withResolvers()
      socket.write(bytes)
      return waiting.promise
    },
    close: () => {
      socket.destroy()
    },
  }
}

const head = (origin: string, token: string, method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nAuthorization: ${token}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) bench\r\n`

export const getRequest = (origin: string, token: string, path: string): string =>
  `${head(origin, token, 'GET', path)}\r\n`

export function postRequest(origin: string, token: string, path: string, body: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(body))
  return Buffer.concat([
    Buffer.from(
      `${head(origin, token, 'POST', path)}Content-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n`,
    ),
    text,
  ])
}

/** One file as multipart/form-data to `file_upload`. */
export function uploadRequest(origin: string, token: string, name: string, file: Buffer): Buffer {
  const boundary = 'hongyan-bench'
  const before = Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`)
  const after = Buffer.from(`\r\n--${boundary}--\r\n`)
  const length = before.length + file.length + after.length
  const type = `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n`
  return Buffer.concat([Buffer.from(`${head(origin, token, 'POST', '/api/file_upload')}${type}`), before, file, after])
}
