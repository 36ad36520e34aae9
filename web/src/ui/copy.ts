/**
 * Puts a text on the clipboard; to be called from a press. Over plain http browsers have no clipboard for pages, but
 * still the older command, which asks the page what to copy. Rejects where neither is allowed.
 */
export async function copyText(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard) return clipboard.writeText(text)
  if (!copyByCommand(text)) throw new Error('The browser refuses to copy')
}

function copyByCommand(text: string): boolean {
  const answer = (event: ClipboardEvent) => {
    event.stopImmediatePropagation()
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  const selection = getSelection()
  const before = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined
  // Some browsers copy only where something is selected. No field: a dialog would take the focus back.
  const place = document.createElement('span')
  place.textContent = text
  place.className = 'unseen'
  document.body.append(place)
  document.addEventListener('copy', answer, { capture: true })
  try {
    selection?.selectAllChildren(place)
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', answer, { capture: true })
    place.remove()
    selection?.removeAllRanges()
    if (before) selection?.addRange(before)
  }
}
