import { fitting } from '../../../contract/graphemes.ts'
import { limits } from '../../../contract/limits.ts'
import { isRecalled } from './row.ts'
import type { Row } from './row.ts'

/**
 * A reply after the message that it answers was changed: a quote shows that message as it is now, so a recalled text
 * must not live on in the answers to it. The same row where it answers something else.
 */
export function quoting(reply: Row, changed: Row): Row {
  if (reply.reply?.seq !== changed.seq) return reply
  const content = fitting(changed.content || (changed.file?.text ?? ''), limits.quoteLength)
  return {
    ...reply,
    reply: { ...reply.reply, content: isRecalled(changed) ? '' : content, state: isRecalled(changed) ? 6 : 0 },
  }
}
