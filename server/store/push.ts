/** A browser that wants to be told while no page of ours is open. */
export type Subscription = {
  userId: number
  endpoint: string
  /** The login it belongs to: it ends with it. */
  tokenHash: string
  p256dh: string
  auth: string
  /** Says what was written, not only that something was. */
  hasPreview: boolean
  /** ms; nothing is sent before. */
  quietUntil: number
}

export type Push = {
  /** Of these people, those whose login lives and whose person is enabled. */
  of(userIds: readonly number[]): Promise<Subscription[]>
  /** Ids of everybody with a subscription. */
  subscribers(): Promise<number[]>
  /** One for each endpoint and for each login: the last one counts. */
  save(subscription: Subscription): Promise<void>
  remove(endpoint: string, userId: number): Promise<void>
  /** Those of ended logins. */
  removeOf(tokenHashes: readonly string[]): Promise<void>
}
