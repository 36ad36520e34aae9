// Stands between Playwright and Debian's Firefox, which speak WebDriver BiDi of different ages: a command that this
// Firefox does not know yet, and that only sets how a page looks, is answered here. Started as if it were Firefox.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { WebSocket, WebSocketServer } from 'ws'

/** Light or dark is then what the profile says. */
const unknown = 'emulation.setMediaFeaturesOverride'

const [file = '', ...args] = process.argv.slice(2)
const firefox = spawn(file, args, { stdio: ['ignore', 'inherit', 'pipe'] })
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    firefox.kill(signal)
  })
firefox.on('close', code => {
  process.exit(code ?? 1)
})

for await (const line of createInterface({ input: firefox.stderr })) {
  const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line)?.[1]
  process.stderr.write(`${address ? `WebDriver BiDi listening on ${await bridgeTo(address)}` : line}\n`)
}

async function bridgeTo(address: string): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (near, request) => {
    const far = new WebSocket(address + (request.url ?? ''), { perMessageDeflate: false })
    const isOpen = once(far, 'open')
    near.on('message', async data => {
      const { id, method } = JSON.parse(String(data)) as { id: number; method: string }
      if (method === unknown) return near.send(JSON.stringify({ type: 'success', id, result: {} }))
      await isOpen
      far.send(String(data))
    })
    far.on('message', data => {
      near.send(String(data))
    })
    far.on('close', () => {
      near.close()
    })
    near.on('close', () => {
      far.close()
    })
  })
  await once(server, 'listening')
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}
