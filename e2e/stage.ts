import type { Client } from './client.ts'
import { makePeople } from './people.ts'
import type { People } from './people.ts'
import { startServer, unrationed } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

export type Stage = {
  /** The data folder. */
  folder: string
  people: People
  server: ServerProcess
  login(username: string, userAgent?: string): Promise<Client>
  /** Ends the server, which must go in peace, and deletes the folder. */
  close(): Promise<void>
}

/** A server of its own with the cast; without rations, unless the settings say so: tests are quicker than people. */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const folder = tempFolder()
  const people = await makePeople(folder.path)
  const server = await startServer({ folder: folder.path, settings: { ...unrationed, ...settings } })
  return {
    folder: folder.path,
    people,
    server,
    login: (username, userAgent) => people.login(server.origin, username, userAgent),
    async close() {
      const { code } = await server.stop()
      if (code !== 0) throw new Error(`The server ended with ${code}:\n${server.output()}`)
      folder[Symbol.dispose]()
    },
  }
}
