import type { Client } from '../client.ts'

/** Somebody hostile: a login of their own, and what they know of the others. */
export type Attacker = {
  client: Client
  /** A group that they own, one that they are in, and one that is not theirs to know. */
  own: number
  shared: number
  secret: number
  /** A colleague. */
  victim: { id: number; username: string }
  /** Makes a call by hand, with the login where `isKnown`; what is answered is not looked at. */
  ask(path: string, init?: RequestInit & { isKnown?: boolean }): Promise<Response | undefined>
  /** What is to be done again and again until the turn is over. */
  over: AbortSignal
}

/** One way to hurt the others, tried again and again until it is over. */
export type Way = (attacker: Attacker) => Promise<void>

/** Calls `act` again and again, so many at a time, until the turn is over; what fails is tried again. */
export async function flood(over: AbortSignal, atOnce: number, act: (at: number) => Promise<unknown>): Promise<void> {
  let made = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (!over.aborted) await act(made++).catch(() => undefined)
    }),
  )
}

export const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
