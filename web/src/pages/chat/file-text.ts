import { ApiFailure } from '../../api/failure.ts'

/** Bytes of a text that are read: what is longer is for who downloads it. */
export const mostBytes = 200 * 1024

type Start = {
  bytes: Uint8Array
  /** There is more of it. */
  isCut: boolean
}

/**
 * The first bytes of a file of this server. It is asked for each time, and not kept: who may read it once may not
 * later. Rejects with `ApiFailure`, of code 404 where it is gone.
 */
export async function readStart(address: string, signal: AbortSignal): Promise<Start> {
  // The page's policy lets it read from its own server alone, by whatever name that calls itself.
  const { pathname } = new URL(address, location.href)
  try {
    const answer = await fetch(pathname, {
      headers: { Range: `bytes=0-${mostBytes - 1}` },
      cache: 'no-store',
      credentials: 'omit',
      signal,
    })
    // There is no such range in what is empty.
    if (answer.status === 416) return { bytes: new Uint8Array(), isCut: false }
    if (!answer.ok) throw new ApiFailure(answer.status, answer.statusText || String(answer.status))
    const bytes = await firstBytes(answer)
    const whole = Number(/\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? bytes.length)
    return { bytes: bytes.subarray(0, mostBytes), isCut: Math.max(whole, bytes.length) > mostBytes }
  } catch (error) {
    throw error instanceof ApiFailure ? error : new ApiFailure(0, String(error))
  }
}

/** No more than is needed of an answer that took no notice of the range. */
async function firstBytes({ body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value)
    size += part.value.length
    if (size > mostBytes) await reader?.cancel()
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const byteOrderMarks = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
]
/** Of what is beyond ASCII, the share that may be damaged in a text that is UTF-8 all the same. */
const damagedShare = 0.1

/**
 * A text in the encoding that its bytes show: by its mark, UTF-8, or GB18030 (with GBK and GB2312). Undefined for bytes
 * that are no text. `isCut`: the last sign may be there in part, and is left out then.
 */
export function decodeText(bytes: Uint8Array, isCut = false): string | undefined {
  const decode = (encoding: string) => new TextDecoder(encoding).decode(bytes, { stream: isCut })
  const marked = byteOrderMarks.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte))
  if (marked) return decode(marked.encoding)
  const utf8 = decode('utf-8')
  const beyondAscii = /[^\0-\x7f]/u
  let [damaged, beyond] = [0, 0]
  for (const sign of utf8) {
    if (!beyondAscii.test(sign)) continue
    beyond += 1
    if (sign === '\ufffd') damaged += 1
  }
  const text = damaged <= beyond * damagedShare ? utf8 : decode('gb18030')
  return text.includes('\0') ? undefined : text
}
