import type { Locator, Page } from 'playwright-core'

/** What a person sees and does in the conversations of the client. */
export function conversationsOf(page: Page) {
  const row = (name: string): Locator => page.locator('.chat-list li', { has: page.locator('.title').getByText(name, { exact: true }) })
  const field = page.locator('.composer textarea')
  const messages = page.locator('.message')
  return {
    row,
    field,
    messages,
    /** The message that says this. */
    message: (text: string): Locator => page.locator('.message', { hasText: text }).last(),
    badge: (name: string): Locator => row(name).locator('.count'),

    async open(name: string): Promise<void> {
      await row(name).locator('a').click()
      await field.waitFor()
      await messages.first().waitFor()
    },

    async say(text: string): Promise<void> {
      await field.fill(text)
      await field.press('Enter')
    },

    /** Opens a message's menu, and chooses. */
    async choose(message: Locator, label: string): Promise<void> {
      await message.locator('.bubble').click({ button: 'right' })
      await page.getByRole('menuitem', { name: label, exact: true }).click()
    },

    /** px that the history can be scrolled down from where it is. */
    below: (): Promise<number> => page.locator('.history .scroll').evaluate(element => element.scrollHeight - element.scrollTop - element.clientHeight),
  }
}
