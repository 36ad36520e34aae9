/**
 * The frames that a socket waits for, as a chain from the newest back to the turn's empty root. Sockets that wait
 * for the same frames stand at the same link, so what goes to all of them is joined once and shared by all:
 *
 *   root ── frame 1 ── frame 2 ── frame 3      (4,000 members)
 *      └─── frame 1' ─ frame 3'                (the sender's other devices)
 */
export type Batch = {
  before: Batch | undefined
  frame: Buffer
  bytes: number
  joined: Buffer | undefined
  /** The two links made last: a frame is rarely written in more than two ways. */
  next: Batch | undefined
  other: Batch | undefined
}
