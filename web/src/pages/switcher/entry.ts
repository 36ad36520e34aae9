import type { Component } from 'vue'
import { fitOf, plain } from '../../text/names.ts'
import type { Names } from '../../text/names.ts'

/** One line of the switcher. */
export type Entry = {
  /** Stays the same while what is found changes around it. */
  key: string
  title: string
  text: string
  /** What stands before it: a face, the kind of a file, or a sign. */
  face?: { src: string; isOnline?: boolean }
  file?: string
  icon?: Component
  aside?: string
  open(): void
  /** A person's page, where choosing the person opens the conversation. */
  openPage?(): void
  /** The switcher stays open: this changes what it shows. */
  stays?: boolean
}

/** Entries of one kind, the best first; `count` is all there are. */
export type Section = { name: string; title: string; entries: readonly Entry[]; count: number }

/** What may be found on this device. */
export type Candidate = {
  names: Names
  /** Found by this too, after all that is found by name. */
  place?: string
  /** When it was used last (ms); 0 for never. */
  used: number
  entry: Entry
}

/** Entries of one section that are made: more than anybody looks through. */
const mostFound = 60
const rankByPlace = 5
/** Actions are known by many words: only the beginnings of those count. */
const worst: Record<string, number> = { actions: 3 }

/** What fits a plain word: the best first, and among equals what was used last. With the rank of the best. */
function best(candidates: readonly Candidate[], word: string, most = Infinity): { found: Candidate[]; rank: number } {
  const fitting = candidates.flatMap(candidate => {
    const rank = fitOf(candidate.names, word) ?? (candidate.place?.includes(word) ? rankByPlace : undefined)
    return rank === undefined || rank > most ? [] : [{ candidate, rank }]
  })
  fitting.sort((a, b) => a.rank - b.rank || b.candidate.used - a.candidate.used)
  return { found: fitting.map(({ candidate }) => candidate), rank: fitting[0]?.rank ?? Infinity }
}

/** The sections in which something fits: the one with the best hit first. */
export function sectionsOf(
  kinds: readonly { name: string; title: string; candidates: readonly Candidate[] }[],
  typed: string,
): Section[] {
  const word = plain(typed)
  return kinds
    .map(({ name, title, candidates }) => ({ name, title, ...best(candidates, word, worst[name]) }))
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ name, title, found }) => ({
      name,
      title,
      entries: found.slice(0, mostFound).map(({ entry }) => entry),
      count: found.length,
    }))
}
