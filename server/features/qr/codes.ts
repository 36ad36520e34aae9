import { Failure } from '../../../contract/failures.ts'
import { newSecret } from '../../lib/secret.ts'
import type { Code, Store } from '../../store/store.ts'

/** A code that can be used now, with its data as it was read. */
export type Live<T> = { code: string, data: T, text: string }

/** QR codes of one kind, whose state is `T`. */
export const createCodes = <T>(store: Pick<Store, 'codes'>, kind: Code['kind'], life: number, clock: () => number) => ({
  /** A new one, 128 random bits. */
  async create(data: T): Promise<string> {
    const code = newSecret(128)
    await store.codes.create({ code, kind, data: JSON.stringify(data), expiresAt: clock() + life })
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
