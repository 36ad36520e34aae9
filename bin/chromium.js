// Finds the browsers that the journeys run in; on Debian, as root, installs them with the fonts that Chinese text
// needs.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages } from './debian.js'

const fonts = ['fonts-noto-cjk', 'fonts-noto-color-emoji']

const found = names =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(existsSync)

function find(given, names, what, packages) {
  const there = given ?? found(names)
  if (there !== undefined) return there
  return installPackages(what, [...packages, ...fonts]) ? found(names) : undefined
}

/** Path of a whole Chromium; undefined where there is none and none can be installed. */
export const findWholeChromium = () =>
  find(
    process.env.CHROMIUM_WHOLE_PATH ?? process.env.CHROMIUM_PATH,
    ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    'Chromium for the browser journeys',
    ['chromium'],
  )

/**
 * Path of the Chromium that draws no window of its own, which takes a third less time and shows no notifications; of a
 * whole one where there is none.
 */
export const findChromium = () =>
  find(process.env.CHROMIUM_PATH, ['chromium-headless-shell'], 'Chromium without windows for the browser journeys', [
    'chromium-headless-shell',
  ]) ?? findWholeChromium()

/** Path of a Firefox, the same way. */
export const findFirefox = () =>
  find(process.env.FIREFOX_PATH, ['firefox-esr', 'firefox'], 'Firefox for the journeys of chat', ['firefox-esr'])
