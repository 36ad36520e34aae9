/** How a run of the signs `*`, `_` or `~` can stand: at the beginning of what it marks, at its end, or as itself. */
type Run = { can_open: boolean; can_close: boolean; length: number }

/** Scripts that are written without blanks, or go on without one after a name: a mark may stand right beside them. */
const isJoined = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/u
const isOfWord = /[\p{L}\p{N}\p{M}_]/u
const isWord = (sign: string) => isOfWord.test(sign) && !isJoined.test(sign)
const isBlank = (sign: string) => sign === '' || /\s/u.test(sign)
const isPath = (sign: string) => sign === '/' || sign === '\\'

/** Quotation marks, other marks, full-width punctuation, emoji, and what stands for links, mentions and emoticons. */
const isBetween =
  /[\s"'“”‘’…—|*~_`,;:!?\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\p{Co}\p{Extended_Pictographic}\ufe0f]/u
const isBefore = (sign: string) => sign === '' || isBetween.test(sign) || '([{<'.includes(sign)
const isAfter = (sign: string) => sign === '' || isBetween.test(sign) || ')]}>.'.includes(sign)
/** What a single mark may hold first and last: `*.txt`, `^_^` and `/* … *\/` are none. */
const isHeld = /[\p{L}\p{N}\p{Co}\p{Extended_Pictographic}\ufe0f"'“”‘’*~_`]/u
const isHeldFirst = (sign: string) => isHeld.test(sign) || '([{<（【「《@#'.includes(sign)
const isHeldLast = (sign: string) => isHeld.test(sign) || ')]}>）】」》.!?。！？…%'.includes(sign)

const isClosing = /[)\]},.;:!?）】」』》、，。；：！？]/
const isOpening = /[([{（【「『《]/

const mostOf: Record<string, number> = { '*': 3, _: 1, '~': 2 }

/**
 * Which marks of Markdown are meant as such in a message. CommonMark asks for blanks that Chinese does not have, and
 * takes `2*3*4`, `长*宽*高`, `*.txt`, `__init__` and `好的~~谢谢~~` for marks. Here:
 *
 *     **…**  not between two signs of one Latin word or number
 *     *…*    only between blanks and punctuation, around letters and numbers; so is _…_
 *     ~~…~~  begins after a blank or punctuation
 */
export function runAt(text: string, start: number, end: number): Run {
  const mark = text.charAt(start)
  let after = start + 1
  while (after < end && text.charAt(after) === mark) after += 1
  const length = after - start
  const run = { can_open: false, can_close: false, length }
  if (length > (mostOf[mark] ?? 0) || (mark === '~' && length < 2)) return run
  const [left, right] = [signBefore(text, start), after < end ? signAt(text, after) : '']
  if (isWord(left) && isWord(right)) return run
  if (length === 1)
    return {
      ...run,
      can_open: isBefore(left) && isHeldFirst(right),
      can_close: isAfter(right) && isHeldLast(left),
    }
  return {
    ...run,
    can_open: !isBlank(right) && !isClosing.test(right) && !isPath(left) && (mark !== '~' || isBefore(left)),
    can_close: !isBlank(left) && !isOpening.test(left) && !isPath(left) && !isPath(right),
  }
}

const signAt = (text: string, at: number): string => {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function signBefore(text: string, at: number): string {
  const last = text.charAt(at - 1)
  return /[\udc00-\udfff]/.test(last) ? text.slice(at - 2, at) : last
}
