import type { Store } from '../../store/store.ts'

/** Both halves as base64url: the public one is the uncompressed point. */
export type VapidKeys = { publicKey: string, privateKey: string }

const setting = 'vapid'

/** The server's own key pair, with which push services tell its pushes from others': made once, kept in the settings. */
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
