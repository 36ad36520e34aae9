/** Arrow keys go from message to message of a history. */
export function goByArrows(event: KeyboardEvent, scroller: HTMLElement | null): void {
  const target = event.target as HTMLElement
  if (!['ArrowUp', 'ArrowDown'].includes(event.key) || target.closest('input, textarea, [role=menu]')) return
  const all = [...(scroller?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
  const at = all.indexOf(
    (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-key]') ?? document.body,
  )
  const next = at < 0 ? all.at(-1) : all[at + (event.key === 'ArrowUp' ? -1 : 1)]
  if (!next) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}
