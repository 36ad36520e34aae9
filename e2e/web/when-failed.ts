import { afterEach } from 'vitest'
import { openPages } from './browser.ts'

/** A journey that fails tells what the people in it saw: where it runs nobody watches. */
afterEach(async ({ task }) => {
  const [error] = task.result?.errors ?? []
  if (!error) return
  for (const page of openPages()) {
    const seen = await page.locator('body').innerText({ timeout: 2000 }).catch(String)
    const written = await page
      .locator('textarea')
      .evaluateAll(fields => fields.map(field => (field as unknown as { value: string }).value))
      .catch(String)
    error.message += `\n\n${page.url()} showed: ${seen.replaceAll(/\n+/g, ' | ')}\nand in its fields: ${JSON.stringify(written)}`
  }
})
