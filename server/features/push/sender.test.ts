import { createECDH, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Subscription } from '../../store/push.ts'
import { createSender } from './sender.ts'

/** A point of the curve, and its secret. */
function keyPair() {
  const ecdh = createECDH('prime256v1')
  return {
    publicKey: ecdh.generateKeys().toString('base64url'),
    privateKey: ecdh.getPrivateKey().toString('base64url'),
  }
}
const subscription = (endpoint: string, p256dh = keyPair().publicKey): Subscription => ({
  tokenHash: endpoint,
  userId: 1,
  endpoint,
  p256dh,
  auth: randomBytes(16).toString('base64url'),
  hasPreview: true,
  quietUntil: 0,
})
const payload = {
  kind: 'test',
  tag: 'x',
  id: 'x',
  seq: null,
  path: '/',
  name: '',
  group: null,
  type: 1,
  content: '',
  isMention: false,
} as const

function play(answer: () => Promise<Response>) {
  const now = { ms: 1000 }
  const gone: string[] = []
  const warned: unknown[] = []
  const own = keyPair()
  const sender = createSender({
    keys: async () => own,
    contact: 'mailto:admin@example.com',
    clock: () => now.ms,
    gone: ({ endpoint }) => gone.push(endpoint),
    log: { warn: details => warned.push(details) },
    post: answer,
  })
  return { sender, gone, warned, now }
}

test('a service that fails for everybody is warned of once in five seconds, and each service for itself', async () => {
  const { sender, warned, now } = play(async () => new Response(null, { status: 500 }))
  const push = (endpoint: string) => sender.deliver({ subscription: subscription(endpoint), payload })
  for (let time = 0; time < 50; time += 1) await push(`https://one.example/${time}`)
  expect(warned).toEqual([{ status: 500, service: 'one.example' }])
  await push('https://other.example/')
  expect(warned).toHaveLength(2)
  now.ms += 5000
  await push('https://one.example/')
  expect(warned).toHaveLength(3)
})

test('a subscription for which nothing can be encrypted is given up, and fills no log', async () => {
  const { sender, gone, warned } = play(async () => new Response(null, { status: 201 }))
  for (let time = 0; time < 50; time += 1) {
    const bad = subscription(`https://one.example/${time}`, randomBytes(65).toString('base64url'))
    expect(await sender.deliver({ subscription: bad, payload })).toEqual({ outcome: 'unreachable', status: null })
  }
  expect(gone).toHaveLength(50)
  expect(warned).toHaveLength(1)
})
