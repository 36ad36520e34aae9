/** Bounds that a client can rely on. Configurable ones are the defaults of `server/config.ts`. */
export const limits = {
  /** Characters of a message's text. */
  messageLength: 20_000,
  /** Characters of a quoted text, of which none is cut. */
  quoteLength: 200,
  /** Bytes of a JSON body. */
  bodyBytes: 256 * 1024,
  /** Bytes of a frame from a client. */
  frameBytes: 64 * 1024,
  /** Frames in one array frame. */
  framesAtOnce: 100,
  /** Rows of a page. */
  pageSize: 200,
  /** People mentioned in one message. */
  mentions: 500,
  /** Members of a group. */
  groupMembers: 10_000,
  /** Characters of a group's or department's name. */
  nameLength: 60,
  /** Characters of a group's note, a person's sign, an application's words. */
  noteLength: 500,
  /** Signs, as people see them, of what somebody says of themselves for a while, and characters in them. */
  statusSigns: 50,
  statusLength: 500,
  /** Characters of a group notice. */
  noticeLength: 5_000,
  /** People in one invitation or removal. */
  peopleAtOnce: 1_000,
  /** Messages forwarded at once, and conversations they go to. */
  forwardMessages: 100,
  forwardTargets: 50,
  /** Copies that one forwarding may make (messages times targets), and characters in all of them. */
  forwardCopies: 200,
  forwardCharacters: 1_000_000,
  /** Different reactions on one message, and characters of one. */
  reactions: 20,
  reactionLength: 32,
  /** Messages that are pinned in one conversation. */
  pins: 50,
  /** How many of the newest messages of a conversation can be made unread again. */
  unreadAgain: 500,
  /** Messages that one person has saved. */
  savedMessages: 2000,
  /** Messages whose replies are counted in one call, and how far they are. */
  repliesAsked: 100,
  repliesCounted: 1000,
  /** How long the sender may edit a message, in ms. */
  editWindow: 24 * 60 * 60 * 1000,
  /** Applications for friendship that a person may send in 24 hours. */
  friendApplicationsADay: 50,
  /** People outside one's reach that one may look up by phone number, e-mail address or username in an hour. */
  lookUpsAnHour: 60,
  /** Applications to groups that a person may send, and people that one may propose for groups, in 24 hours. */
  groupApplicationsADay: 50,
  groupProposalsADay: 200,
  /** How long who was refused waits before asking that group again, in ms. */
  groupRefusalPause: 24 * 60 * 60 * 1000,
  /** Characters of a search. */
  keywordLength: 100,
  /** Receivers of one module notice. */
  noticeReceivers: 100_000,
  /** Bytes of an uploaded file. */
  fileBytes: 200 * 1024 * 1024,
  /** How long the sender may recall a message, in ms. */
  recallWindow: 2 * 60 * 1000,
  /** Life of a login code and of a user's QR code, in ms. */
  codeLife: 2 * 60 * 1000,
  /** Life of a group's QR code, in ms. */
  groupCodeLife: 7 * 24 * 60 * 60 * 1000,
  /** Life of a one-time ticket for a business system, in ms. */
  ticketLife: 60 * 1000,
  /** People who may come by one invitation, and days for which it holds; and what they are if nothing is said. */
  invitationUses: 1000,
  invitationUsesDefault: 50,
  invitationDays: 90,
  invitationDaysDefault: 7,
  /** Invitations in a company's list. */
  invitationsListed: 100,
  /** Departments of one person. */
  postsOfOne: 20,
  /** Characters of the name one logs in with. */
  usernameMax: 40,
  passwordMin: 8,
  passwordMax: 128,
} as const
