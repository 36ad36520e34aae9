import { ownAvatar } from '../../../../contract/files.ts'
import { chat } from '../../text/chat.ts'
import { language } from '../../text/language.ts'
import { listTime } from '../../text/time-words.ts'
import { now } from '../../ui/now.ts'
import { excerptOf } from '../../text/highlight.ts'
import type { Hit } from '../../state/search.ts'
import type { Entry } from './entry.ts'
import type { Going } from './going.ts'

/** A found message or file as a line of the switcher; choosing it leads to its place. */
export function entryOfHit(hit: Hit, { viewerId, words, find, go }: HitNeeds): Entry {
  const isGroup = hit.miniType === 1101
  const isMine = hit.senderId === viewerId
  const isOwn = !isGroup && hit.targetId === viewerId
  const where = isOwn ? chat.toSelf : hit.otherName
  const who = isMine ? chat.you : hit.name
  const isFile = hit.type === 3 && hit.file !== null
  const says = excerptOf(hit, words)
  return {
    key: `m${hit.miniType} ${hit.targetId} ${hit.seq}`,
    title: isFile && hit.file ? hit.file.text : where,
    text: isFile
      ? [where, ...(isGroup || isMine ? [who] : [])].join(' · ')
      : isGroup || isMine
        ? chat.saidBy(who, says)
        : says,
    ...(isFile && hit.file ? { file: hit.file.category } : { face: { src: isOwn ? ownAvatar : hit.otherAvatar } }),
    aside: listTime(hit.sendTime, now.value, language.value),
    open: () => go.chat(isGroup ? 'group' : 'direct', hit.targetId, { at: hit.seq, find }),
  }
}

type HitNeeds = { viewerId: number; words: readonly string[]; find: string; go: Going }
