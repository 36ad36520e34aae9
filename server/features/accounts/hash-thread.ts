import { parentPort } from 'node:worker_threads'
import { hashSync, verifySync } from '@node-rs/argon2'
import { lowerThisThread } from '../../lib/priority.ts'

/** Verifies where there is a hash, else makes one. */
export type HashJob = {
  password: string
  passwordHash?: string
  cost: { memoryCost: number; timeCost: number; parallelism: number }
}
/** A PHC string, whether the password fits, or what went wrong. */
export type Hashed = { value: string | boolean } | { fault: Error }

// Messages come before passwords: a storm of guesses takes what nobody else needs.
lowerThisThread(10)

parentPort?.on('message', ({ password, passwordHash, cost }: HashJob) => {
  parentPort?.postMessage(
    hashed(() => (passwordHash === undefined ? hashSync(password, cost) : verifySync(passwordHash, password))),
  )
})

function hashed(work: () => string | boolean): Hashed {
  try {
    return { value: work() }
  } catch (error) {
    return { fault: error as Error }
  }
}
