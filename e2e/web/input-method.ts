import type { Locator, Page } from 'playwright-core'
import { isFirefox } from './browser.ts'

type InputMethod = {
  /** Shows what has been typed so far, not yet chosen. */
  compose(text: string): Promise<void>
  /** Puts in what was chosen, in place of what was typed. */
  insert(text: string): Promise<void>
}

/** An input method over a field that has the focus: the browser's own, or in Firefox the events that one causes. */
export async function openInputMethod(page: Page, field: Locator): Promise<InputMethod> {
  if (!isFirefox) {
    const session = await page.context().newCDPSession(page)
    return {
      async compose(text) {
        await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
      },
      async insert(text) {
        await session.send('Input.insertText', { text })
      },
    }
  }
  const write = async (text: string, type: string) => {
    await field.evaluate((element, written) => {
      ;(element as unknown as { value: string }).value = written
    }, text)
    await field.dispatchEvent(type, { data: text, bubbles: true })
    await field.dispatchEvent('input', { data: text, isComposing: type === 'compositionupdate', bubbles: true })
  }
  return {
    async compose(text) {
      await field.dispatchEvent('compositionstart', { data: '', bubbles: true })
      await write(text, 'compositionupdate')
    },
    insert: text => write(text, 'compositionend'),
  }
}
