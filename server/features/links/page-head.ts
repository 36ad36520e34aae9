/** What a page says of itself, by lower-case name (`og:title`), with `title` for its title: as it is written there. */
export type PageHead = ReadonlyMap<string, string>

/** Elements whose content is no HTML, and is passed over. */
const passedOver = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'svg', 'iframe', 'xmp'])
const mostAttributes = 40
const mostFacts = 200
const blank = /\s/

/**
 * Reads the beginning of a page, up to its body: title and `<meta>`. Goes through the text once, whatever is in it, and
 * takes whatever it does not know for nothing.
 */
export function readHead(html: string): PageHead {
  const head = new Map<string, string>()
  let at = 0
  for (;;) {
    at = html.indexOf('<', at)
    if (at === -1 || head.size >= mostFacts) return head
    if (html.startsWith('<!--', at)) {
      at = after(html, '-->', at + 4)
      continue
    }
    const isEnd = html[at + 1] === '/'
    const name = nameAt(html, isEnd ? at + 2 : at + 1)
    if (name === '') {
      at += 1
      continue
    }
    if (name === 'body' || (isEnd && name === 'head')) return head
    const tag = attributesAt(html, at + name.length + (isEnd ? 2 : 1))
    at = tag.end
    if (isEnd) continue
    if (name === 'title') {
      const end = endTag(html, name, at)
      if (!head.has('title')) head.set('title', html.slice(at, end))
      at = end
    } else if (name === 'meta') {
      const fact = (tag.attributes.get('property') ?? tag.attributes.get('name') ?? '').toLowerCase()
      const content = tag.attributes.get('content')
      if (fact !== '' && fact !== 'title' && content !== undefined && !head.has(fact)) head.set(fact, content)
    } else if (passedOver.has(name)) at = endTag(html, name, at)
  }
}

/** Where what is sought has ended; the end of the text where it is not there. */
function after(html: string, sought: string, from: number): number {
  const found = html.indexOf(sought, from)
  return found === -1 ? html.length : found + sought.length
}

/** Where the end tag of this element begins; the end of the text where there is none. */
function endTag(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2))
    if (nameAt(html, at + 2) === name) return at
  return html.length
}

const nameSign = /[a-zA-Z0-9:-]/
const longestName = 40

function nameAt(html: string, from: number): string {
  if (!/[a-zA-Z]/.test(html[from] ?? '')) return ''
  let end = from
  while (end - from < longestName && nameSign.test(html[end] ?? '')) end += 1
  return html.slice(from, end).toLowerCase()
}

/** The attributes of a tag, and where it ends. */
function attributesAt(html: string, from: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>()
  const isAny = (at: number, signs: string) => at < html.length && signs.includes(html[at] ?? '')
  const isBlank = (at: number) => at < html.length && blank.test(html[at] ?? '')
  let at = from
  while (at < html.length) {
    while (isBlank(at) || isAny(at, '/')) at += 1
    if (html[at] === '>') return { attributes, end: at + 1 }
    const start = at
    // An equals sign at the beginning belongs to the name.
    if (at < html.length) at += 1
    while (at < html.length && !isBlank(at) && !isAny(at, '=/>')) at += 1
    const name = html.slice(start, Math.min(at, start + longestName)).toLowerCase()
    while (isBlank(at)) at += 1
    let value = ''
    if (html[at] === '=') {
      at += 1
      while (isBlank(at)) at += 1
      const quote = html[at]
      const begin = quote === '"' || quote === "'" ? at + 1 : at
      if (begin > at) {
        const end = html.indexOf(quote ?? '', begin)
        value = html.slice(begin, end === -1 ? html.length : end)
        at = end === -1 ? html.length : end + 1
      } else {
        while (at < html.length && !isBlank(at) && html[at] !== '>') at += 1
        value = html.slice(begin, at)
      }
    }
    if (name !== '' && attributes.size < mostAttributes && !attributes.has(name)) attributes.set(name, value)
  }
  return { attributes, end: html.length }
}
