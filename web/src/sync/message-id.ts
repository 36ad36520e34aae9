/**
 * A new message's id: 32 hex digits, as unguessable as it is unique. Works on plain http too, where `randomUUID` is not
 * there.
 */
export const newMessageId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
