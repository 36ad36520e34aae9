/** Whether this is a machine of Apple's, whose shortcuts are made with another key. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** How a shortcut is written here: `⌘K` or `Ctrl K`, with Shift `⇧⌘X` or `Ctrl Shift X`. */
export const shortcut = (key: string, isShifted = false): string =>
  isApple ? `${isShifted ? '⇧' : ''}⌘${key === 'Enter' ? '↵' : key}` : `Ctrl ${isShifted ? 'Shift ' : ''}${key}`

/** How the key beside it is called. */
export const alt = isApple ? '⌥' : 'Alt'

/** Whether this key was pressed together with the one that makes shortcuts here, and with Shift or no other. */
export function isShortcut(
  { key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  name: string,
  isShifted = false,
): boolean {
  const [own, other] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  // With Shift, a digit is another sign, and which one is the keyboard's.
  return (key.toLowerCase() === name || code === `Digit${name}`) && own && !other && shiftKey === isShifted && !altKey
}

/** Whether a dialog has the keyboard: what is beneath it does not answer. */
export const isDialogOpen = (): boolean => document.querySelector('[role=dialog], [role=alertdialog]') !== null
