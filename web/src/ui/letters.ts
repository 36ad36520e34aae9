import { computed } from 'vue'
import type { Ref } from 'vue'
import { isPhone } from './screen.ts'

/** Below so many letters a finger passes a list as quickly without them. */
const few = 6

/** The letters of a list that is sorted by them, on a phone; none where they are too few to help. */
export function useLetters<Line>(
  lines: Readonly<Ref<readonly Line[]>>,
  letterOf: (line: Line) => string | undefined,
  goTo: (index: number) => void,
) {
  const letters = computed(() => {
    const all = isPhone.value ? [...new Set(lines.value.flatMap(line => letterOf(line) ?? []))] : []
    return all.length < few ? [] : all
  })
  return {
    letters,
    /** Goes to the first line of a letter. */
    go: (letter: string): void => goTo(lines.value.findIndex(line => letterOf(line) === letter)),
  }
}
