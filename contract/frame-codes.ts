/** The WebSocket's frame codes (docs/protocol.md, section 3). */
export const frameCodes = {
  connected: 1001,
  loggedInElsewhere: 1002,
  loginOver: 1003,
  online: 1004,
  offline: 1005,
  receipt: 1006,
  readUntil: 10061,
  direct: 1100,
  group: 1101,
  accepted: 2000,
  heartbeat: 1111,
  heartbeatAnswer: 1112,
  command: 1500,
  commandReceipt: 15001,
  scanned: 10010,
  scanLoggedIn: 10011,
  /** Ours: the login was cancelled on the phone, and the code is dead. */
  scanCancelled: 10012,
  friendApplication: 11016,
  groupApplication: 11017,
  moduleNotice: 11021,
  typing: 3001,
  conversationChanged: 3003,
  messageChanged: 3004,
  refused: 3400,
} as const

export type FrameCode = (typeof frameCodes)[keyof typeof frameCodes]
