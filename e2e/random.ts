/** Numbers that look random and follow from the seed (mulberry32), so that a failure can be played again. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** True with this probability. */
    chance: (share: number) => next() < share,
    /** A whole number below `end`. */
    below: (end: number) => Math.floor(next() * end),
    pick: <T>(list: readonly [T, ...T[]]): T => list[Math.floor(next() * list.length)] ?? list[0],
  }
}

/**
 * The seed of a test that throws dice: the same on every run, so that the day decides nothing. HONGYAN_SEED=<number>
 * plays another one, HONGYAN_SEED=random one that nobody has seen; tests have it in their names.
 */
export function seedOf(usual: number): number {
  const given = process.env['HONGYAN_SEED']
  if (given === undefined || given === '') return usual
  return given === 'random' ? Math.floor(Math.random() * 1_000_000) : Number(given)
}
