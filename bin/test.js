// The whole test suite; closes with the plain line `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.js'

const chromium = findChromium()
if (chromium === undefined && process.env.CI) {
  console.error('There is no Chromium, and in CI nothing may be left out.')
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'hongyan-test-'))
const report = join(folder, 'report.json')
const run = spawnSync(process.execPath, [
  'node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`,
  ...chromium === undefined ? ['--project', 'unit', '--project', 'e2e'] : [], ...process.argv.slice(2),
], { stdio: 'inherit', env: { ...process.env, ...chromium === undefined ? {} : { CHROMIUM_PATH: chromium } } })

let passed = 0
let failed = 0
try {
  const results = JSON.parse(readFileSync(report, 'utf8'))
  passed = results.numPassedTests
  failed = results.numFailedTests + (results.numFailedTestSuites > 0 && results.numFailedTests === 0 ? results.numFailedTestSuites : 0)
} catch {
  failed = 1
}
rmSync(folder, { recursive: true, force: true })
console.log('Ran over SQLite, the in-process bus and folder blobs, which is all there is so far.')
console.log(chromium === undefined ? 'Left out: the journeys in a browser, for there is no Chromium on this machine.' : `The journeys ran in ${chromium}.`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(run.status ?? 1)
