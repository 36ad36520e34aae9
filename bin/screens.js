// Takes a picture of every page, light and dark, on a desk and on a phone, into docs/screens.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { openDemo } from '../e2e/web/browser.ts'
import { openPlaces, places, settled } from '../e2e/web/tour.ts'

const {
  values: { only, to },
} = parseArgs({
  options: { only: { type: 'string', multiple: true }, to: { type: 'string', default: 'docs/screens' } },
})
if (!only) rmSync(to, { recursive: true, force: true })
mkdirSync(to, { recursive: true })

await using demo = await openDemo()
for (const device of ['desk', 'phone']) {
  const fits = place => (place.device ?? device) === device && (only?.includes(place.name) ?? true)
  await walk(await demo.visit({ device }), openPlaces.filter(fits), device)
  await walk(await demo.signIn('zhangwei', { device }), places.filter(fits), device)
}

/** Every place in both themes: the client follows the system's. */
async function walk({ page, context }, some, device) {
  for (const place of some) {
    console.log(`${device} ${place.name}`)
    await place.show(page, demo)
    await settled(page)
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.locator(`html[data-theme="${theme}"]`).waitFor()
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
      await sharp(picture)
        .webp({ quality: 82, effort: 6 })
        .toFile(join(to, `${place.name}-${device}-${theme}.webp`))
    }
  }
  await context.close()
}
