/** Whether this is a machine of Apple's, whose shortcuts are made with another key. */
const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** How a shortcut is written here: `⌘K` or `Ctrl K`. */
export const shortcut = (key: string): string => (isApple ? `⌘${key === 'Enter' ? '↵' : key}` : `Ctrl ${key}`)

/** Whether this key was pressed together with the one that makes shortcuts here, and with no other. */
export function isShortcut({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent, name: string): boolean {
  const [own, other] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  return key.toLowerCase() === name && own && !other && !shiftKey && !altKey
}

/** Whether a dialog has the keyboard: what is beneath it does not answer. */
export const isDialogOpen = (): boolean => document.querySelector('[role=dialog], [role=alertdialog]') !== null
