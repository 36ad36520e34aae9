/** 0 open, 3 refused, 4 agreed: the contract's numbers. */
export type ApplicationState = 0 | 3 | 4

export type FriendApplication = {
  id: number
  senderId: number
  receiverId: number
  content: string
  /** ms. */
  sentAt: number
  state: ApplicationState
}

export type Applied =
  /** `repeated`: it was open already, and stays as it was sent first. */
  | { outcome: 'sent' | 'repeated'; application: FriendApplication }
  | { outcome: 'friends' }
  /** Too many were sent since `since`; ms of the oldest that counts. */
  | { outcome: 'tooMany'; oldest: number }

export type Decided = {
  /** `repeated`: it was decided so before. `closed`: it was decided otherwise before. */
  outcome: 'decided' | 'repeated' | 'closed'
  application: FriendApplication
}

/** Friendships and who asks for them. Each call is atomic: of two at once, one finds what the other has made. */
export type Friends = {
  application(id: number): Promise<FriendApplication | undefined>
  /** Sent by or to this person, newest first. */
  applications(userId: number, limit: number): Promise<FriendApplication[]>
  /**
   * Asks for friendship: one open application each way between two people, and `most` sent since `since` (ms). Who was
   * refused may ask again.
   */
  apply(application: {
    senderId: number
    receiverId: number
    content: string
    at: number
    since: number
    most: number
  }): Promise<Applied>
  /**
   * Refuses, or agrees and makes the friendship both ways; what one asked the other is answered by that too. Undefined
   * where there is none.
   */
  decide(decision: { id: number; state: 3 | 4; at: number }): Promise<Decided | undefined>
  /**
   * Agrees to what `senderId` has open to this person; `friends` where they are that already, undefined where neither
   * is so.
   */
  agree(userId: number, senderId: number, at: number): Promise<FriendApplication | 'friends' | undefined>
  /** Both ways; false where they were none. */
  unfriend(userId: number, friendId: number): Promise<boolean>
}
