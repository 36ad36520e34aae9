// Finds the browser that the journeys run in; on Debian, as root, installs it with the fonts that Chinese text needs.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

const found = () => (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name))).find(existsSync)

/** Path of a Chromium; undefined where there is none and none can be installed. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH ?? found()
  if (given !== undefined) return given
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Installing Chromium for the browser journeys …')
  const apt = (...args) => spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0
  if (!apt('install', '-y', '--no-install-recommends', ...packages) && apt('update')) apt('install', '-y', '--no-install-recommends', ...packages)
  return found()
}
