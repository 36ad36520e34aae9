/** What a text may have until it is folded. */
const most = { lines: 15, signs: 1000 }
/** Lines that stay of it: so few that no fold hides next to nothing. */
export const foldedLines = 10

/** Signs that are drawn of a folded text: twice what its lines can show. */
const mostDrawn = 2000

/** Signs of a line of a bubble, in the width of Chinese ones: on a desk, on a phone. */
const wide = { desk: 40, phone: 16 }

/** Whether a text is so long that its beginning stands for it until somebody wants to read on. */
export function isLong(text: string, isPhone: boolean): boolean {
  if (text.length > most.signs) return true
  const room = isPhone ? wide.phone : wide.desk
  let lines = 0
  for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(widthOf(line) / room))
  return lines > most.lines
}

/** What is drawn of a text while it is folded: what nobody sees is not laid out. */
export function beginningOf(text: string): string {
  if (text.length <= mostDrawn) return text
  return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(mostDrawn - 1)) ? mostDrawn - 1 : mostDrawn)
}

/** About how wide a text is; a Chinese sign counts 1, a Latin one about half. */
function widthOf(text: string): number {
  let width = 0
  for (let at = 0; at < text.length; at += 1) width += text.charCodeAt(at) < 0x2e80 ? 0.53 : 1
  return width
}
