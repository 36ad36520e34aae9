/** What stands beside a conversation. */
export type PanelName = 'info' | 'files' | 'search' | 'pins' | 'thread'
