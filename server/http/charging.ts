import type { FastifyRequest } from 'fastify'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import { createSemaphores } from '../lib/semaphores.ts'
import type { Client, Viewer } from '../lib/route.ts'
import type { Ration } from '../lib/ration.ts'
import { addressOf } from '../lib/request.ts'

/** Characters of an answer that weigh 1: what people usually ask for weighs nothing more. */
const charactersAWeight = 8192
/** Answers to one person that are made at once; the next waits for one of them. */
const answersAtOnce = 4

type Needs = { ration: Ration; trustProxy: boolean }

const tooMany = (wait: number) => new Failure('request.tooMany', {}, wait / 1000)

/** What requests cost those who make them. */
export function createCharging({ ration, trustProxy }: Needs) {
  const answering = createSemaphores<number>(answersAtOnce)

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
     * Answers a question of this person, and takes what the answer weighs: how long it is nobody knows before. A
     * person who owes for those before has `request.tooMany`. `answer` returns the answer's length in characters.
     */
    async answer(viewer: Viewer | undefined, call: Call, answer: () => Promise<number>): Promise<void> {
      if (viewer === undefined || call.answers === 'file') return void (await answer())
      const userId = viewer.user.id
      const inTurn = async () => {
        const wait = ration.person(userId, 0)
        if (wait > 0) throw tooMany(wait)
        const weight = Math.floor((await answer()) / charactersAWeight)
        if (weight > 0) ration.owe(userId, weight)
      }
      await (call.method === 'GET' && !call.isAbroad ? answering(userId, inTurn) : inTurn())
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
