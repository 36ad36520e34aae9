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

type Push = { kind: 'message' | 'friend' | 'group' | 'notice', tag: string, path: string, name: string, group: string | null, type: number, content: string, isMention: boolean }

/** The page's words are out of reach here: these are the few that a push needs, in the browser's language. */
const words = navigator.language.startsWith('zh')
  ? { types: ['', '', '[图片]', '[文件]', '[语音]', '[视频]'], newMessage: '发来一条新消息', mention: '[有人@我] ', friend: '请求加为好友', colon: '：' }
  : { types: ['', '', '[Picture]', '[File]', '[Voice]', '[Video]'], newMessage: 'New message', mention: '[Mentioned you] ', friend: 'wants to be your friend', colon: ': ' }

/** What a notification says of a push. */
function said({ kind, name, group, type, content, isMention }: Push): string {
  if (kind === 'friend') return content || words.friend
  const text = [words.types[type] ?? '', content].filter(Boolean).join(' ') || words.newMessage
  return (isMention ? words.mention : '') + (kind === 'message' && group !== null ? name + words.colon : '') + text
}

self.addEventListener('push', event => {
  const push = event.data?.json() as Push | undefined
  if (!push) return
  event.waitUntil(self.registration.showNotification(push.kind === 'message' ? push.group ?? push.name : push.name, {
    body: said(push), tag: push.tag, icon: '/icon-192.png', data: { path: push.path },
  }))
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  const { path = '/' } = event.notification.data as { path?: string } ?? {}
  event.waitUntil((async () => {
    const [open] = await self.clients.matchAll({ type: 'window' })
    if (!open) return void await self.clients.openWindow(path)
    open.postMessage({ open: path })
    await open.focus()
  })())
})

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
