/** px that a drawn keyboard has at least: bars of the browser that come and go have less. */
const least = 120

/**
 * A drawn keyboard makes the page smaller where the browser lets it (`interactive-widget`). Where it covers the page
 * instead, on an iPhone, `--keyboard` says by how many px, and the page ends above it.
 */
export function followKeyboard(): void {
  const { visualViewport: sight, document } = window
  if (!sight) return
  const root = document.documentElement

  function follow(): void {
    // Who looks closer sees less of the page without any keyboard.
    const covered = sight && sight.scale < 1.01 ? Math.round(root.clientHeight - sight.height) : 0
    const isOpen = covered >= least
    root.toggleAttribute('data-keyboard', isOpen)
    if (!isOpen) return void root.style.removeProperty('--keyboard')
    root.style.setProperty('--keyboard', `${covered}px`)
    // The browser has moved the page up to show the field, which is in sight by now.
    scrollTo(0, 0)
  }

  sight.addEventListener('resize', follow)
  sight.addEventListener('scroll', follow)
}
