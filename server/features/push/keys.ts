import type { Store } from '../../store/store.ts'

/** Both halves as base64url: the public one is the uncompressed point. */
export type VapidKeys = { publicKey: string; privateKey: string }

const setting = 'vapid'

/**
 * The server's own key pair, with which push services tell its pushes from others': made once, kept in the settings.
 */
export function createKeys({ settings }: Pick<Store, 'settings'>): () => Promise<VapidKeys> {
  let kept: Promise<VapidKeys> | undefined

  async function find(): Promise<VapidKeys> {
    const stored = await settings.get(setting)
    if (stored !== undefined) return JSON.parse(stored) as VapidKeys
    const keys = await make()
    await settings.set(setting, JSON.stringify(keys))
    return keys
  }

  return () => {
    kept ??= find().catch((error: unknown) => {
      kept = undefined
      throw error
    })
    return kept
  }
}

async function make(): Promise<VapidKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const point = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey))
  const { d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { publicKey: point.toString('base64url'), privateKey: d }
}

/**
 * Whether this is a public key that a push can be encrypted for: an uncompressed point of the curve P-256, as
 * base64url.
 */
export function isPoint(key: string): Promise<boolean> {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) return Promise.resolve(false)
  return crypto.subtle.importKey('raw', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, []).then(
    () => true,
    () => false,
  )
}
