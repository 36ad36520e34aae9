import { pino } from 'pino'
import { createApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'

// The server without the index of the search, to see what the index costs.
const config = readConfig()
const app = await createApp({ config, log: pino({ level: config.logLevel }, pino.destination(2)), isIndexing: false })
process.once('SIGTERM', () => {
  void app
    .drain()
    .then(() => app[Symbol.asyncDispose]())
    .then(() => process.exit(0))
})
console.log(`ready ${(await app.listen()).url}`)
