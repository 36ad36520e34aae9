import type { Shown, UserEvent } from '../../bus/bus.ts'
import type { Viewer } from '../../lib/route.ts'

/** What decides which frames a connection gets, and how they are written for it. */
export type Audience = {
  viewer: Viewer | undefined
  /** Its device number. */
  device: string
  /** COMPAT: its program draws what it gets as HTML, and the administrator wants that escaped. */
  isDrawnAsHtml: boolean
  /** `isOurs`: said `v=1`. `origin`: this server's public origin as it sees it. */
  from: { isOurs: boolean; origin: string }
}

/**
 * In how many ways one event is told: as to everyone, as to its sender, as to the existing client, or there as to the
 * person it is about.
 */
export type Variant = 'plain' | 'own' | 'existing' | 'existingOwn'

/** How an event is told to this audience; undefined if it does not hear of it. */
export function variantFor(event: UserEvent, { viewer, device, from: { isOurs } }: Audience): Variant | undefined {
  const userId = viewer?.user.id
  switch (event.type) {
    case 'message':
      return messageVariant(event, userId, device, isOurs)
    case 'messageChanged':
      if (!isOurs) return undefined
      return userId === event.message.senderId ? 'own' : 'plain'
    case 'receipt':
      return userId === event.readerId && (!isOurs || device === event.fromDevice) ? undefined : 'plain'
    case 'typing':
      return isOurs && userId !== event.senderId ? 'plain' : undefined
    case 'conversationChanged':
      return isOurs ? 'plain' : undefined
    case 'command':
      return device === event.fromDevice ? undefined : 'plain'
    case 'presence':
      if (userId !== event.user.id) return 'plain'
      return viewer?.token.platform === event.platform ? undefined : isOurs ? 'plain' : 'existingOwn'
    case 'moduleNotice':
      return 'plain'
    case 'application':
      // COMPAT: each is a pop-up there, and another person's answer is not worth one.
      return isOurs || event.state === 0 || userId === event.receiverId || event.kind === 'friend' ? 'plain' : undefined
  }
}

/** COMPAT: clients that did not say `v=1` get nothing of their own user's, nor any code that they do not know. */
function messageVariant(
  event: Extract<UserEvent, { type: 'message' }>,
  userId: number | undefined,
  device: string,
  isOurs: boolean,
): Variant | undefined {
  const isSender = userId === event.message.senderId
  // COMPAT: a system line is no news to the other client; it finds it in the history.
  if (event.message.extra?.event) return !isOurs ? undefined : isSender ? 'own' : 'plain'
  if (isSender) return isOurs && device !== event.fromDevice ? 'own' : undefined
  return isOurs || hasWords(event) ? 'plain' : 'existing'
}

/** Whether the existing client finds words of its own in a message: see `pushedRow`. */
const hasWords = ({ message, quoted }: Shown) => quoted === null && message.content.trim() !== ''
