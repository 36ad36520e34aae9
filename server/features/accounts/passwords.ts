import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { Failure } from '../../../contract/failures.ts'

// OWASP's smallest advice for argon2id, which is the library's default algorithm.
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }
const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '')

export type Passwords = ReturnType<typeof createPasswords>

/**
 * Hashes and verifies passwords, `atOnce` at a time: each needs 19 MiB and a thread of the pool that files need too.
 * More than `waiting` in the queue fail with `server.overloaded`.
 */
export function createPasswords({ atOnce = Math.min(3, availableParallelism()), waiting = 200 } = {}) {
  const queue: (() => void)[] = []
  let running = 0
  // No password fits it, and verifying costs what verifying a real one costs.
  const nobodys = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${base64(16)}$${base64(32)}`

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++
    else if (queue.length >= waiting) throw new Failure('server.overloaded', {}, 2)
    else await new Promise<void>(resolve => { queue.push(resolve) })
    try {
      return await work()
    } finally {
      const next = queue.shift()
      // The next one takes over this place, so that nobody slips in between.
      if (next) next()
      else running--
    }
  }

  return {
    /** PHC string. */
    hash: (password: string): Promise<string> => inTurn(() => hash(password, cost)),
    /** False, at the same cost, where there is no hash because there is no account. */
    verify: (passwordHash: string | undefined, password: string): Promise<boolean> =>
      inTurn(async () => await verify(passwordHash ?? nobodys, password) && passwordHash !== undefined),
  }
}
