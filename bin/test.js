// The whole test suite; closes with the plain line `N passed, N failed`. Whatever could not be run is said, and fails
// in CI.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, findFirefox, findWholeChromium } from './chromium.js'

const args = process.argv.slice(2)
const isCi = Boolean(process.env.CI)
const [chromium, wholeChromium, firefox] = [findChromium(), findWholeChromium(), findFirefox()]
/** What was left out, and why. */
const left = [
  ...(chromium === undefined ? ['the journeys in Chromium: there is none on this machine'] : []),
  ...(firefox === undefined ? ['the journeys in Firefox: there is none on this machine'] : []),
]
if (left.length > 0 && isCi) {
  console.error(`In CI nothing may be left out: ${left.join('; ')}.`)
  process.exit(1)
}
const isWithout = name => (name === 'web-firefox' ? firefox === undefined : chromium === undefined)
const without = ['web', 'web-pairs', 'web-http', 'web-firefox'].filter(isWithout)

const folder = mkdtempSync(join(tmpdir(), 'hongyan-test-'))
const report = join(folder, 'count.json')
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=./bin/test-count.js',
    ...without.flatMap(name => ['--project', `!${name}`]),
    ...args,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      HONGYAN_TEST_COUNT: report,
      ...(chromium && { CHROMIUM_PATH: chromium }),
      ...(wholeChromium && { CHROMIUM_WHOLE_PATH: wholeChromium }),
      ...(firefox && { FIREFOX_PATH: firefox }),
    },
  },
)

let [passed, failed] = [0, 0]
try {
  const { counts, errors } = JSON.parse(readFileSync(report, 'utf8'))
  for (const [name, count] of Object.entries(counts)) {
    passed += count.passed
    failed += count.failed
    left.push(...count.skipped.map(test => `${test} (${name})`))
    // Who names files or tests may leave a project without any.
    if (count.passed + count.failed === 0 && args.length === 0) {
      console.error(`No test of the project ${name} ran.`)
      failed += 1
    }
  }
  if (failed === 0) failed = errors
} catch {
  failed = Math.max(failed, 1)
}
rmSync(folder, { recursive: true, force: true })
console.log('Ran over SQLite, the in-process bus and folder blobs, which is all there is so far.')
if (chromium !== undefined)
  console.log(`The journeys ran in ${chromium}${firefox === undefined ? '' : `, those of chat in ${firefox} too`}.`)
for (const what of left) console.log(`Left out: ${what}.`)
console.log(`${passed} passed, ${failed} failed`)
const isIncomplete = isCi && args.length === 0 && left.length > 0
if (isIncomplete) console.error('In CI nothing may be left out.')
process.exit(run.status || (failed > 0 || isIncomplete ? 1 : 0))
