import type { z } from 'zod'
import type { Status as WireStatus } from '../../../contract/statuses.ts'
import type { Status } from '../../store/statuses.ts'

export const statusWire = ({ userId, emoji, text, endsAt }: Status): z.input<typeof WireStatus> => ({
  userId,
  emoji,
  text,
  endTime: endsAt,
})
