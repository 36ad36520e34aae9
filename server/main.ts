import './lib/thread-pool.ts'
import { BadSettings, readConfig } from './config.ts'
import { runServer } from './run-server.ts'

// Whatever this process makes is its owner's alone: messages, files, password hashes.
process.umask(0o077)

const config = settingsOrExit()
await runServer({
  config,
  greet: async app => {
    const administrator = await app.core.accounts.ensureAdministrator()
    if (!administrator) return []
    return [
      'This is the first start: an administrator was made. The password is shown only now and must be changed.',
      `  username  ${administrator.username}`,
      `  password  ${administrator.password}`,
      'Sign in with it in a browser: you name the company there, and get a link that colleagues sign up with.',
    ]
  },
})

function settingsOrExit() {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
