type Piece = { personId: number, arrived: number, run(within: number): Promise<{ isHard: boolean }>, giveUp(): void, timer?: NodeJS.Timeout | undefined }
type Person = { running: number, spent: number, at: number, hardUntil: number }

export type LineLimits = {
  /** Pieces of work at the same time, of different people. */
  lanes: number
  /** ms for a piece, and for one of somebody whose last ones were too hard. */
  deadline: number
  shortDeadline: number
  /** ms that a piece waits for its turn, and one of somebody whose last ones were too hard. */
  patience: number
  shortPatience: number
}

/** ms for which a piece that was too hard is remembered, and in which what somebody has used halves. */
const memory = 60_000
/** People who are remembered. */
const mostPeople = 10_000

/**
 * Gives turns between people: whoever has used the least lately is next, with one piece at a time, so that neither many
 * pieces nor hard ones of one person keep another waiting. A piece whose turn does not come in time is given up.
 */
export function createLine({ lanes, deadline, shortDeadline, patience, shortPatience }: LineLimits, now: () => number = () => performance.now()) {
  const people = new Map<number, Person>()
  const waiting: Piece[] = []
  let running = 0

  function personOf(id: number): Person {
    const known = people.get(id)
    if (known) return known
    if (people.size >= mostPeople) forget()
    const person: Person = { running: 0, spent: 0, at: now(), hardUntil: 0 }
    people.set(id, person)
    return person
  }

  /** What somebody has used lately counts less with time. */
  function spentBy(person: Person): number {
    const at = now()
    person.spent *= 0.5 ** ((at - person.at) / memory)
    person.at = at
    return person.spent
  }

  function forget(): void {
    for (const [id, person] of people) if (person.running === 0 && spentBy(person) < 1) people.delete(id)
  }

  const isHard = (person: Person) => person.hardUntil > now()

  function next(): Piece | undefined {
    let best: { index: number, spent: number } | undefined
    for (const [index, piece] of waiting.entries()) {
      const person = personOf(piece.personId)
      if (person.running > 0) continue
      const spent = spentBy(person)
      if (!best || spent < best.spent) best = { index, spent }
    }
    return best && waiting.splice(best.index, 1)[0]
  }

  function go(): void {
    while (running < lanes) {
      const piece = next()
      if (!piece) return
      clearTimeout(piece.timer)
      void start(piece)
    }
  }

  async function start(piece: Piece): Promise<void> {
    const person = personOf(piece.personId)
    const begun = now()
    running += 1
    person.running += 1
    const outcome = await piece.run(isHard(person) ? shortDeadline : deadline)
    running -= 1
    person.running -= 1
    person.spent = spentBy(person) + now() - begun
    if (outcome.isHard) {
      person.hardUntil = now() + memory
      for (const other of waiting) if (other.personId === piece.personId) waitFor(other, shortPatience)
    }
    go()
  }

  function waitFor(piece: Piece, most: number): void {
    clearTimeout(piece.timer)
    piece.timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(piece), 1)
      piece.giveUp()
    }, Math.max(0, piece.arrived + most - now()))
  }

  /** The work's result when its turn has come; undefined where it did not come in time. `work` never rejects. */
  return function take<T extends { isHard: boolean }>(personId: number, work: (within: number) => Promise<T>): Promise<T | undefined> {
    return new Promise(resolve => {
      const piece: Piece = {
        personId, arrived: now(), giveUp: () => resolve(undefined),
        async run(within) {
          const result = await work(within)
          resolve(result)
          return result
        },
      }
      waiting.push(piece)
      waitFor(piece, isHard(personOf(personId)) ? shortPatience : patience)
      go()
    })
  }
}

export type Line = ReturnType<typeof createLine>
