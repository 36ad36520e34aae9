import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** Of `localhost`, and of this test alone: nothing trusts it but the server that is started with `settings`. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgj/kmOdtvs0m5v3Zh
lLui8zNBQMCZh/aTUENrhgTiFq6hRANCAAR8sa2/xtPepCLE/ZgmorPL5KWEIWEU
PUVirBs6sb4YOh0YIsyOd3dqBlFEkJv5SmduUZoZkq2Wd+Q7xIjZiLW6
-----END PRIVATE KEY-----`
const cert = `-----BEGIN CERTIFICATE-----
MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHyxrb/G096kIsT9
mCais8vkpYQhYRQ9RWKsGzqxvhg6HRgizI53d2oGUUSQm/lKZ25RmhmSrZZ35DvE
iNmItbqjSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBSE/lzEch4K7w1sEnR44XhKiTXVtDAKBggqhkjOPQQDAgNIADBF
AiEAg3nP215F3M4EzML+Jz4cUeHfribBCZcctOgpMKGQ0qUCID1PnZwxgO/9gpzh
IcPQQpdyQ5LxxzWwH00rRgd7VNfe
-----END CERTIFICATE-----`

export type PushService = AsyncDisposable & {
  /** With which a server knows this service and trusts it. */
  settings: Record<string, string>
  /** A browser's address here. */
  endpoint(name: string): string
  /** Names of the browsers for which pushes came, in their order. */
  received: readonly string[]
  /** What the next pushes are answered with. */
  answer(status: number): void
  /** Resolves when this many pushes have come. */
  count(pushes: number): Promise<void>
}

/** A push service on this machine, which keeps nothing and tells no browser. */
export async function startPushService(): Promise<PushService> {
  const folder = tempFolder()
  const authority = join(folder.path, 'push.pem')
  writeFileSync(authority, cert)
  const received: string[] = []
  const waiting: (() => void)[] = []
  let status = 201
  const server = createServer({ key, cert }, (request, response) => {
    request.resume().on('end', () => {
      received.push((request.url ?? '').slice(1))
      response.writeHead(status).end()
      for (const look of waiting.splice(0)) look()
    })
  })
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`
  return {
    settings: { HONGYAN_PUSH_ORIGINS: origin, NODE_EXTRA_CA_CERTS: authority },
    endpoint: name => `${origin}/${name}`,
    received,
    answer(next) {
      status = next
    },
    async count(pushes) {
      while (received.length < pushes) await new Promise<void>(resolve => waiting.push(resolve))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      folder[Symbol.dispose]()
    },
  }
}
