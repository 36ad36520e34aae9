import { join } from 'node:path'
import type { Logger } from 'pino'
import { createInProcessBus } from './bus/in-process.ts'
import { serveAdmin } from './cli/admin-socket.ts'
import { createCommands } from './cli/commands.ts'
import type { Config } from './config.ts'
import { createCore } from './core.ts'
import { holdDataFolder } from './data-folder.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { adminRoutes } from './features/admin/routes.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { companyRoutes } from './features/company/routes.ts'
import { conversationRoutes } from './features/conversations/routes.ts'
import { createDirectory } from './features/directory/directory.ts'
import { directoryRoutes } from './features/directory/routes.ts'
import { fileRoutes } from './features/files/routes.ts'
import { groupRoutes } from './features/groups/routes.ts'
import { createFrames } from './features/frames/frames.ts'
import { followingRoutes } from './features/following/routes.ts'
import { publicInternet } from './features/links/guarded-get.ts'
import { createLinks } from './features/links/links.ts'
import { linkRoutes } from './features/links/routes.ts'
import { friendRoutes } from './features/friends/routes.ts'
import { messageRoutes } from './features/messages/routes.ts'
import { backfillPinyin } from './features/people/backfill-pinyin.ts'
import { moduleRoutes } from './features/modules/routes.ts'
import { peopleRoutes } from './features/people/routes.ts'
import { createPush } from './features/push/push.ts'
import { pushRoutes } from './features/push/routes.ts'
import { createQr } from './features/qr/qr.ts'
import { qrRoutes } from './features/qr/routes.ts'
import { searchRoutes } from './features/search/routes.ts'
import { settingsRoutes } from './features/settings/routes.ts'
import { statusRoutes } from './features/statuses/routes.ts'
import { createHttpServer } from './http/server.ts'
import { actorOf } from './lib/actor.ts'
import { originForOthers } from './lib/network-addresses.ts'
import { hashToken } from './lib/secret.ts'
import { createRealtime } from './realtime/realtime.ts'

/** ms between two looks for what has expired. */
const sweepEvery = 60_000
/** ms between two looks for entries of the log that are older than it is kept. */
const auditSweepEvery = 24 * 60 * 60 * 1000
/** Where the build leaves the web client. */
const webFolder = join(import.meta.dirname, '../web/dist')
/** ms for which a used or expired code is told from one that never was: short where they are made all day. */
const codesKept = 24 * 60 * 60 * 1000
const shortCodesKept = 10 * 60 * 1000

/**
 * Builds one server: the ports, the core, what asks who is connected, and the edges. Rejects with `DataFolderInUse`,
 * `DataFolderUnusable` or `NewerDataFolder`. Disposing of it closes everything in the right order. `isIndexing`: see
 * `openSqliteStore`.
 */
