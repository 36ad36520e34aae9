// The whole test suite; closes with the plain line `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'hongyan-test-'))
const report = join(folder, 'report.json')
const run = spawnSync(process.execPath, [
  'node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2),
], { stdio: 'inherit' })

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
console.log(`${passed} passed, ${failed} failed`)
process.exit(run.status ?? 1)
