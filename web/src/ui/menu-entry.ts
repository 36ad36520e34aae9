import type { Component } from 'vue'

/** One line of a menu, or a rule between two. */
export type MenuEntry =
  | '-'
  | {
      label: string
      icon?: Component
      /** Shown at the end of the line, such as `⌘K`. */
      keys?: string
      tone?: 'bad'
      disabled?: boolean
      /** Present where the line can be ticked. */
      checked?: boolean
      run: () => void
    }
