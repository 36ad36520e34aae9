import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import type { LinkPreview } from '../../../contract/links.ts'
import { remember } from '../../lib/bounded-map.ts'
import type { SmallPicture } from '../files/inspect/messages.ts'
import { guardedGet } from './guarded-get.ts'
import type { Guard } from './guarded-get.ts'
import { decodePage } from './page-text.ts'
import { readHead } from './page-head.ts'
import { decodeEntities, plainText } from './plain-text.ts'

export type Preview = z.infer<typeof LinkPreview>

type Needs = {
  isOn: boolean
  guard: Guard
  /** A small copy of a picture that a stranger made; undefined for what is none. */
  shrink(personId: number, path: string, size: number): Promise<SmallPicture | undefined>
  clock?: () => number
  /** ms that getting a page, and getting its picture, may take. */
  patience?: number
}

const most = {
  /** Bytes of a page's beginning, of a picture, and of its small copy. */
  page: 256 * 1024,
  picture: 1024 * 1024,
  smallPicture: 48 * 1024,
  /** Signs. */
  title: 120,
  description: 240,
  site: 60,
  /** Previews that are kept: with their pictures some tens of MB. */
  kept: 400,
  /** Pages that are got at the same time, for all and for one person. */
  atOnce: 24,
  atOncePerPerson: 4,
}
/** ms for which it is kept what a page says, and that there is nothing to be had. */
const life = { said: 6 * 60 * 60_000, nothing: 15 * 60_000 }

/**
 * What the pages that links lead to say of themselves. They are got by this server, so that no site learns who reads a
 * message, and only from the public internet; what is got is kept in memory alone, for all who are shown the link.
 */
export function createLinks({ isOn, guard, shrink, clock = Date.now, patience = 6_000 }: Needs) {
  const kept = new Map<string, { preview: Preview | null; until: number }>()
  const underWay = new Map<string, Promise<Preview | null>>()
  const askedBy = new Map<number, number>()

  async function picture(personId: number, address: string | undefined, base: URL): Promise<string> {
    if (!address || !URL.canParse(address, base)) return ''
    const got = await guardedGet(new URL(address, base).href, {
      guard,
      signal: AbortSignal.timeout(patience),
      most: most.picture,
      isWhole: true,
      accept: 'image/webp,image/png,image/jpeg,image/gif',
      takes: type => /^image\/(?!svg)/i.test(type),
    })
    if (!got || got.bytes.length === 0) return ''
    const folder = await mkdtemp(join(tmpdir(), 'hongyan-link-'))
    try {
      const path = join(folder, 'picture')
      await writeFile(path, got.bytes, { mode: 0o600 })
      const small = await shrink(personId, path, got.bytes.length)
      if (!small || small.bytes.length > most.smallPicture) return ''
      return `data:${small.contentType};base64,${Buffer.from(small.bytes).toString('base64')}`
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function look(personId: number, address: string): Promise<Preview | null> {
    const got = await guardedGet(address, {
      guard,
      signal: AbortSignal.timeout(patience),
      most: most.page,
      accept: 'text/html,application/xhtml+xml',
      takes: type => /^(?:text\/html|application\/xhtml\+xml)(?:\s*;|$)/i.test(type.trim()),
    })
    if (!got) return null
    const head = readHead(decodePage(got.bytes, got.contentType))
    const text = (names: readonly string[], signs: number) => {
      for (const name of names) {
        const said = plainText(head.get(name) ?? '', signs)
        if (said !== '') return said
      }
      return ''
    }
    const title = text(['og:title', 'twitter:title', 'title'], most.title)
    if (title === '') return null
    const at = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image'].find(name => head.get(name))
    return {
      title,
      description: text(['og:description', 'description', 'twitter:description'], most.description),
      site: text(['og:site_name'], most.site) || got.url.host,
      picture: await picture(personId, decodeEntities(head.get(at ?? '') ?? '').trim(), got.url),
    }
  }

  /** Counts what is got for this person until it is there. */
  async function inTurn(personId: number, work: () => Promise<Preview | null>): Promise<Preview | null> {
    const own = askedBy.get(personId) ?? 0
    if (own >= most.atOncePerPerson || underWay.size >= most.atOnce) throw new Failure('request.tooMany', {}, 2)
    askedBy.set(personId, own + 1)
    try {
      return await work()
    } finally {
      const rest = (askedBy.get(personId) ?? 1) - 1
      if (rest > 0) askedBy.set(personId, rest)
      else askedBy.delete(personId)
    }
  }

  return {
    /** Null where there is nothing to say. Fails with `link.off`, `request.tooMany`. */
    async preview(personId: number, address: string): Promise<Preview | null> {
      if (!isOn) throw new Failure('link.off')
      const url = new URL(address)
      url.hash = ''
      const known = kept.get(url.href)
      if (known && known.until > clock()) return known.preview
      const running = underWay.get(url.href)
      if (running) return running
      const got = inTurn(personId, () => look(personId, url.href))
      underWay.set(url.href, got)
      try {
        const preview = await got
        remember(kept, url.href, { preview, until: clock() + (preview ? life.said : life.nothing) }, most.kept)
        return preview
      } finally {
        underWay.delete(url.href)
      }
    },
  }
}

export type Links = ReturnType<typeof createLinks>
