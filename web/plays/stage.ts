import { createClient } from '../../e2e/client.ts'
import type { Client } from '../../e2e/client.ts'
import { openNetwork } from '../../e2e/network.ts'
import type { Network } from '../../e2e/network.ts'
import type { People } from '../../e2e/people.ts'
import type { ServerProcess } from '../../e2e/server-process.ts'
import { openStage } from '../../e2e/stage.ts'
import type { Login } from '../src/state/viewer.ts'

export type Stage = AsyncDisposable & {
  folder: string
  people: People
  server: ServerProcess
  /** The way of the pages to the server. */
  network: Network
  /** A login through that way, as a page has it. */
  login(username: string, userAgent?: string): Promise<Login>
  /** Somebody who needs no page; their way is never cut. */
  client(username: string, userAgent?: string): Promise<Client>
}

/** A server with the cast. */
export async function setStage(settings: Record<string, string> = {}): Promise<Stage> {
  const { folder, people, server, close } = await openStage(settings)
  const network = await openNetwork(server.origin)
  const stage: Stage = {
    folder,
    people,
    server,
    network,
    login: (username, userAgent) =>
      createClient(network.origin, userAgent).login(username, people.passwords.get(username) ?? ''),
    client: (username, userAgent) => people.login(stage.server.origin, username, userAgent),
    async [Symbol.asyncDispose]() {
      await network[Symbol.asyncDispose]()
      // A play may have put another one in its place.
      if (stage.server !== server) await stage.server[Symbol.asyncDispose]()
      await close()
    },
  }
  return stage
}
