import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startServer } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { tempFolder } from '../temp-folder.ts'
import { launchFirefox } from './firefox.ts'

/** A phone's login and a desk's do not replace each other: the server tells them apart by this. */
const phoneAgent =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'
const root = join(import.meta.dirname, '../..')
export const password = 'hongyan-demo'
/** The journeys of chat run in Firefox too. */
export const isFirefox = process.env['JOURNEY_BROWSER'] === 'firefox'

/**
 * The name by which browsers open the client in place of this machine's address, over plain http: not a secure context.
 */
const plainName = process.env['JOURNEY_HOST']
/** Whether the journeys run where browsers trust the page: on this machine's own address, or over https. */
export const isSecure = plainName === undefined

/** A desk has a window of 1280 by 800, a phone a screen of 390 by 844 that is touched. */
export type Device = 'desk' | 'phone'
/**
 * `origin`: another way to the server than the straight one. `ahead`: ms that the browser's clock is ahead of the
 * server's.
 */
export type Look = {
  device?: Device
  language?: 'zh' | 'en'
  theme?: 'light' | 'dark'
  origin?: string
  ahead?: number
}

export type Visitor = {
  page: Page
  context: BrowserContext
  /** What the page reported as wrong: faults of scripts, and what the page's policy refused. */
  faults: string[]
}

export type Demo = AsyncDisposable & {
  origin: string
  server: ServerProcess
  browser: Browser
  /** A browser of its own, at the page where one signs in. */
  visit(look?: Look): Promise<Visitor>
  /** The same, signed in by password, with the list of conversations in sight. */
  signIn(account: string, look?: Look): Promise<Visitor>
}

const browsers = new Set<Browser>()
/** What the people of this file's journeys have before them. */
export const openPages = (): Page[] =>
  [...browsers].flatMap(browser => browser.contexts()).flatMap(context => context.pages())

type Options = {
  showsNotifications?: boolean
  /** Fills the data folder with people of its own, in place of the invented organisation. */
  fill?: (folder: string) => Promise<void>
}

/** The real server with the invented organisation and the built client, and a browser to look at it. */
export async function openDemo(settings: Record<string, string> = {}, options: Options = {}): Promise<Demo> {
  const { showsNotifications = false, fill } = options
  build()
  const folder = tempFolder()
  await fill?.(folder.path)
  const server = await startServer({ folder: folder.path, program: 'server/demo/main.ts', settings })
  const browser = await launch(showsNotifications)
  browsers.add(browser)
  const home = asOpened(server.origin)

  async function visit({
    device = 'desk',
    language = 'zh',
    theme = 'light',
    origin = home,
    ahead = 0,
  }: Look = {}): Promise<Visitor> {
    const isPhone = device === 'phone'
    const context = await browser.newContext({
      viewport: isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
      isMobile: isPhone && !isFirefox,
      hasTouch: isPhone,
      ...(isPhone ? { userAgent: phoneAgent } : {}),
      locale: language === 'zh' ? 'zh-CN' : 'en-US',
      colorScheme: theme,
      permissions: isSecure ? ['microphone', 'clipboard-read', 'clipboard-write'] : [],
    })
    if (isOtherTime || ahead !== 0) await context.clock.install({ time: Date.now() + ahead })
    // Of several windows one has the focus; in Chromium each may believe that it is the one.
    if (isFirefox) await context.addInitScript('Document.prototype.hasFocus = () => true')
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', error => faults.push(error.stack ?? String(error)))
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text())
    })
    await page.goto(origin)
    return { page, context, faults }
  }

  return {
    origin: home,
    server,
    browser,
    visit,
    async signIn(account, look) {
      const visitor = await visit(look)
      const { page } = visitor
      await page.locator('input[autocomplete="username"]').fill(account)
      await page.locator('input[type="password"]').fill(password)
      await page.keyboard.press('Enter')
      await page.locator('.chat-list li').first().waitFor()
      return visitor
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      browsers.delete(browser)
      await server.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** Browsers do not run under libfaketime: there their pages are given the time instead. */
const isOtherTime = process.env['FAKETIME'] !== undefined
const environmentOfBrowser = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'LD_PRELOAD'))

/** The browser that the project asks for. */
function launch(showsNotifications: boolean): Promise<Browser> {
  if (isFirefox) return launchFirefox(process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr', environmentOfBrowser())
  return chromium.launch({
    // The one without windows shows none.
    executablePath:
      (showsNotifications ? process.env['CHROMIUM_WHOLE_PATH'] : process.env['CHROMIUM_PATH']) ?? '/usr/bin/chromium',
    env: environmentOfBrowser(),
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(plainName === undefined ? [] : [`--host-resolver-rules=MAP ${plainName} 127.0.0.1`]),
    ],
  })
}

/** The address of a server of this machine as the browser opens it. */
export function asOpened(origin: string): string {
  const url = new URL(origin)
  if (plainName !== undefined) url.hostname = plainName
  return url.origin
}

/** Does nothing where the client is built of the sources as they are. */
function build(): void {
  const done = spawnSync(process.execPath, ['bin/build-web.js'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(done.stderr)
}
