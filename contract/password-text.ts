/**
 * A password as it is compared and hashed (RFC 8265, OpaqueString): composed, and every kind of blank an ordinary one,
 * so that two keyboards that send the same password differently mean the same.
 */
export const preparePassword = (password: string): string => password.replace(/\p{Zs}/gu, ' ').normalize('NFC')

/** Characters of a password, as a person counts them. */
export const passwordLength = (password: string): number => [...preparePassword(password)].length

/** Signs that no password may have: what no keyboard sends, and what is cut off or changed on the way. */
export const hasForbiddenSign = (password: string): boolean => /[\p{Cc}\p{Cs}]/u.test(password)
