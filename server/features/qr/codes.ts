import { Failure } from '../../../contract/failures.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Code, Store } from '../../store/store.ts'

/** A code that can be used now, with its data as it was read. */
export type Live<T> = { code: string; data: T; text: string }

/** QR codes of one kind, whose state is `T`. */
export const createCodes = <T>(store: Pick<Store, 'codes'>, kind: Code['kind'], life: number, clock: () => number) => ({
  /**
   * A new one, 128 random bits. The former one of this holder is gone, so that asking again and again fills nothing.
   */
  async replace(holder: string, data: T): Promise<string> {
    const code = newSecret(128)
    await store.codes.create({ code, kind, data: JSON.stringify(data), expiresAt: clock() + life, holder })
    return code
  },
  /** The one that this holder has if it still says `data` and half of its life is left, else a new one beside it. */
  async shared(holder: string, data: T): Promise<string> {
    const held = await store.codes.findHeld(kind, holder)
    const text = JSON.stringify(data)
    if (held?.data === text && held.expiresAt - clock() >= life / 2) return held.code
    const code = newSecret(128)
    await store.codes.create({ code, kind, data: text, expiresAt: clock() + life, holder }, true)
    return code
  },
  /** Fails with `qr.unknown` and `qr.expired`. */
  async live(code: string): Promise<Live<T>> {
    const found = await store.codes.find(code)
    if (found?.kind !== kind) throw new Failure('qr.unknown')
    if (found.expiresAt <= clock()) throw new Failure('qr.expired')
    return { code, data: JSON.parse(found.data) as T, text: found.data }
  },
  /** False where somebody changed it since it was read. */
  change: (live: Live<T>, data: T): Promise<boolean> => store.codes.change(live.code, live.text, JSON.stringify(data)),
})
