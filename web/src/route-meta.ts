import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** The area that the rail and the bar show as chosen. */
    area?: 'messages' | 'contacts' | 'home' | 'me'
    /** Which pane a phone shows; the other one lies beneath. */
    pane?: 'list' | 'content'
    /** Fills the window, without rail, bar and list. */
    alone?: boolean
    /** May be seen by who is not logged in. */
    open?: boolean
  }
}
