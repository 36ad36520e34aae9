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
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith('hongyan client') && name !== cacheName) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

// The person was asked, and wants the new version now.
self.addEventListener('message', event => {
  if (event.data === 'takeOver') void self.skipWaiting()
})

type Push = {
  kind: 'message' | 'recalled' | 'friend' | 'group' | 'notice' | 'test'
  tag: string
  id: string
  seq: number | null
  path: string
  name: string
  group: string | null
  type: number
  content: string
  isMention: boolean
}

/** The page's words are out of reach here: these are the few that a push needs, in the browser's language. */
const words = navigator.language.startsWith('zh')
  ? {
      types: ['', '', '[图片]', '[文件]', '[语音]', '[视频]'],
      newMessage: '发来一条新消息',
      mention: '[有人@我] ',
      recalled: '撤回了一条消息',
      friend: '请求加为好友',
      test: '测试通知',
      testText: '看到这条，就说明新消息能通知到这台设备。',
      colon: '：',
    }
  : {
      types: ['', '', '[Picture]', '[File]', '[Voice]', '[Video]'],
      newMessage: 'New message',
      mention: '[Mentioned you] ',
      recalled: 'Recalled a message',
      friend: 'wants to be your friend',
      test: 'Test notification',
      testText: 'If you can read this, new messages reach this device.',
      colon: ': ',
    }

/** A name keeps the order of its letters to itself. */
const isolated = (name: string) => `\u2068${name}\u2069`

/** What a notification says of a push. */
function said({ kind, name, group, type, content, isMention }: Push): string {
  if (kind === 'friend') return content || words.friend
  if (kind === 'test') return words.testText
  if (kind === 'recalled') return (group === null ? '' : isolated(name) + words.colon) + words.recalled
  const text = [words.types[type] ?? '', content].filter(Boolean).join(' ') || words.newMessage
  return (
    (isMention ? words.mention : '') + (kind === 'message' && group !== null ? isolated(name) + words.colon : '') + text
  )
}

self.addEventListener('push', event => {
  const push = event.data?.json() as Push | undefined
  if (!push) return
  event.waitUntil(
    inTurn(() => (push.kind === 'recalled' ? takeBack(push) : push.kind === 'test' ? showTest(push) : show(push))),
  )
})

/**
 * One after the other, also with what pages show and read (`web/src/worker-notices.ts`): Chromium forgets a
 * notification that is being shown while those shown are read. A page that stands still keeps no push waiting.
 */
function inTurn(work: () => Promise<void>): Promise<void> {
  const patience = AbortSignal.timeout(1000)
  return navigator.locks.request('notifications', { signal: patience }, work).catch((error: unknown) => {
    if (error !== patience.reason) throw error
    return work()
  })
}

/** The page that asked for it waits to hear that it came. */
async function showTest(push: Push): Promise<void> {
  await show({ ...push, name: words.test })
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true }))
    page.postMessage({ tested: push.id })
}

function show(push: Push, isSilent = false): Promise<void> {
  return self.registration.showNotification(
    push.kind === 'friend' || push.kind === 'notice' ? push.name : (push.group ?? push.name),
    {
      body: said(push),
      tag: push.tag,
      icon: '/icon-192.png',
      silent: isSilent,
      // As `web/src/frame/notices.ts` writes it.
      data: { path: push.path, id: push.id, seq: push.seq },
    },
  )
}

/**
 * Says instead that it was recalled: browsers want every push to show something. What tells of a later message stays.
 */
async function takeBack(push: Push): Promise<void> {
  const shown = await self.registration.getNotifications({ tag: push.tag })
  if (shown.some(({ data }) => (data as { id?: string } | null)?.id === push.id)) await show(push, true)
}

self.addEventListener('notificationclick', event => {
  event.notification.close()
  const { path = '/' } = (event.notification.data as { path?: string }) ?? {}
  event.waitUntil(
    (async () => {
      const [open] = await self.clients.matchAll({ type: 'window' })
      if (!open) return void (await self.clients.openWindow(path))
      open.postMessage({ open: path })
      await open.focus()
    })(),
  )
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
  return (await cache.match(request, { ignoreVary: true, ignoreSearch: true })) ?? fetch(request)
}

/** The server's page where it answers in time: it may be a newer one. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match('/', { ignoreVary: true })
  if (!kept) return fetch(request)
  const late = new Promise<Response>(resolve => {
    setTimeout(() => resolve(kept), patience)
  })
  const fresh = fetch(request).then(
    answer => (answer.status >= 500 ? kept : answer),
    () => kept,
  )
  return Promise.race([fresh, late])
}
