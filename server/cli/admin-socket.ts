import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { CommandRefused } from './command-refused.ts'

/*
 * The command line speaks to a running server over a socket in the data folder, one line of JSON each way:
 *   → { "argv": ["user", "disable", "bob"], "user": "root" }
 *   ← { "text": "…" }   or   { "error": "…" }
 * The folder is 0700 and the socket 0600: who can open it could read the database as well.
 */
const Question = z.object({ argv: z.array(z.string()).max(1000), user: z.string().max(200).default('') })
const Reply = z.union([z.object({ text: z.string() }), z.object({ error: z.string() })])

/** Most systems' bound for the path of a socket, in bytes. */
const longestPath = 103

/** Where the server of this data folder listens. */
export function adminSocketPath(folder: string): string {
  const path = resolve(folder)
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\hongyan-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`
  return join(path, 'admin.sock')
}

type Run = (argv: string[], user: string) => Promise<string>

/**
 * Serves the commands of the command line; only for who holds the folder's lock, since it removes the socket of a
 * server that crashed.
 */
export async function serveAdmin({
  folder,
  run,
}: {
  folder: string
  /** `user`: as the process that asks says. */
  run: Run
}): Promise<AsyncDisposable> {
  const path = adminSocketPath(folder)
  if (Buffer.byteLength(path) > longestPath) {
    throw new CommandRefused(`The data folder's path is too long: ${path} may have ${longestPath} bytes at most.`)
  }
  const isFile = process.platform !== 'win32'
  if (isFile) rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    createInterface({ input: socket }).once('line', line => {
      void answer(line, run).then(reply => socket.end(`${JSON.stringify(reply)}\n`))
    })
  })
  server.listen(path)
  await once(server, 'listening')
  if (isFile) chmodSync(path, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

async function answer(line: string, run: Run): Promise<z.output<typeof Reply>> {
  try {
    const { argv, user } = Question.parse(JSON.parse(line))
    return { text: await run(argv, user) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Has the running server do it; undefined where none runs on this folder. Throws `CommandRefused`. */
export async function askServer(folder: string, argv: string[], user: string): Promise<string | undefined> {
  const socket = connect(adminSocketPath(folder))
  try {
    await once(socket, 'connect')
  } catch {
    return undefined
  }
  socket.write(`${JSON.stringify({ argv, user })}\n`)
  let heard = ''
  try {
    for await (const part of socket.setEncoding('utf8')) heard += String(part)
  } catch {
    heard = ''
  }
  if (!heard.endsWith('\n'))
    throw new CommandRefused('The server stopped before it answered: look whether the command was done.')
  const reply = Reply.parse(JSON.parse(heard))
  if ('error' in reply) throw new CommandRefused(reply.error)
  return reply.text
}
