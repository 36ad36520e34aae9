import type { Bus, NodeEvent } from '../../bus/bus.ts'
import { createCache } from '../../lib/cache.ts'
import { brandOf, kindOf, platformOf } from '../../lib/platform.ts'
import type { Client, Viewer } from '../../lib/route.ts'
import { hashToken, newSecret } from '../../lib/secret.ts'
import type { Store } from '../../store/store.ts'
import type { LoginProof, LoginStage, LoginWay, Token } from '../../store/logins.ts'

type Ending = Extract<NodeEvent, { type: 'tokensEnded' }>['reason']

/** What a login keeps of the machine and program that asked for it. */
export type LoginFrom = Pick<Client, 'address' | 'userAgent' | 'device'>

type Needs = {
  store: Pick<Store, 'tokens' | 'users'>
  bus: Bus
  /** ms of `tokenIdle` without use, and `tokenLife` in any case, after which a token dies. */
  config: { oneLoginPerKind: boolean; tokenIdle: number; tokenLife: number }
  clock: () => number
}

const sessionsKept = 100_000
/** ms between two notes in the store that a token is in use. */
const touchEvery = 5 * 60 * 1000
const wellFormed = /^[A-Za-z0-9_-]{16,200}$/

export type Tokens = ReturnType<typeof createTokens>

/** Logins: making, finding and ending them. Good ones are kept in memory by their hash, for every call asks. */
export function createTokens({ store, bus, config, clock }: Needs) {
  const sessions = createCache<string, Viewer>({ most: sessionsKept })
  bus.onAll(event => {
    if (event.type === 'tokensEnded') sessions.forget(event.hashes)
    if (event.type !== 'usersChanged') return
    const changed = new Set(event.userIds)
    sessions.forgetThose(({ user }) => changed.has(user.id))
  })

  const tell = (ended: readonly Token[], reason: Ending) => {
    if (ended.length > 0) bus.toAll({ type: 'tokensEnded', hashes: ended.map(({ hash }) => hash), reason })
  }
  const isOver = (token: Token, now: number) =>
    now - token.usedAt > config.tokenIdle || now - token.createdAt > config.tokenLife

  async function end(hash: string, reason: Ending): Promise<Token | undefined> {
    const ended = await store.tokens.end(hash)
    if (ended) tell([ended], reason)
    return ended
  }

  /** Notes the use now and then. A note that is lost only makes the token end earlier: no reason to fail the call. */
  function touch(viewer: Viewer, now: number): Viewer {
    if (now - viewer.token.usedAt < Math.min(touchEvery, config.tokenIdle / 10)) return viewer
    const touched = { ...viewer, token: { ...viewer.token, usedAt: now } }
    sessions.update(viewer.token.hash, touched)
    store.tokens.touch(viewer.token.hash, now).catch(() => undefined)
    return touched
  }

  async function find(hash: string): Promise<Viewer | undefined> {
    const token = await store.tokens.find(hash)
    const user = token && (await store.users.find(token.userId))
    return token && user?.isEnabled ? { user, token } : undefined
  }

  /** Who logged in with the token of this hash; undefined where it is dead or its user disabled. */
  async function viewerOfHash(hash: string): Promise<Viewer | undefined> {
    const viewer = await sessions.read(hash, () => find(hash))
    if (!viewer) return undefined
    const now = clock()
    if (!isOver(viewer.token, now)) return touch(viewer, now)
    await end(hash, 'over')
    return undefined
  }

  return {
    viewerOfHash,

    /**
     * Who logged in with this token; undefined where it is dead or its user disabled. Look at the stage: a one-time
     * password opens nothing but its replacement.
     */
    async viewerOf(token: string): Promise<Viewer | undefined> {
      return wellFormed.test(token) ? viewerOfHash(hashToken(token)) : undefined
    },

    /** Whether a login on another device took the place of the one with this dead token. */
    async wasReplaced(token: string): Promise<boolean> {
      return wellFormed.test(token) && (await store.tokens.wasReplaced(hashToken(token)))
    },

    /**
     * A new login; undefined where its proof holds no longer. Where each kind of platform has one login, the older one
     * of the kind ends.
     */
    async issue(
      userId: number,
      from: LoginFrom,
      stage: LoginStage,
      way: LoginWay,
      proof: LoginProof,
    ): Promise<{ token: string; record: Token } | undefined> {
      const token = newSecret(256)
      const platform = platformOf(from.userAgent)
      const now = clock()
      const record: Token = {
        hash: hashToken(token),
        userId,
        platform,
        kind: kindOf(platform),
        device: from.device ?? newSecret(128),
        brand: brandOf(from.userAgent),
        address: from.address,
        createdAt: now,
        usedAt: now,
        stage,
      }
      const ended = await store.tokens.create(record, config.oneLoginPerKind, way, proof)
      if (!ended) return undefined
      // The same device logging in again is not "elsewhere": its socket must not say so and throw the new login away.
      tell(
        ended.filter(({ device }) => device !== record.device),
        'replaced',
      )
      tell(
        ended.filter(({ device }) => device === record.device),
        'loggedOut',
      )
      return { token, record }
    },

    /** The logins of this person that are not over, those used last first. */
    async ofUser(userId: number): Promise<Token[]> {
      const now = clock()
      return (await store.tokens.ofUser(userId)).filter(token => !isOver(token, now))
    },

    /** The login that ended; undefined where there was none. */
    end,

    /** To be called for logins that a change in the store ended. */
    tell,

    /** Ends all of a user's logins but the one with the hash `except`. */
    async endAll(userId: number, except: string | undefined, reason: Ending): Promise<void> {
      tell(await store.tokens.endAll(userId, except), reason)
    },

    /** Ends what was not used for too long, or is too old. */
    async sweep(): Promise<void> {
      const now = clock()
      tell(await store.tokens.expire(now - config.tokenIdle, now - config.tokenLife), 'over')
    },
  }
}
