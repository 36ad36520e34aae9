import type { Component } from 'vue'

/** Something that a menu does. */
export type MenuAction = {
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

/** One line of a menu, the name of the lines that follow, or a rule between two. */
export type MenuEntry = MenuAction | { heading: string } | '-'

/** How a line is said: one that can be ticked says whether it is. */
export const menuRole = ({ checked }: MenuAction) =>
  checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked }
