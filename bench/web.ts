import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { demoPassword } from '../server/demo/seed.ts'
import { openSqliteStore } from '../server/store/sqlite/open.ts'
import { startServer } from '../e2e/server-process.ts'
import { tempFolder } from '../e2e/temp-folder.ts'
import { benchSettings } from './settings.ts'
import type { FirstLoad, Scrolling, WebResult } from './web-figures.ts'

/** A slow line: 1.6 Mbit/s down, 0.75 up, 150 ms. */
const line = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
/** How many times slower than this machine a cheap phone is. */
const slowness = 4
/** A page is quiet when no task has blocked it for so long (ms). */
const quiet = 2000
const history = 100_000
/** px, and px a second: as a hand scrolls, and as far and fast as one can, past what a page keeps in memory. */
const hand = { distance: 48_000, speed: 4000 }
const far = { distance: 240_000, speed: 16_000 }

/**
 * Measures the client in a real browser, on the demo organisation with one conversation made long; undefined where
 * there is no browser.
 */
export async function measureWeb(): Promise<WebResult | undefined> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) return undefined
  using folder = tempFolder()
  const start = () => startServer({ folder: folder.path, program: 'server/demo/main.ts', settings: benchSettings })
  await (await start()).stop()
  await lengthen(folder.path)
  await using server = await start()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] })
  try {
    const { origin } = server
    const { storageState, lina } = await signedIn(browser, origin)
    const wide = { viewport: { width: 1280, height: 800 } }
    return {
      signIn: await median(() => browser.newContext(), origin, 'input[autocomplete="username"]', 1),
      messages: await median(() => browser.newContext({ storageState }), origin, '.chat-list li a', 1),
      onPhone: await median(() => browser.newContext({ storageState }), origin, '.chat-list li a', slowness),
      switches: await switchAround(await browser.newContext({ storageState, ...wide }), origin),
      plain: await scrollPlain(await browser.newContext(wide)),
      scrolling: await scroll(await browser.newContext({ storageState, ...wide }), `${origin}/chat/direct/${lina}`),
    }
  } finally {
    await browser.close()
  }
}

async function lengthen(folder: string): Promise<void> {
  await using store = await openSqliteStore({ folder })
  const idOf = async (username: string) => (await store.users.findAccount(username))?.id ?? 0
  const two = [await idOf('zhangwei'), await idOf('lina')] as const
  const at = Date.now()
  for (let from = 0; from < history; from += 1000) {
    await Promise.all(
      Array.from({ length: 1000 }, (_, step) => {
        const index = from + step
        const [senderId, peerId] = index % 3 === 0 ? two : [two[1], two[0]]
        const content = `第 ${index} 条：${'接口文档已经更新，麻烦看一下有没有遗漏的字段。'.repeat(index % 4 === 0 ? 3 : 1)}`
        return store.messages.append({
          id: `web-${index}`,
          senderId,
          to: { peerId },
          type: 1,
          content,
          fileId: null,
          atIds: null,
          sentAt: at + index,
        })
      }),
    )
  }
}

/** Signs in once, without the slow line: what a browser keeps of it, and whose conversation is the long one. */
async function signedIn(browser: Browser, origin: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(origin)
  await page.locator('input[autocomplete="username"]').fill('zhangwei')
  await page.locator('input[type="password"]').fill(demoPassword)
  await page.keyboard.press('Enter')
  const row = page.locator('.chat-list a[href^="/chat/direct/"]').first()
  const lina = Number((await row.getAttribute('href'))?.split('/').at(-1))
  const storageState = await context.storageState()
  await context.close()
  return { storageState, lina }
}

/** Runs in the page from its first moment: when the element came, and when tasks last blocked the page. */
const watcher = (selector: string) => `
  window.bench = { shown: 0, blocked: 0 }
  new PerformanceObserver(list => { for (const { startTime, duration } of list.getEntries()) bench.blocked = startTime + duration }).observe({ type: 'longtask', buffered: true })
  const look = () => { if (document.querySelector(${JSON.stringify(selector)})) bench.shown = performance.now(); else requestAnimationFrame(look) }
  look()`

const untilQuiet = `new Promise(resolve => {
  const look = () => {
    const at = Math.max(bench.shown, bench.blocked)
    if (bench.shown > 0 && performance.now() - at > ${quiet}) resolve(at)
    else setTimeout(look, 50)
  }
  look()
})`

/** Bytes of script on the wire that were asked for before this moment (ms): what comes while the page rests is not. */
const scriptBefore = (moment: number) => `performance.getEntriesByType('resource')
  .filter(({ name, startTime }) => name.endsWith('.js') && startTime < ${moment})
  .reduce((sum, { transferSize }) => sum + transferSize, 0)`

