export type Platform = 'windows' | 'mac' | 'linux' | 'android' | 'ios' | 'web'
/** Logins replace each other per kind. */
export type PlatformKind = 'desktop' | 'phone' | 'web'

export type Token = {
  /** SHA-256 of the token, hex: the token itself is never stored. */
  hash: string
  userId: number
  platform: Platform
  kind: PlatformKind
  device: string
  brand: string
  address: string
  createdAt: number
  usedAt: number
}

export type Tokens = {
  find(hash: string): Promise<Token | undefined>
  /** Stores the token and, where `replaces` is set, ends the user's other tokens of the same kind in the same transaction: those come back. */
  create(token: Token, replaces: boolean): Promise<Token[]>
  touch(hash: string, usedAt: number): Promise<void>
  /** The ended token, or undefined where there was none. */
  end(hash: string): Promise<Token | undefined>
  /** Ends every token of the user but `except`; the ended ones. */
  endAll(userId: number, except?: string): Promise<Token[]>
  /** Deletes tokens unused since `usedBefore` or made before `createdBefore`; the ended ones. */
  expire(usedBefore: number, createdBefore: number): Promise<Token[]>
  /** Addresses from which this user has logged in with success since `since`. */
  knownAddresses(userId: number, since: number): Promise<string[]>
}
