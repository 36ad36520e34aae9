import type { FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failures.ts'
import type { Client, Viewer } from '../lib/route.ts'
import type { Ration } from '../lib/ration.ts'
import { addressOf } from '../lib/request.ts'

type Needs = { ration: Ration; trustProxy: boolean }

const tooMany = (wait: number) => new Failure('request.tooMany', {}, wait / 1000)

/** What requests cost those who make them. */
export function createCharging({ ration, trustProxy }: Needs) {
  return {
    /** Takes a call's weight from its viewer, or from the network where nobody is known. Throws `request.tooMany`. */
    charge(viewer: Viewer | undefined, client: Pick<Client, 'address'>, weight: number): void {
      if (weight <= 0) return
      const wait = viewer
        ? ration.person(viewer.user.id, weight)
        : ration.network(ration.networkKey(client.address), weight)
      if (wait > 0) throw tooMany(wait)
    },

    /**
     * What a stranger is told: guessing at tokens, paths and parameters costs something too, also where the call itself
     * is free.
     */
    refuseStranger(request: FastifyRequest, failure: Failure): Failure {
      if (failure.code < 400 || failure.code >= 500 || failure.code === 429) return failure
      const wait = ration.network(ration.networkKey(addressOf(request.raw, trustProxy)), 1)
      return wait > 0 ? tooMany(wait) : failure
    },
  }
}