/** Three first visits; the middle one. */
async function median(
  open: () => Promise<BrowserContext>,
  address: string,
  selector: string,
  slowness: number,
): Promise<FirstLoad | undefined> {
  const loads: FirstLoad[] = []
  for (let visit = 0; visit < 3; visit += 1) loads.push(await firstLoad(await open(), address, selector, slowness))
  return loads.toSorted((a, b) => a.interactive - b.interactive)[1]
}

/** The first visit, with nothing kept: bytes of script on the wire, and when the page is there and answers. */
async function firstLoad(
  context: BrowserContext,
  address: string,
  selector: string,
  slowness: number,
): Promise<FirstLoad> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', line)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  await page.addInitScript(watcher(selector))
  await page.goto(address)
  const interactive = (await page.evaluate(untilQuiet)) as number
  const bytes = (await page.evaluate(scriptBefore(interactive))) as number
  await context.close()
  return { bytes, interactive }
}

/** Scrolls up through the conversation, looks at every frame, and goes on far and fast to see what stays in memory. */
async function scroll(context: BrowserContext, address: string): Promise<Scrolling> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.goto(address)
  await page.locator('.history .message').first().waitFor()
  const before = await heapOf(session)
  const from = await topSeq(page)
  const intervals = await framesWhile(page, () => drag(session, hand))
  await drag(session, far)
  const result = { intervals, passed: from - (await topSeq(page)), before, after: await heapOf(session) }
  await context.close()
  return result
}

/**
 * Goes from one conversation to another, twenty times among six of them; ms until the first frame with its messages,
 * which no conversation shares with another.
 */
async function switchAround(context: BrowserContext, origin: string): Promise<number[]> {
  const page = await context.newPage()
  await page.goto(origin)
  await page.locator('.chat-list li a[href^="/chat/direct/"]').nth(5).waitFor()
  await page.locator('.chat-list li a[href^="/chat/direct/"]').first().click()
  await page.locator('.history .message').first().waitFor()
  const took = (await page.evaluate(switching)) as number[]
  await context.close()
  return took
}

const switching = `(async () => {
  const first = () => document.querySelector('.history .message')?.getAttribute('data-key')
  const rows = [...document.querySelectorAll('.chat-list li a[href^="/chat/direct/"]')].slice(0, 6).map(row => row.getAttribute('href'))
  const took = []
  for (let turn = 1; turn <= 20; turn += 1) {
    const before = first()
    await new Promise(resolve => setTimeout(resolve, 500))
    const start = performance.now()
    document.querySelector('.chat-list li a[href="' + rows[turn % rows.length] + '"]').click()
    await new Promise(resolve => {
      const look = () => {
        const now = first()
        if (now && now !== before) requestAnimationFrame(resolve)
        else requestAnimationFrame(look)
      }
      look()
    })
    took.push(performance.now() - start)
  }
  return took
})()`

/**
 * The same gesture on a page of plain text, all of it there from the beginning: what this browser can do on this
 * machine.
 */
async function scrollPlain(context: BrowserContext): Promise<number[]> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.setContent(
    `<meta charset="utf-8"><style>p { margin: 10px; padding: 8px; background: #eee; border-radius: 12px }</style><div style="position: fixed; inset: 0; overflow: auto">${'<p>接口文档已经更新，麻烦看一下有没有遗漏的字段。</p>'.repeat(2000)}</div>`,
  )
  await page.evaluate('document.querySelector("div").scrollTop = 1e9')
  const intervals = await framesWhile(page, () => drag(session, hand))
  await context.close()
  return intervals
}

const drag = (session: CDPSession, { distance, speed }: { distance: number; speed: number }) =>
  session.send('Input.synthesizeScrollGesture', {
    x: 800,
    y: 400,
    yDistance: distance,
    speed,
    preventFling: true,
    gestureSourceType: 'mouse',
  })

/** ms between the frames that the page draws meanwhile. */
async function framesWhile(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(
    'window.frames_ = []; const frame = at => { frames_.push(at); requestAnimationFrame(frame) }; requestAnimationFrame(frame)',
  )
  await act()
  const times = (await page.evaluate('frames_')) as number[]
  return times.slice(1).map((at, index) => at - (times[index] ?? at))
}

const topSeq = async (page: Page) =>
  Math.min(
    ...(await page
      .locator('[data-seq]')
      .evaluateAll(all => all.map(element => Number(element.getAttribute('data-seq'))))),
  )

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize
}
