/** A range of places in a conversation, both ends included. */
export type Span = { from: number; to: number }
