/**
 * COMPAT: an answer or frame for a client that draws whatever it gets as HTML (docs/protocol.md, section 5, 9). Every
 * text in it is escaped, wherever it stands and whatever it is called, so that what is added later is safe without
 * being named here. Ids, codes and tokens have none of these signs. Only addresses are treated otherwise: they stand in
 * `src` and `href`.
 */
export const forDrawing = <T>(value: T): T => drawn(value, '') as T

const addressFields = new Set(['avatar', 'otherAvatar', 'hdUrl', 'thumbUrl', 'redirect', 'url'])

function drawn(value: unknown, field: string): unknown {
  if (typeof value === 'string') return addressFields.has(field) ? safeAddress(value) : escapeText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => drawn(item, field))
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [escapeText(name), drawn(part, name)]))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const special = /[&<>"']/
const everySpecial = /[&<>"']/g

const escapeText = (text: string): string =>
  special.test(text) ? text.replace(everySpecial, sign => entities[sign] ?? sign) : text

/**
 * These parameters as they were before `forDrawing`: that client fills its forms with what it got, and sends them back.
 */
export function unescaped(given: unknown, names: readonly string[]): unknown {
  if (typeof given !== 'object' || given === null) return given
  const before = (name: string, value: unknown) =>
    names.includes(name) && typeof value === 'string' ? unescapeText(value) : value
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, before(name, value)]))
}

export const unescapeText = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, entity => signs.get(entity) ?? entity)

const signs = new Map(Object.entries(entities).map(([sign, entity]) => [entity, sign]))

/** Signs that could end an attribute, begin a tag, or are dropped by browsers from the scheme of an address. */
const endings = /[\p{Cc} "'<>`\\]/gu
const webScheme = /^https?:/i
/**
 * A colon before the first slash, question mark or hash: the address says how it is to be opened. So may what begins
 * with an ampersand there: who draws it as HTML reads `&colon;` as a colon.
 */
const anyScheme = /^[^/?#&]*[:&]/

/** An address of the web that stays within its attribute; an address of any other kind leads nowhere. */
function safeAddress(address: string): string {
  const encoded = address.replace(endings, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  return !webScheme.test(encoded) && anyScheme.test(encoded) ? 'about:blank' : encoded
}
