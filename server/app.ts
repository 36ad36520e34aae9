import { join } from 'node:path'
import type { Logger } from 'pino'
import { createFolderBlobs } from './blobs/folder.ts'
import { createInProcessBus } from './bus/in-process.ts'
import { serveAdmin } from './cli/admin-socket.ts'
import { createCommands } from './cli/commands.ts'
import type { Config } from './config.ts'
import { createAccounts } from './features/accounts/accounts.ts'
import { createPasswords } from './features/accounts/passwords.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { createThrottle } from './features/accounts/throttle.ts'
import { createTokens } from './features/accounts/tokens.ts'
import { createConversations } from './features/conversations/conversations.ts'
import { conversationRoutes } from './features/conversations/routes.ts'
import { createFiles } from './features/files/files.ts'
import { fileRoutes } from './features/files/routes.ts'
import { changeWire } from './features/groups/wire.ts'
import { createMessages } from './features/messages/messages.ts'
import { messageRoutes } from './features/messages/routes.ts'
import { rowWire } from './features/messages/wire.ts'
import { createPeople } from './features/people/people.ts'
import { peopleRoutes } from './features/people/routes.ts'
import { createQr } from './features/qr/qr.ts'
import { qrRoutes } from './features/qr/routes.ts'
import { searchRoutes } from './features/search/routes.ts'
import { createSearch } from './features/search/search.ts'
import { createHttpServer } from './http/server.ts'
import { avatarRoutes } from './lib/avatar.ts'
import { lockDataFolder } from './lib/data-folder.ts'
import { hashToken } from './lib/secret.ts'
import { createRealtime } from './realtime/realtime.ts'
import { openSqliteStore } from './store/sqlite/open.ts'

/** ms between two looks for what has expired. */
const sweepEvery = 60_000
/** ms for which a used or expired code is told from one that never was. */
const codesKept = 24 * 60 * 60 * 1000

/**
 * Builds one server out of its parts: the only wiring there is. Rejects with `DataFolderInUse`, `DataFolderUnusable`
 * or `NewerDataFolder`. Disposing of it closes everything in the right order. `isIndexing`: see `openSqliteStore`.
 */
export async function createApp({ config, log, clock = Date.now, isIndexing }: { config: Config, log: Logger, clock?: () => number, isIndexing?: boolean }) {
  await using building = new AsyncDisposableStack()
  building.use(lockDataFolder(config.dataFolder))
  const store = building.use(await openSqliteStore({ folder: config.dataFolder, isIndexing }))
  const blobs = createFolderBlobs({ folder: join(config.dataFolder, 'files') })
  const bus = building.use(createInProcessBus())

  const people = createPeople({ store, bus })
  const files = createFiles({ store, blobs, clock, fileLimit: config.fileLimit, log })
  const tokens = createTokens({ store, bus, config, clock })
  const passwords = createPasswords()
  const accounts = createAccounts({ store, bus, tokens, passwords, throttle: createThrottle({ clock }), config, clock })
  const messages = createMessages({ store, bus, people, files, recallWindow: config.recallWindow, clock })
  const conversations = createConversations({ store, people })
  const search = createSearch({ store, people, files })
  const qr = createQr({ store, bus, accounts, people, clock, isWaiting: device => realtime.isWaiting(device) })

  let isReady = false
  const http = building.use(createHttpServer({
    routes: [
      ...accountRoutes(accounts), ...qrRoutes(qr), ...messageRoutes(messages), ...conversationRoutes(conversations),
      ...peopleRoutes(people), ...fileRoutes(files), ...searchRoutes(search), ...avatarRoutes,
    ],
    viewerOf: tokens.viewerOf,
    config,
    log,
    isReady: () => isReady,
    deadToken: token => bus.toAll({ type: 'deadTokenRefused', hash: hashToken(token) }),
    sawViewer: (viewer, client) => realtime.sawViewer(viewer, client),
    health: () => store.check(),
  }))
  const realtime = building.use(createRealtime({
    server: http.server, bus, store, viewerOf: tokens.viewerOf, people, messages, loginData: accounts.loginData, config, log, clock,
    messageRow: rowWire, changeData: changeWire,
  }))
  building.use(await serveAdmin({
    folder: config.dataFolder,
    run: argv => createCommands({ store, blobs, bus, dataFolder: config.dataFolder, hash: passwords.hash }).run(argv),
  }))

  const sweep = () => Promise.all([tokens.sweep(), store.codes.expire(clock() - codesKept)])
    .catch((error: unknown) => log.warn({ err: error }, 'sweeping failed, it is tried again'))
  const sweeping = setInterval(sweep, sweepEvery)
  building.defer(() => clearInterval(sweeping))

  const parts = building.move()
  return {
    store,
    blobs,
    accounts: { ...accounts, passwords },

    /** Opens the doors; the address to reach it at. */
    async listen(): Promise<{ url: string }> {
      isReady = true
      const { port } = await http.listen(config.host, config.port)
      return { url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}` }
    },

    /** Takes nothing new, finishes what is under way, and sends the clients away to come back. */
    async drain(): Promise<void> {
      await realtime.drain()
      isReady = false
    },

    async [Symbol.asyncDispose]() {
      await parts.disposeAsync()
    },
  }
}

export type App = Awaited<ReturnType<typeof createApp>>
