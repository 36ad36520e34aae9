import { fork } from 'node:child_process'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openMany, openRawSocket, textFrame } from './raw-socket.ts'

export type Limits = {
  /** Writes of 4 KiB, each synced, a second. */
  syncs: number
  /** Rows a second into SQLite with full sync, 64 in a transaction. */
  groupedRows: number
  /** Frames a second that a bare `ws` server echoes to 100 sockets, the generator on the same machine. */
  echoes: number
}

/** What this machine and these libraries can do with nothing of ours between; an empty folder for each time. */
export async function measureLimits(folder: string): Promise<Limits> {
  return { syncs: syncRate(folder), groupedRows: rowRate(folder), echoes: await echoRate(2000) }
}

/**
 * Durable 1:1 messages a second that the machine could carry if nothing of ours cost anything: a message is a frame in
 * and two out, which are one and a half echoes, and a row, which is written on one core of two beside them.
 */
export async function measureBound(folder: string): Promise<number> {
  const rows = rowRate(folder)
  return 1 / (1.5 / (await echoRate(1000)) + 0.5 / rows)
}

function syncRate(folder: string): number {
  const file = openSync(join(folder, 'syncs'), 'w')
  const block = Buffer.alloc(4096, 1)
  const rate = perSecond(() => {
    writeSync(file, block)
    fdatasyncSync(file)
    return 1
  })
  closeSync(file)
  return rate
}

function rowRate(folder: string): number {
  const db = new DatabaseSync(join(folder, 'rows.db'))
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table rows (conversation integer, seq integer, content text, primary key (conversation, seq)) without rowid',
  )
  const insert = db.prepare('insert into rows values (?, ?, ?)')
  let seq = 0
  const rate = perSecond(() => {
    db.exec('begin immediate')
    for (let row = 0; row < 64; row++)
      insert.run(row, ++seq, 'The meeting moves to three, same room. Bring the figures.')
    db.exec('commit')
    return 64
  })
  db.close()
  return rate
}

function perSecond(work: () => number): number {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < 1000) done += work()
  return done / ((performance.now() - start) / 1000)
}

async function echoRate(duration: number): Promise<number> {
  const server = fork(join(import.meta.dirname, 'echo-server.ts'))
  const [port] = (await once(server, 'message')) as [number]
  const frame = textFrame(
    JSON.stringify({
      code: 1100,
      data: { id: 'echo-00000000', content: 'The meeting moves to three, same room. Bring the figures.' },
    }),
  )
  let count = 0
  let isRunning = true
  const sockets = await openMany(100, async () => {
    const socket = await openRawSocket({
      origin: `http://127.0.0.1:${port}`,
      path: '/',
      onFrame: () => {
        count += 1
        if (isRunning) socket.write(frame)
      },
    })
    return socket
  })
  const start = performance.now()
  for (const socket of sockets) socket.write(frame)
  await new Promise(resolve => {
    setTimeout(resolve, duration)
  })
  isRunning = false
  const rate = count / ((performance.now() - start) / 1000)
  for (const socket of sockets) socket.close()
  server.kill()
  return rate
}
