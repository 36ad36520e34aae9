import { remember } from '../lib/bounded-map.ts'
import type { LiveSocket, Page } from './socket.ts'

/** ms between the handshakes of two sockets that a page opens together. A second tab comes later. */
const apart = 1000
/** ms for which a page without sockets is known: a short time without the server, or the network. */
const remembered = 60_000
/** Pages of one login, and logins, of which something is remembered. */
const pagesKept = 50
const loginsKept = 100_000

/** Whether a page opened both together. Which login they belong to is for the caller to compare. */
export function areTwins(one: LiveSocket, other: LiveSocket): boolean {
  return one !== other && haveOneProgram(one, other) && Math.abs(one.openedAt - other.openedAt) <= apart
}

const haveOneProgram = (one: LiveSocket, other: LiveSocket) =>
  !one.from.isOurs
  && !other.from.isOurs
  && one.from.address === other.from.address
  && one.from.userAgent === other.from.userAgent

const liveOf = (page: Page) => [...page.sockets].find(socket => !socket.twin)

/**
 * Which sockets are of one page, by login:
 *
 *   opened together                a page: the first is live, the other rests
 *   alone, and a page lacks one    that page's socket, come back: it rests, or is live where nobody is
 *   alone, and no page lacks one   a page of its own
 *   right after one "come back"    they were a second tab: the two are a page
 */
export function createTwins({ clock }: { clock(): number }) {
  const byLogin = new Map<string, { program: LiveSocket['from']; page: Page }[]>()

  const isGone = ({ emptySince }: Page) => clock() - emptySince > remembered

  /** Pages of this login and program. */
  function pagesOf(hash: string, socket: LiveSocket): Page[] {
    const all = (byLogin.get(hash) ?? []).filter(({ page }) => !isGone(page))
    if (all.length > 0) byLogin.set(hash, all)
    else byLogin.delete(hash)
    const { address, userAgent } = socket.from
    return all
      .filter(({ program }) => program.address === address && program.userAgent === userAgent)
      .map(({ page }) => page)
  }

  function enter(socket: LiveSocket, page: Page): void {
    socket.twin = liveOf(page)
    socket.page = page
    page.sockets.add(socket)
    page.emptySince = Infinity
  }

  function enterNew(socket: LiveSocket, hash: string): Page {
    const page: Page = { sockets: new Set(), away: 0, emptySince: Infinity }
    const known = byLogin.get(hash) ?? []
    remember(byLogin, hash, [...known.slice(-pagesKept + 1), { program: socket.from, page }], loginsKept)
    enter(socket, page)
    return page
  }

  /** Opened together with one that is in it: of those that are away, none needs to come back any more. */
  function enterOpened(socket: LiveSocket, page: Page): void {
    page.away = Math.max(0, page.away - 1)
    enter(socket, page)
  }

  /** A page that lacks a socket. One that nobody is left of may be a tab that was closed: it comes last. */
  function lackingOne(hash: string, socket: LiveSocket): Page | undefined {
    const lacking = pagesOf(hash, socket).filter(({ away }) => away > 0)
    return lacking.findLast(({ sockets }) => sockets.size > 0) ?? lacking.at(-1)
  }

  /** The first of those that rest takes over where the live one goes. */
  function take(socket: LiveSocket): void {
    const { page } = socket
    if (!page) return
    page.sockets.delete(socket)
    page.away += 1
    if (page.sockets.size === 0) page.emptySince = clock()
    const heirs = [...page.sockets].filter(other => other.twin === socket)
    for (const other of heirs) other.twin = other === heirs[0] ? undefined : heirs[0]
    socket.page = undefined
    socket.twin = undefined
    socket.cameBack = false
  }

  return {
    /** A socket was just bound to this login: it is live, or rests. */
    bound(socket: LiveSocket, hash: string, sameLogin: Iterable<LiveSocket>): void {
      if (socket.from.isOurs) return
      const twin = [...sameLogin].find(other => other.page && areTwins(socket, other))
      if (twin?.page) {
        if (!twin.cameBack || twin.page.sockets.size === 1) return enterOpened(socket, twin.page)
        if (!lackingOne(hash, socket)) {
          take(twin)
          return enterOpened(socket, enterNew(twin, hash))
        }
      }
      const page = lackingOne(hash, socket)
      if (!page) return void enterNew(socket, hash)
      page.away -= 1
      enter(socket, page)
      socket.cameBack = true
    },

    /** A socket closed: it may come back. */
    closed: take,

    /** The login is over, and with it what is known of its pages. */
    ended(hash: string, sockets: Iterable<LiveSocket>): void {
      byLogin.delete(hash)
      for (const socket of sockets) {
        socket.page = undefined
        socket.twin = undefined
        socket.cameBack = false
      }
    },
  }
}
