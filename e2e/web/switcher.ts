import type { Locator, Page } from 'playwright-core'

/** What a person sees of the switcher. */
export function switcherOf(page: Page) {
  const dialog = page.getByRole('dialog', { name: '快速查找' })
  const options = dialog.getByRole('option')
  return {
    dialog,
    field: dialog.getByRole('combobox'),
    options,
    chosen: dialog.getByRole('option', { selected: true }),
    row: (name: string): Locator =>
      options.filter({ has: page.locator('.title').getByText(name, { exact: true }) }).first(),
    section: (name: string): Locator => dialog.getByRole('group', { name, exact: true }),
    nothing: (word: string): Locator => dialog.getByText(`没有找到“${word}”`),
  }
}
