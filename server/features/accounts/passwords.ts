import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { preparePassword } from '../../../contract/password-text.ts'
import { createFairQueue } from './fair-queue.ts'
import { createHashThreads } from './hash-threads.ts'

// OWASP's smallest advice for argon2id, which is the library's default algorithm.
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }
/**
 * Of passwords that this program makes: nobody guesses 90 random bits, whatever a try costs, and so ten thousand people
 * are imported in seconds.
 */
const costOfGenerated = { memoryCost: 8, timeCost: 1, parallelism: 1 }
const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')

/** Who waits for a verification: a network, and whether the account has logged in from there before. */
type Lane = { network: string; isKnown: boolean }

export type Passwords = ReturnType<typeof createPasswords>

/**
 * Hashes and verifies passwords, `atOnce` at a time: each needs 19 MiB and a thread of its own, which lets all others
 * go first. Networks take turns. More than `waiting` in the queue fail with `server.overloaded`. What is typed in
 * another Unicode form is the same password (RFC 8265).
 */
export function createPasswords({ atOnce = Math.min(3, availableParallelism()), waiting = 2000 } = {}) {
  const inTurn = createFairQueue({ atOnce, waiting })
  const run = createHashThreads()
  const verify = (passwordHash: string, password: string) => run({ passwordHash, password, cost }) as Promise<boolean>
  // No password fits it, and verifying costs what verifying a real one costs.
  const nobodys = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${base64(16)}$${base64(32)}`

  return {
    /** PHC string. */
    hash: (password: string): Promise<string> =>
      inTurn(() => run({ password: preparePassword(password), cost }) as Promise<string>, 'hash'),

    /** PHC string of a password of 90 random bits or more, made by this program. */
    hashGenerated: (password: string): Promise<string> => run({ password, cost: costOfGenerated }) as Promise<string>,

    /** False, at the same cost, where there is no hash because there is no account. */
    verify: (
      passwordHash: string | undefined,
      password: string,
      { network, isKnown }: Lane = { network: '', isKnown: false },
    ): Promise<boolean> =>
      inTurn(
        async () => {
          for (const form of formsOf(password)) {
            const isRight = await verify(passwordHash ?? nobodys, form)
            // What is verified in no time would tell that the account is there.
            if (passwordHash?.includes(`$m=${costOfGenerated.memoryCost},`)) await verify(nobodys, form)
            if (isRight && passwordHash !== undefined) return true
          }
          return false
        },
        network,
        isKnown,
      ),
  }
}

/**
 * Hashes that were made before passwords were prepared are of what the keyboard sent: composed on most, decomposed on
 * some.
 */
const formsOf = (password: string): Set<string> =>
  new Set([preparePassword(password), password, password.normalize('NFD')])
