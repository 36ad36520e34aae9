import { shallowReactive } from 'vue'
import type { Reply } from '../../../../contract/call.ts'
import { previewLink } from '../../../../contract/links.ts'
import { ApiFailure } from '../../api/failure.ts'
import { ask } from '../../session.ts'
import { partsOf } from './text-parts.ts'

type LinkPreview = Reply<typeof previewLink>

/** Previews that this page keeps: each may have a picture of some tens of KB. */
const most = 200
/** Pages that are asked for at a time; the server gets four for a person. */
const atOnce = 3

const known = shallowReactive(new Map<string, LinkPreview>())
const asked = new Set<string>()
const queue: string[] = []
let running = 0

/** The first address that a text has; undefined where it has none. */
export function firstLink(text: string): string | undefined {
  if (!/https?:\/\/|www\./i.test(text)) return undefined
  const link = partsOf(text).find(part => part.kind === 'link')
  return link?.kind === 'link' ? link.href : undefined
}

async function askNext(): Promise<void> {
  running += 1
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    const preview = await ask(previewLink, { query: { url: address } }).catch((error: unknown) => {
      if (!(error instanceof ApiFailure)) throw error
      return null
    })
    known.set(address, preview)
    const [eldest] = known.keys()
    if (known.size > most && eldest !== undefined) forget(eldest)
  }
  running -= 1
}

function forget(address: string): void {
  known.delete(address)
  asked.delete(address)
}

/** What a page says of itself: null for nothing, undefined until the server has said it. Asked for when first drawn. */
export function linkPreview(address: string): LinkPreview | undefined {
  if (!asked.has(address)) {
    asked.add(address)
    // The last that is drawn is the one that is looked at.
    queue.push(address)
    if (running < atOnce) void askNext()
  }
  return known.get(address)
}
