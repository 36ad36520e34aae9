import type { ActingPerson } from './audit.ts'

export type Platform = 'windows' | 'mac' | 'linux' | 'android' | 'ios' | 'web'
/** Logins replace each other per kind. */
export type PlatformKind = 'desktop' | 'phone' | 'web'

/**
 * What a login may do: everything, or nothing but replacing the one-time password that it was made with.
 * A second factor will be one more stage.
 */
export type LoginStage = 'full' | 'mustChange'

/**
 * What a login was allowed for, looked at again when it is stored: the password that was right, or the full login that
 * vouches for it.
 */
export type LoginProof = { passwordHash: string } | { tokenHash: string }

/** A change of somebody's password: PHC string of argon2id, and when it is made, in ms. */
export type PasswordChange = { userId: number; passwordHash: string; at: number }

/** How somebody logged in: by a password, by a phone that scanned a code, or as a newcomer by an invitation. */
export type LoginWay = 'password' | 'code' | 'invitation'

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
  stage: LoginStage
}

export type Tokens = {
  find(hash: string): Promise<Token | undefined>
  /** The logins of one person, those used last first. */
  ofUser(userId: number): Promise<Token[]>
  /**
   * Stores the token and, if `replaces` is set, ends the user's other tokens of the same kind in the same transaction:
   * those come back, and those of other devices are remembered as replaced. Undefined, and nothing is stored, if the
   * proof holds no longer or the user is disabled. The log tells of the login.
   */
  create(token: Token, replaces: boolean, way: LoginWay, proof?: LoginProof): Promise<Token[] | undefined>
  /**
   * Sets a password of the user's own, makes `keep` a full login and ends the others: the ended ones. Undefined, and
   * nothing changes, if the password is no longer `replaced` or the login `keep` has ended: of several at once one
   * succeeds. The log tells of it.
   */
  replacePassword(
    by: ActingPerson,
    change: PasswordChange & { replaced: string; keep: string },
  ): Promise<Token[] | undefined>
  touch(hash: string, usedAt: number): Promise<void>
  /** The ended token, or undefined where there was none. */
  end(hash: string): Promise<Token | undefined>
  /**
   * Ends, of this person's own logins, the one with this hash, or all but `except`; the ended ones. The log tells of
   * them.
   */
  endOwn(by: ActingPerson, which: { hash: string } | { except: string }): Promise<Token[]>
  /** Ends every token of the user but `except`; the ended ones. */
  endAll(userId: number, except?: string): Promise<Token[]>
  /** Whether a login on another device took the place of this one. */
  wasReplaced(hash: string): Promise<boolean>
  /**
   * Deletes tokens unused since `usedBefore` or made before `createdBefore`, and what was replaced before that; the
   * ended ones.
   */
  expire(usedBefore: number, createdBefore: number): Promise<Token[]>
  /** Addresses from which this user has logged in with success since `since`. */
  knownAddresses(userId: number, since: number): Promise<string[]>
}
