/**
 * A finger that opened a menu by staying does not also press, or give the focus to, what lies under it when it goes.
 */
export function createLongPress() {
  let hasOpened = false
  return {
    opened: (isOpen: boolean): void => {
      if (isOpen) hasOpened = true
    },
    pressed: (): void => {
      hasOpened = false
    },
    released(event: Event): void {
      if (!hasOpened) return
      hasOpened = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
