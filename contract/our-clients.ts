/**
 * How a client of ours says in every call that it needs none of docs/protocol.md, section 5: the header `version`, as
 * `hongyan-<program>/<version of the wire>`. `v=1` in the query says the same, as it does for the WebSocket.
 */
export const ourVersion = (program: string): string => `hongyan-${program}/1`

const isOurVersion = /^hongyan-[a-z0-9]{1,20}\/1$/
const saysV1 = /[?&]v=1(?:&|#|$)/

/** Whether a request, by its header `version` and its address, comes from a client of ours. */
export const isFromOurs = (version: unknown, address: string): boolean =>
  (typeof version === 'string' && isOurVersion.test(version)) || saysV1.test(address)
