/**
 * Settings of the servers that are measured: everything is counted as always, and nothing is refused for being too
 * much.
 */
export const benchSettings = {
  HONGYAN_RATE_PERSON: '1000000',
  HONGYAN_RATE_NETWORK: '1000000',
  HONGYAN_RATE_MODULE: '1000000',
  HONGYAN_SOCKETS_PER_LOGIN: '100000',
  HONGYAN_WAITING_DEVICES: '100000',
}
