/*
 * Keeps the client itself on this device, so that it opens without a line and a tab that has been open for weeks still
 * finds its parts after the server was upgraded. Nothing else passes through here: no call, no file, no picture of
 * anybody is ever kept by it.
 */
export {}
declare const self: ServiceWorkerGlobalScope

/** Filled in by the build: every file of the client, and a name that changes with any of them. */
const files: readonly string[] = JSON.parse('__FILES__') as string[]
const cacheName = 'hongyan client __VERSION__'

/** ms that the page is waited for before the kept one is shown. */
const patience = 2500
/** Paths of the server's own, its pages included: as in `server/http/web-client.ts`. */
const forPrograms = /^\/(?:api|auth|files|avatars|cnbi\.io|docs|openapi\.json|healthz)(?:\/|$)/

self.addEventListener('install', event => {
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(files)))
})

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('hongyan client') && name !== cacheName) await caches.delete(name)
    await self.clients.claim()
  })())
})

// The person was asked, and wants the new version now.
self.addEventListener('message', event => { if (event.data === 'takeOver') void self.skipWaiting() })

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || forPrograms.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (files.includes(pathname)) event.respondWith(keptOr(request))
})

async function keptOr(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return await cache.match(request, { ignoreVary: true, ignoreSearch: true }) ?? fetch(request)
}

/** The server's page where it answers in time: it may be a newer one. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match('/', { ignoreVary: true })
  if (!kept) return fetch(request)
  const late = new Promise<Response>(resolve => { setTimeout(() => resolve(kept), patience) })
  const fresh = fetch(request).then(answer => answer.status >= 500 ? kept : answer, () => kept)
  return Promise.race([fresh, late])
}
