import type { Locator, Page } from 'playwright-core'
import { isListed, reveal, scrollToTop, takesClicks } from './reveal.ts'

/** What a person sees and does in the conversations of the client. */
export function conversationsOf(page: Page) {
  const row = (name: string): Locator =>
    page.locator('.chat-list li', { has: page.locator('.title').getByText(name, { exact: true }) })
  const field = page.locator('.composer textarea')
  const messages = page.locator('.message')
  const list = page.locator('.chat-list .scroll')
  const isNarrow = () => (page.viewportSize()?.width ?? 0) < 720
  /** Sends what stands in the field: on a phone, Enter begins a line. */
  async function send(): Promise<void> {
    if (isNarrow())
      await page
        .locator('.composer')
        .getByRole('button', { name: /^(发送|Send)$/ })
        .click()
    else await field.press('Enter')
  }
  return {
    /** A row of the list, if it is among those in sight; what has just been said stands at the top. */
    row,
    /** The row wherever in the list it is; scrolls there. */
    find: (name: string): Promise<Locator> => reveal(list, row(name)),
    isListed: (name: string): Promise<boolean> => isListed(list, row(name)),
    field,
    messages,
    /** The message that says this. */
    message: (text: string): Locator => page.locator('.message', { hasText: text }).last(),
    badge: (name: string): Locator => row(name).locator('.count'),

    async open(name: string): Promise<void> {
      await (await reveal(list, row(name))).locator('a').click()
      await field.waitFor()
      await messages.first().waitFor()
      // What is said next stands at the top; on a phone the list is not in sight now.
      if (!isNarrow()) await scrollToTop(list)
    },

    send,

    async say(text: string): Promise<void> {
      await field.fill(text)
      await send()
    },

    /**
     * Opens a message's menu where the message stands, and chooses. A list that begins to move under the hand opens
     * none: the hand tries again, and does not scroll, as a click of the driver would.
     */
    async choose(message: Locator, label: string): Promise<void> {
      const bubble = message.locator('.bubble')
      const entry = page.getByRole('menuitem', { name: label, exact: true })
      const isOpen = async () => {
        await bubble.scrollIntoViewIfNeeded()
        await takesClicks(message)
        const box = await bubble.boundingBox()
        if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' })
        return entry.waitFor({ timeout: 1000 }).then(
          () => true,
          () => false,
        )
      }
      for (let tries = 0; !(await isOpen()); tries += 1)
        if (tries === 20) throw new Error(`The menu of ${message.toString()} does not open, or has no ${label}.`)
      await entry.click()
    },

    /** px that the history can be scrolled down from where it is. */
    below: (): Promise<number> =>
      page
        .locator('.history .scroll')
        .evaluate(element => element.scrollHeight - element.scrollTop - element.clientHeight),
  }
}
