/** The text without blank lines around it: what the first line is indented by is part of what was pasted. */
export function withoutOuterBlanks(text: string): string {
  let from = 0
  for (let end = text.indexOf('\n'); end >= 0 && text.slice(from, end).trim() === ''; end = text.indexOf('\n', from))
    from = end + 1
  const rest = text.slice(from).trimEnd()
  return rest.includes('\n') ? rest : rest.trimStart()
}
