import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A way to the server that can be cut, for calls and WebSockets alike. */
export type Network = AsyncDisposable & {
  origin: string
  /** Ends every connection; new ones end at once until it is mended. */
  cut(): void
  mend(): void
  /**
   * From now on every connection that is open swallows what it is given, both ways, and says nothing; new ones pass.
   */
  swallow(): void
  /**
   * The same as soon as one connection has carried this many bytes to the server, in the midst of an upload; `stop`:
   * nothing more is taken from the open ones, as where packets are lost.
   */
  dieAfter(bytes: number, how: 'swallow' | 'stop'): void
  /** From now on new connections are swallowed as well, until it is mended; those that are open then stay dead. */
  silence(): void
  /** Calls pass, WebSockets are refused, as by a proxy that does not know them. */
  refuseSockets(): void
  /** From now on the way leads to another server. */
  leadTo(origin: string): void
}

export async function openNetwork(to: string): Promise<Network> {
  let port = Number(new URL(to).port)
  let [isCut, isSilent, isWithoutSockets] = [false, false, false]
  let [most, isStopping] = [Infinity, false]
  const open = new Set<Socket>()
  const swallow = () => {
    for (const socket of open) socket.unpipe().resume()
  }
  const stop = () => {
    for (const socket of open) socket.unpipe().pause()
  }
  const server = createServer(near => {
    if (isCut) return near.destroy()
    const far = connect(port, '127.0.0.1')
    let carried = 0
    near.on('data', (bytes: Buffer) => {
      if (isWithoutSockets && carried === 0 && bytes.toString('latin1').startsWith('GET /cnbi.io/')) return refuse(near)
      carried += bytes.length
      if (carried <= most) return
      most = Infinity
      if (isStopping) stop()
      else swallow()
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      if (!isSilent) one.pipe(other)
      one
        .on('error', () => one.destroy())
        .on('close', () => {
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
    mend: () => {
      isCut = isSilent = isWithoutSockets = false
    },
    swallow,
    dieAfter: (bytes, how) => {
      ;[most, isStopping] = [bytes, how === 'stop']
    },
    silence: () => {
      isSilent = true
      swallow()
    },
    refuseSockets: () => {
      isWithoutSockets = true
    },
    leadTo: next => {
      port = Number(new URL(next).port)
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
    },
  }
}

function refuse(socket: Socket): void {
  socket.unpipe().end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
}
