import '../lib/thread-pool.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BadSettings, readConfig } from '../config.ts'
import { runServer } from '../run-server.ts'
import { demoPassword, seedDemo } from './seed.ts'

// Whatever this process makes is its owner's alone: messages, files, password hashes.
process.umask(0o077)

// Only the environment's own folder counts, not one from `.env`: that is where real data would be.
const keptFolder = process.env.HONGYAN_DATA
const dataFolder = keptFolder || mkdtempSync(join(tmpdir(), 'hongyan-demo-'))
const removeFolder = () => {
  if (!keptFolder) rmSync(dataFolder, { recursive: true, force: true })
}

await runServer({
  config: settingsOrExit(),
  afterwards: removeFolder,
  greet: async app => {
    const isEmpty = (await app.store.users.count()) === 0
    if (isEmpty) await seedDemo({ store: app.store, blobs: app.blobs, hash: app.core.passwords.hash, now: Date.now() })
    return [
      '鸿雁 demo: an invented organisation of 3 companies and 60 people.',
      '  accounts  zhangwei, lina, wangfang (and every other)',
      `  password  ${demoPassword}`,
      keptFolder
        ? `  data      ${dataFolder}${isEmpty ? '' : ' (was not empty: nothing was added)'}`
        : '  data      thrown away at the end',
    ]
  },
})

function settingsOrExit() {
  try {
    // Everybody knows the password: nobody but this machine may connect.
    return readConfig({ ...process.env, HONGYAN_HOST: '127.0.0.1', HONGYAN_DATA: dataFolder })
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    removeFolder()
    console.error(error.message)
    process.exit(1)
  }
}
