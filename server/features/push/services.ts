/** Hosts of the push services that browsers use, and what is below them. */
const known = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'push.apple.com',
  'notify.windows.com',
  'wns.windows.com',
]

/**
 * Whether the server may send to this address: it comes from a browser, and must not become a way to make the server
 * call whatever somebody likes inside its own network.
 */
export function mayPushTo(endpoint: string, allowed: readonly string[]): boolean {
  const url = new URL(endpoint)
  if (url.username || url.password) return false
  if (url.protocol !== 'https:') return false
  return (
    allowed.includes(url.origin)
    || (url.port === '' && known.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`)))
  )
}
