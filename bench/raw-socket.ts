import { connect } from 'node:net'
import type { Socket } from 'node:net'

/*
 * A WebSocket client that costs as little as possible, since it shares the machine with the server it measures:
 * one read buffer for all sockets, no copies, no JSON. Frames go out masked with zeros, which leaves them as they are.
 */
export type RawSocket = {
  socket: Socket
  /** Sends one text frame that `textFrame` has made. */
  write(frame: Buffer): void
  close(): void
}

/** Called for each text frame with its code; the bytes are good only during the call. */
export type OnFrame = (code: number, bytes: Buffer, start: number, end: number) => void

type Open = { origin: string; path: string; onFrame: OnFrame; onClose?: () => void; localAddress?: string }

const shared = Buffer.allocUnsafeSlow(256 * 1024)
const headerEnd = Buffer.from('\r\n\r\n')

/** Resolves when the upgrade is done; rejects where it is refused. */
export function openRawSocket({ origin, path, onFrame, onClose, localAddress }: Open): Promise<RawSocket> {
  const { hostname, port, host } = new URL(origin)
  const opened = Promise.withResolvers<RawSocket>()
  let isUpgraded = false
  let rest: Buffer | undefined

  function take(count: number, bytes: Buffer): boolean {
    const input = rest ? Buffer.concat([rest, bytes.subarray(0, count)]) : bytes.subarray(0, count)
    const used = isUpgraded ? takeFrames(input, 0) : takeHeader(input)
    rest = used < input.length ? Buffer.from(input.subarray(used)) : undefined
    return true
  }

  function takeHeader(input: Buffer): number {
    const end = input.indexOf(headerEnd)
    if (end < 0) return 0
    const status = input.toString('latin1', 0, input.indexOf('\r'))
    if (!status.includes(' 101')) {
      opened.reject(new Error(`The server refused a socket: ${status}`))
      socket.destroy()
      return input.length
    }
    isUpgraded = true
    opened.resolve({ socket, write: frame => socket.write(frame), close: () => socket.destroy() })
    return takeFrames(input, end + headerEnd.length)
  }

  function takeFrames(input: Buffer, from: number): number {
    let at = from
    while (input.length - at >= 2) {
      const short = (input[at + 1] ?? 0) & 0x7f
      const header = short === 126 ? 4 : short === 127 ? 10 : 2
      if (input.length - at < header) break
      const length =
        short === 126 ? input.readUInt16BE(at + 2) : short === 127 ? Number(input.readBigUInt64BE(at + 2)) : short
      const start = at + header
      if (input.length - start < length) break
      const opcode = (input[at] ?? 0) & 0x0f
      if (opcode === 1) onFrame(codeOf(input, start), input, start, start + length)
      else if (opcode === 9) socket.write(frameOf(0x8a, input.subarray(start, start + length)))
      else if (opcode === 8) socket.destroy()
      at = start + length
    }
    return at
  }

  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    ...(localAddress ? { localAddress } : {}),
    onread: {
      buffer: shared,
      callback: (count, bytes) => take(count, Buffer.from(bytes.buffer, bytes.byteOffset, count)),
    },
  })
  socket.on('error', error => {
    opened.reject(error)
  })
  socket.on('close', () => {
    opened.reject(new Error('The server closed a socket before the upgrade'))
    onClose?.()
  })
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
      + 'Sec-WebSocket-Key: aG9uZ3lhbi1iZW5jaC0xMg==\r\nSec-WebSocket-Version: 13\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) bench\r\n\r\n',
  )
  return opened.promise
}

/** A masked text frame. */
export const textFrame = (text: string): Buffer => frameOf(0x81, Buffer.from(text))

function frameOf(first: number, payload: Buffer): Buffer {
  const length = payload.length
  const header = Buffer.alloc((length < 126 ? 2 : 4) + 4)
  header[0] = first
  header[1] = 0x80 | (length < 126 ? length : 126)
  if (length >= 126) header.writeUInt16BE(length, 2)
  return Buffer.concat([header, payload])
}

const codeKey = Buffer.from('"code":')

/** The number behind the first `"code":`. */
function codeOf(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(codeKey, start) + codeKey.length
  let code = 0
  for (;;) {
    const digit = (bytes[at++] ?? 0) - 48
    if (digit < 0 || digit > 9) return code
    code = code * 10 + digit
  }
}

/** Opens many sockets, some at a time. */
export async function openMany<T>(count: number, open: (index: number) => Promise<T>): Promise<T[]> {
  const opened: T[] = []
  for (let from = 0; from < count; from += 100) {
    opened.push(
      ...(await Promise.all(Array.from({ length: Math.min(100, count - from) }, (_, offset) => open(from + offset)))),
    )
  }
  return opened
}
