/** Result codes of SQLite that are the machine's fault and pass: NOMEM, READONLY, BUSY, IOERR, FULL, CANTOPEN. */
const passing = new Set([5, 7, 8, 10, 13, 14])

export function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined
  return typeof code === 'number' && passing.has(code & 0xff)
}
