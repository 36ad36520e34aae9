/** Whether code that was begun with ``` is still open at the caret: there Enter begins a line. */
export function isInFence(text: string, caret: number): boolean {
  let isOpen = false
  for (const line of text.slice(0, caret).split('\n')) {
    const isMark = line.includes('```')
    if (isMark && isOpen) isOpen = !line.trimEnd().endsWith('```')
    else if (isMark) isOpen = /^[ \t]*`{3,}[^`]*$/.test(line)
  }
  return isOpen
}

/** What the line of the caret is indented by; code goes on below it. */
export function indentAt(text: string, caret: number): string {
  const [line = ''] = text.slice(0, caret).split('\n').slice(-1)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}
