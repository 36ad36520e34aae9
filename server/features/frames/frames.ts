import type { Frame } from '../../../contract/frames.ts'
import type { UserEvent } from '../../bus/bus.ts'
import { urlsOn } from '../../lib/route.ts'
import { variantFor, type Audience, type Variant } from './audience.ts'
import { createEventFrames, type EventFrameNeeds } from './event-frames.ts'
import { finished, finishFor, type Finish } from './finish.ts'

export type { Audience } from './audience.ts'

/** What connections are told: which frames each of them gets of an event, and how its client takes them. */
export function createFrames(needs: EventFrameNeeds) {
  const frameOf = createEventFrames(needs)
  return {
    /**
     * What each audience gets of an event: undefined for nothing. Those who get the same get the same object, so that
     * it is written once.
     */
    ofEvent(event: UserEvent): (audience: Audience) => Frame | undefined {
      const made: { variant: Variant; finish: Finish; origin: string; frame: Frame }[] = []
      return audience => {
        const variant = variantFor(event, audience)
        if (variant === undefined) return undefined
        const { origin } = audience.from
        const finish = eventFinish(event, audience)
        for (const one of made)
          if (one.variant === variant && one.finish === finish && one.origin === origin) return one.frame
        const senderId = event.type === 'command' ? (audience.viewer?.user.id ?? null) : null
        const frame = finished(frameOf(event, variant, urlsOn(origin)), finish, senderId)
        made.push({ variant, finish, origin, frame })
        return frame
      }
    },

    /** A frame as the client of this audience takes it. */
    finish: (audience: Audience, frame: Frame): Frame => finished(frame, finishFor(audience), null),
  }
}

export type Frames = ReturnType<typeof createFrames>

/** Messages and receipts have their sender: everyone gets the same frame of them. */
function eventFinish(event: UserEvent, audience: Audience): Finish {
  const finish = finishFor(audience)
  return finish === 'existing' && (event.type === 'message' || event.type === 'receipt') ? 'asItIs' : finish
}
