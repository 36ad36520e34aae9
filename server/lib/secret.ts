import { createHash, randomBytes } from 'node:crypto'

/** `bits` random bits (rounded up to bytes) as base64url: only `[A-Za-z0-9_-]`. */
export const newSecret = (bits: number) => randomBytes(Math.ceil(bits / 8)).toString('base64url')

/** What is stored and passed around instead of a token: SHA-256, hex. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** A new key, and what is stored of it. 256 random bits: nothing to guess, so a fast hash will do. */
export function newKey(): { key: string; keyHash: string } {
  const key = newSecret(256)
  return { key, keyHash: hashToken(key) }
}
