/** What a code of ours is for. */
type FoundCode = { to: 'login' | 'card'; code: string }

const ours = /^\/(?:api\/)?auth\/(scan_login|cnbi_scan)\/([A-Za-z0-9_-]{8,64})(?:\/[^/]*)?\/?$/

/**
 * Reads the text of a QR code; undefined where it is none of ours. Whatever the host in it says, the code is asked of
 * our own server: a code that leads elsewhere is unknown there, and nothing is sent to anybody else.
 */
export function foundCode(text: string): FoundCode | undefined {
  if (!URL.canParse(text)) return undefined
  const [, kind, code] = ours.exec(new URL(text).pathname) ?? []
  return code === undefined ? undefined : { to: kind === 'scan_login' ? 'login' : 'card', code }
}