export async function createApp({
  config,
  log,
  clock = Date.now,
  isIndexing,
}: {
  config: Config
  log: Logger
  clock?: () => number
  isIndexing?: boolean
}) {
  await using building = new AsyncDisposableStack()
  const folder = building.use(holdDataFolder(config.dataFolder, line => log.warn(line)))
  const { blobs } = folder
  const store = building.use(await folder.openStore({ isIndexing }))
  const bus = building.use(createInProcessBus())

  const core = building.use(createCore({ store, bus, blobs, config, clock, log }))
  building.defer(() =>
    core.audit.refusals.flush().catch((error: unknown) => log.warn({ err: error }, 'counted refusals were not kept')),
  )
  const { ration, people, files, tokens, accounts, messages, conversations, groups, modules } = core
  const directory = createDirectory({
    store,
    bus,
    people,
    ration,
    isOnline: userId => realtime.isOnline(userId),
    entries: async (viewer, url) => ({
      cards: await modules.entries('card', viewer, url),
      nodes: await modules.entries('node', viewer, url),
    }),
  })
  const qr = createQr({ store, bus, accounts, people, groups, clock, isWaiting: device => realtime.isWaiting(device) })
  const push = createPush({ store, bus, config, log, clock, isConnected: hash => realtime.isConnected(hash) })

  const links = createLinks({ isOn: config.linkPreviews, guard: publicInternet(), shrink: files.shrink, clock })

  let isReady = false
  const http = building.use(
    createHttpServer({
      routes: [
        ...accountRoutes(accounts, config),
        ...adminRoutes(core.admin),
        ...auditRoutes(core.audit),
        ...companyRoutes({
          company: core.company,
          invitations: core.invitations,
          accounts,
          config,
          originForOthers: origin => originForOthers(origin, config.host),
          clock,
        }),
        ...qrRoutes(qr, origin => config.allowedOrigins.includes(origin)),
        ...messageRoutes(messages),
        ...conversationRoutes(conversations),
        ...groupRoutes(groups, messages.charge),
        ...peopleRoutes(people, core.profile),
        ...directoryRoutes(directory),
        ...friendRoutes(core.friends),
        ...fileRoutes(files),
        ...searchRoutes(core.search),
        ...followingRoutes(core.following),
        ...moduleRoutes(modules),
        ...pushRoutes(push),
        ...statusRoutes(core.statuses),
        ...linkRoutes(links),
        ...settingsRoutes({ config, clock }),
      ],
      viewerOf: tokens.viewerOf,
      wasReplaced: tokens.wasReplaced,
      config,
      log,
      ration,
      isReady: () => isReady,
      deadToken: token => bus.toAll({ type: 'deadTokenRefused', hash: hashToken(token) }),
      notAdministrator: (viewer, client, call) => core.audit.refusals.call(actorOf(viewer, client), call),
      sawViewer: (viewer, client) => realtime.sawViewer(viewer, client),
      health: () => store.check(),
      webFolder,
    }),
  )
  const realtime = building.use(
    createRealtime({
      server: http.server,
      knownOn: http.knownOn,
      bus,
      tokens,
      ration,
      people,
      messages,
      loginData: accounts.loginData,
      config,
      log,
      clock,
      frames: createFrames({ noticeData: modules.pushedNotice }),
    }),
  )
  building.use(
    await serveAdmin({
      folder: config.dataFolder,
      run: (argv, user) => createCommands({ core, store, blobs, dataFolder: config.dataFolder, user }).run(argv),
    }),
  )

  const sweep = () =>
    Promise.all([
      tokens.sweep(),
      core.audit.refusals.sweep(),
      groups.replaceDisabledOwners(),
      store.codes.expire(['scanLogin', 'ticket'], clock() - shortCodesKept),
      store.codes.expire(['group', 'user'], clock() - codesKept),
    ])
  const inTurn = (work: () => Promise<unknown>, every: number) => {
    const timer = setInterval(() => {
      work().catch((error: unknown) => log.warn({ err: error }, 'sweeping failed, it is tried again'))
    }, every)
    building.defer(() => clearInterval(timer))
  }
  inTurn(sweep, sweepEvery)
  inTurn(files.sweep, files.sweepEvery)
  inTurn(core.audit.sweep, auditSweepEvery)

  groups
    .replaceDisabledOwners()
    .catch((error: unknown) =>
      log.warn({ err: error }, 'some groups have an owner whose account is disabled, they are looked at again'),
    )
  core.audit.sweep().catch((error: unknown) => log.warn({ err: error }, 'the log was not shortened, it is tried again'))
  backfillPinyin({ store, bus }).catch((error: unknown) =>
    log.warn({ err: error }, 'finding the pinyin of names broke off, the next start goes on'),
  )

  const parts = building.move()
  return {
    store,
    blobs,
    core,

    /** Opens the doors; the address to reach it at. */
    async listen(): Promise<{ url: string; port: number }> {
      isReady = true
      const { port } = await http.listen(config.host, config.port)
      return { port, url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}` }
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
