import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A way to the server that can be cut, for calls and WebSockets alike. */
export type Network = AsyncDisposable & {
  origin: string
  /** Ends every connection; new ones end at once until it is mended. */
  cut(): void
  mend(): void
  /** From now on every connection that is open swallows what it is given, both ways, and says nothing; new ones pass. */
  swallow(): void
  /** From now on the way leads to another server. */
  leadTo(origin: string): void
}

export async function openNetwork(to: string): Promise<Network> {
  let port = Number(new URL(to).port)
  let isCut = false
  const open = new Set<Socket>()
  const server = createServer(near => {
    if (isCut) return near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => one.destroy()).on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const socket of [...open]) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => { isCut = false },
    swallow: () => {
      for (const socket of open) socket.unpipe().resume()
    },
    leadTo: next => { port = Number(new URL(next).port) },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
    },
  }
}
