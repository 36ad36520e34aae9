// Builds the web client where it is missing or its sources changed since; says so only then.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const built = 'web/dist'
const building = `web/dist-building-${process.pid}`
const stamp = '.sources'

const sources = sourcesHash()
if (!isFresh()) build()

/** One hash over everything that ends up in the client, the versions of its libraries included. */
function sourcesHash() {
  const hash = createHash('sha256')
  const folders = ['web/src', 'web/worker', 'web/public', 'contract']
  const inside = folders.filter(existsSync).flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map(entry => join(entry.parentPath, entry.name)),
  )
  for (const file of [...inside.sort(), 'web/index.html', 'web/vite.config.ts', 'package-lock.json']) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function isFresh() {
  try {
    return readFileSync(join(built, stamp), 'utf8') === sources
  } catch {
    return false
  }
}

/** Into a folder of its own first: a server that runs, or a second build, never sees half of it. */
function build() {
  console.error('Building the web client …')
  const done = spawnSync(
    process.execPath,
    [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'web/vite.config.ts',
      '--outDir',
      building.slice('web/'.length),
      '--logLevel',
      'warn',
    ],
    {
      stdio: ['ignore', 2, 2],
      // Whoever builds, be it a test: libraries leave their developers' parts in otherwise.
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  try {
    if (done.status !== 0) throw new Error('The web client could not be built: see the lines above.')
    writeFileSync(join(building, stamp), sources)
    if (isFresh()) return
    rmSync(built, { recursive: true, force: true })
    renameSync(building, built)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
}
