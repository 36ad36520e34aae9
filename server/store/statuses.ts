/** What somebody says of themselves for a while; `emoji` or `text` may be empty, not both. */
export type Status = {
  userId: number
  emoji: string
  text: string
  /** ms from which there is none any more; null: until it is taken back. */
  endsAt: number | null
}

export type Statuses = {
  /** Of these people; also those that have ended. */
  of(userIds: readonly number[]): Promise<Status[]>
  /** One of each person: the last one counts. */
  set(status: Status): Promise<void>
  clear(userId: number): Promise<void>
}
