type Outcome = { isHard: boolean; hasEnded?: boolean }
/**
 * Work on a piece, within so many ms and until `stop`; it says when it has begun, which is once there is a process for
 * it.
 */
type Work<T extends Outcome> = (within: number, stop: AbortSignal, begin: () => void) => Promise<T>
type Piece = {
  personId: number
  arrived: number
  /** ms that it is expected to take. */
  estimate: number
  run: Work<Outcome>
  giveUp(): void
  timer?: NodeJS.Timeout | undefined
  /** It had a slice already, and takes longer. */
  isLong: boolean
}
type Person = { running: number; spent: number; at: number; hardUntil: number }
type Running = { piece: Piece; begun: number | undefined; isLong: boolean; stop: AbortController }

type LineLimits = {
  /** Pieces of work at the same time, of different people. */
  lanes: number
  /** ms for a piece, and for one of somebody whose last ones were too hard. */
  deadline: number
  shortDeadline: number
  /** ms that a piece waits for its turn, and one of somebody whose last ones were too hard. */
  patience: number
  shortPatience: number
  /** ms that a piece has while others wait; what takes longer begins again among the long ones. */
  slice: number
  /** ms lately used after which somebody's pieces count as long ones. */
  heavy: number
  /**
   * ms below which a piece is expected to be small: those have one lane more, and there a slice of their own while
   * others of them wait.
   */
  small: number
  smallSlice: number
}

/** ms for which a piece that was too hard is remembered, and in which what somebody has used halves. */
const memory = 60_000
/** People who are remembered. */
const mostPeople = 10_000

/**
 * Gives turns between people: whoever has used the least lately is next, with one piece at a time, so that neither many
 * pieces nor hard ones of one person keep another waiting. What takes long never has all the lanes: a piece that turns
 * out to be long makes room for one that waits, and begins again where only such pieces go. What is small, as most
 * files are, waits for nothing but what is small. A piece whose turn does not come in time is given up.
 */
export function createLine(limits: LineLimits, now: () => number = () => performance.now()) {
  const { lanes, deadline, shortDeadline, patience, shortPatience, slice, heavy, small, smallSlice } = limits
  const longAtOnce = Math.max(1, lanes - 1)
  const people = new Map<number, Person>()
  const waiting: Piece[] = []
  const running = new Set<Running>()

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
  const isLong = (piece: Piece, person: Person) => piece.isLong || isHard(person) || spentBy(person) > heavy
  const isSmall = (piece: Piece, person: Person) => piece.estimate < small && !isLong(piece, person)
  const longOnes = () => [...running].filter(each => each.isLong).length

  function next(): Piece | undefined {
    if (running.size > lanes) return undefined
    const longMayRun = longOnes() < longAtOnce
    const onlySmall = running.size === lanes
    let best: { index: number; cost: number } | undefined
    for (const [index, piece] of waiting.entries()) {
      const person = personOf(piece.personId)
      if (person.running > 0 || (!longMayRun && isLong(piece, person)) || (onlySmall && !isSmall(piece, person)))
        continue
      const cost = spentBy(person) + piece.estimate
      if (!best || cost < best.cost) best = { index, cost }
    }
    return best && waiting.splice(best.index, 1)[0]
  }

  function go(): void {
    for (let piece = next(); piece; piece = next()) {
      clearTimeout(piece.timer)
      void start(piece)
    }
    makeRoom()
  }

  /** Ends the slice of who has had theirs, where somebody waits whose pieces are no long ones. */
  function makeRoom(): void {
    if (running.size < lanes) return
    const kept = waiting.filter(
      piece => personOf(piece.personId).running === 0 && !isLong(piece, personOf(piece.personId)),
    )
    if (kept.length === 0) return
    const smallWaits = kept.some(piece => piece.estimate < small)
    const sliceOf = (piece: Piece) => (smallWaits && piece.estimate < small ? smallSlice : slice)
    const longest = [...running].find(each => !each.isLong && now() - (each.begun ?? now()) >= sliceOf(each.piece))
    if (!longest) return
    longest.isLong = longest.piece.isLong = true
    longest.stop.abort()
  }

  async function start(piece: Piece): Promise<void> {
    const person = personOf(piece.personId)
    const mine: Running = { piece, begun: undefined, isLong: isLong(piece, person), stop: new AbortController() }
    running.add(mine)
    person.running += 1
    const slices: NodeJS.Timeout[] = []
    const begin = () => {
      if (mine.begun !== undefined) return
      mine.begun = now()
      slices.push(setTimeout(makeRoom, slice), setTimeout(makeRoom, smallSlice))
    }
    const outcome = await piece.run(isHard(person) ? shortDeadline : deadline, mine.stop.signal, begin)
    for (const timer of slices) clearTimeout(timer)
    running.delete(mine)
    person.running -= 1
    person.spent = spentBy(person) + now() - (mine.begun ?? now())
    if (mine.stop.signal.aborted && outcome.hasEnded) {
      piece.arrived = now()
      wait(piece)
    } else if (outcome.isHard) {
      person.hardUntil = now() + memory
      for (const other of waiting) if (other.personId === piece.personId) waitFor(other, shortPatience)
    }
    go()
  }

  function wait(piece: Piece): void {
    waiting.push(piece)
    waitFor(piece, isHard(personOf(piece.personId)) ? shortPatience : patience)
  }

  function waitFor(piece: Piece, most: number): void {
    clearTimeout(piece.timer)
    piece.timer = setTimeout(
      () => {
        waiting.splice(waiting.indexOf(piece), 1)
        piece.giveUp()
      },
      Math.max(0, piece.arrived + most - now()),
    )
  }

  /**
   * The work's result when its turn has come; undefined where it did not come in time. `work` never rejects; it is done
   * once more where it says that it was ended (`hasEnded`) after `stop`.
   */
  return function take<T extends Outcome>(personId: number, work: Work<T>, estimate = 0): Promise<T | undefined> {
    return new Promise(resolve => {
      wait({
        personId,
        estimate,
        arrived: now(),
        isLong: false,
        giveUp: () => resolve(undefined),
        async run(within, stop, begin) {
          const result = await work(within, stop, begin)
          if (!(stop.aborted && result.hasEnded)) resolve(result)
          return result
        },
      })
      go()
    })
  }
}

export type Line = ReturnType<typeof createLine>
