import { timingSafeEqual } from 'node:crypto'
import { Failure } from '../../../contract/failures.ts'
import { remember } from '../../lib/bounded-map.ts'
import { networkOf } from '../../lib/network.ts'
import { hashToken } from '../../lib/secret.ts'
import type { Module } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'

/** Wrong keys that an address may send in `memory` ms; after that it is not listened to until they are forgotten. */
const wrongKeys = 20
const memory = 15 * 60 * 1000
const addressesKept = 50_000

/** Says which business system calls, by its key. */
export function createKeys({ store, clock }: { store: Pick<Store, 'modules'>; clock: () => number }) {
  const wrong = new Map<string, { count: number; since: number }>()
  const proven = new Map<string, true>()

  function check(network: string) {
    const known = wrong.get(network)
    const left = known && known.count >= wrongKeys ? known.since + memory - clock() : 0
    if (left > 0) throw new Failure('request.tooMany', {}, Math.ceil(left / 1000))
  }

  function count(network: string) {
    const known = wrong.get(network)
    const isOld = !known || known.since + memory <= clock()
    remember(wrong, network, isOld ? { count: 1, since: clock() } : { ...known, count: known.count + 1 }, addressesKept)
  }

  return {
    /**
     * The module whose key this is. Fails with `module.unknown` (also where it is disabled), `module.wrongKey` and
     * `request.tooMany`: but never for a module at an address where it has shown its key before, so that nobody can
     * shut it out by guessing from beside it.
     */
    async moduleOf(moduleId: number, key: string, address: string): Promise<Module> {
      const network = networkOf(address)
      const place = `${moduleId} ${network}`
      if (!proven.has(place)) check(network)
      const [module, keyHash] = await Promise.all([store.modules.find(moduleId), store.modules.keyHash(moduleId)])
      const isRight = keyHash !== undefined && timingSafeEqual(Buffer.from(keyHash), Buffer.from(hashToken(key)))
      if (!isRight) count(network)
      if (!module?.isEnabled) throw new Failure('module.unknown')
      if (!isRight) throw new Failure('module.wrongKey')
      remember(proven, place, true, addressesKept)
      return module
    },
  }
}
