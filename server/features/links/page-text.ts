const charsetInType = /charset\s*=\s*["']?([\w:.-]{1,40})/i
/** Bytes in which a page says how it is written (HTML, "prescan a byte stream"). */
const prescan = 1024
/** Of what is beyond ASCII, the share that may be damaged in a text that is UTF-8 all the same. */
const damagedShare = 0.1

function decoderOf(label: string | undefined): TextDecoder | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label)
  } catch {
    return undefined
  }
}

/**
 * A page in the encoding that its header or its beginning names. Many name UTF-8, or nothing, and are written in GBK:
 * what cannot be UTF-8 is read so.
 */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const start = Buffer.from(bytes.subarray(0, prescan)).toString('latin1')
  const said = charsetInType.exec(contentType)?.[1] ?? charsetInType.exec(start)?.[1]
  const named = decoderOf(said)
  if (named && named.encoding !== 'utf-8') return named.decode(bytes)
  const text = new TextDecoder().decode(bytes)
  return isDamaged(text) ? new TextDecoder('gb18030').decode(bytes) : text
}

function isDamaged(text: string): boolean {
  let [damaged, beyond] = [0, 0]
  for (const sign of text) {
    if (sign <= '\x7f') continue
    beyond += 1
    if (sign === '\ufffd') damaged += 1
  }
  return damaged > beyond * damagedShare
}
