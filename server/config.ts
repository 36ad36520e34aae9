import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { limits } from '../contract/limits.ts'

const days = 24 * 60 * 60 * 1000
const whole = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'a whole number is expected')
    .transform(Number)
    .pipe(z.number().min(min, `at least ${min}`).max(max, `at most ${max}`))
    .default(fallback)
const decimal = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'a number is expected')
    .transform(Number)
    .pipe(z.number().min(min, `at least ${min}`).max(max, `at most ${max}`))
    .default(fallback)
const flag = z
  .enum(['0', '1', 'true', 'false'], { error: '0 or 1 is expected' })
  .transform(text => text === '1' || text === 'true')
  .default(false)
const origin = z
  .url({ protocol: /^https?$/, error: 'an http or https address is expected' })
  .refine(
    text => !URL.canParse(text) || isOrigin(new URL(text)),
    'scheme, host and port alone are expected, such as https://im.example.com: Hongyan is not served under a path',
  )
  .transform(text => new URL(text).origin)
// What a browser would ask for as well is no origin; it would be cut off without a word.
const isOrigin = (url: URL) =>
  url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
/** As it is listened on: an IPv6 address without the brackets that it has in a URL. */
const host = z
  .string()
  .min(1, 'an address is expected')
  .transform(text => text.replace(/^\[([0-9a-f:.%\w]+)\]$/i, '$1'))
  .default('127.0.0.1')
const origins = z
  .string()
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(origin))
  .default([])
const later = z
  .undefined({ error: 'not supported yet: this version runs on one machine, over its own data folder' })
  .optional()

/** Every setting: its name in the environment, its values, its default. `docs/operating.md` describes them. */
const Settings = z.object({
  HONGYAN_HOST: host,
  HONGYAN_PORT: whole(8005, 0, 65_535),
  HONGYAN_DATA: z.string().min(1, 'a folder is expected').default('./data'),
  HONGYAN_ORIGIN: origin.optional(),
  HONGYAN_ALLOWED_ORIGINS: origins,
  HONGYAN_REDIRECT_ORIGINS: origins,
  HONGYAN_LOG: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'fatal, error, warn, info, debug or silent is expected',
    })
    .default('info'),
  HONGYAN_TRUST_PROXY: flag,
  HONGYAN_LOGIN_POLICY: z
    .enum(['one-per-kind', 'any'], { error: 'one-per-kind or any is expected' })
    .default('one-per-kind'),
  HONGYAN_REACH: z
    .enum(['tree', 'company', 'friends', 'everyone'], { error: 'tree, company, friends or everyone is expected' })
    .default('tree'),
  HONGYAN_TOKEN_IDLE_DAYS: whole(7, 1, 365),
  HONGYAN_TOKEN_DAYS: whole(30, 1, 3650),
  HONGYAN_ONE_TIME_DAYS: whole(7, 1, 365),
  HONGYAN_AUDIT_MONTHS: whole(24, 0, 1200),
  HONGYAN_GROUP_PAUSE_SECONDS: whole(limits.groupRefusalPause / 1000, 0, 366 * 24 * 60 * 60),
  HONGYAN_RECALL_SECONDS: whole(limits.recallWindow / 1000, 0, 366 * 24 * 60 * 60),
  HONGYAN_EDIT_SECONDS: whole(limits.editWindow / 1000, 0, 366 * 24 * 60 * 60),
  HONGYAN_FILE_MB: whole(limits.fileBytes / 1024 / 1024, 1, 1024 * 1024),
  HONGYAN_UPLOADS_AT_ONCE: whole(64, 1, 100_000),
  HONGYAN_UNSENT_MB: whole(4096, 1, 1024 * 1024),
  HONGYAN_KEPT_MB: whole(1024 * 1024, 1, 1024 * 1024 * 1024),
  HONGYAN_UNSENT_HOURS: decimal(24, 0.001, 24 * 365),
  HONGYAN_ESCAPE_HTML: flag,
  HONGYAN_RATION: flag.unwrap().default(true),
  HONGYAN_RATE_PERSON: whole(100, 1, 1_000_000),
  HONGYAN_RATE_NETWORK: whole(200, 1, 1_000_000),
  HONGYAN_RATE_MODULE: whole(100, 1, 1_000_000),
  HONGYAN_SOCKETS_PER_LOGIN: whole(20, 1, 100_000),
  HONGYAN_WAITING_DEVICES: whole(500, 1, 100_000),
  HONGYAN_WEB_PUSH: flag.unwrap().default(true),
  HONGYAN_PUSH_ORIGINS: origins,
  HONGYAN_PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'mailto:… or https://… is expected')
    .optional(),
  HONGYAN_LINK_PREVIEWS: flag,
  HONGYAN_DATABASE_URL: later,
  HONGYAN_NATS_URL: later,
  HONGYAN_S3_ENDPOINT: later,
})

export type Config = {
  host: string
  port: number
  dataFolder: string
  /** Public origin; taken from each request where it is not set. */
  origin: string | undefined
  /** Other origins whose pages may call us. */
  allowedOrigins: string[]
  /** Origins that `auth_url` may redirect to. */
  redirectOrigins: string[]
  logLevel: string
  trustProxy: boolean
  /** A login ends the user's older login on the same kind of platform. */
  oneLoginPerKind: boolean
  /**
   * Who may see and talk to whom, besides friends: people of one company tree, of one company, nobody else, or
   * everyone.
   */
  reach: 'tree' | 'company' | 'friends' | 'everyone'
  /** ms without use after which a token dies, and ms after which it dies in any case. */
  tokenIdle: number
  tokenLife: number
  /** ms after which a one-time password ends. */
  oneTimeLife: number
  /** Months for which the log of what administrators did is kept; 0: for ever. */
  auditMonths: number
  /** ms that who was refused by a group waits before asking it again. */
  groupPause: number
  /** ms. */
  recallWindow: number
  /** ms. */
  editWindow: number
  /** Bytes. */
  fileLimit: number
  /** Of one person. */
  uploadsAtOnce: number
  /**
   * Units a second (`Call.weight`) of a person, of a network that nobody is known of, and of a business system;
   * undefined: as many as they like.
   */
  rates: { person: number; network: number; module: number } | undefined
  /** Sockets that one login may have open, and waiting devices of one network. */
  socketsPerLogin: number
  waitingDevices: number
  /** Bytes that one person may have uploaded and not sent. */
  unsentLimit: number
  /** Bytes that the files of one person may take in all. */
  keptLimit: number
  /** ms after which a file that nothing uses is removed. */
  unsentFor: number
  /** Tell browsers of news through their push services. */
  webPush: boolean
  /** Origins of push services besides those of the common browsers. */
  pushOrigins: string[]
  /** By which a push service reaches who runs this server. */
  pushContact: string
  /** Get the pages that links in messages lead to, and show what they say of themselves. */
  linkPreviews: boolean
  /** COMPAT: escape HTML in everything that goes to clients other than ours. */
  escapeHtml: boolean
}

/** The settings are wrong: `problems` has a line for each. */
export class BadSettings extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(`Settings are wrong:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
    this.name = 'BadSettings'
    this.problems = problems
  }
}

/** Reads the environment and `.env`; the environment wins. Throws `BadSettings` with all problems at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, envFile = '.env'): Config {
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}
  const given = Object.fromEntries(
    Object.entries({ ...fromFile, ...environment }).filter(
      ([name, value]) => name.startsWith('HONGYAN_') && value !== '',
    ),
  )
  const parsed = Settings.safeParse(given)
  const unknown = Object.keys(given)
    .filter(name => !(name in Settings.shape))
    .map(name => `${name}: no such setting`)
  const wrong = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  if (!parsed.success || unknown.length > 0) throw new BadSettings([...wrong, ...unknown])
  const settings = parsed.data
  return {
    host: settings.HONGYAN_HOST,
    port: settings.HONGYAN_PORT,
    dataFolder: settings.HONGYAN_DATA,
    origin: settings.HONGYAN_ORIGIN,
    allowedOrigins: settings.HONGYAN_ALLOWED_ORIGINS,
    redirectOrigins: settings.HONGYAN_REDIRECT_ORIGINS,
    logLevel: settings.HONGYAN_LOG,
    trustProxy: settings.HONGYAN_TRUST_PROXY,
    oneLoginPerKind: settings.HONGYAN_LOGIN_POLICY === 'one-per-kind',
    reach: settings.HONGYAN_REACH,
    tokenIdle: settings.HONGYAN_TOKEN_IDLE_DAYS * days,
    tokenLife: settings.HONGYAN_TOKEN_DAYS * days,
    oneTimeLife: settings.HONGYAN_ONE_TIME_DAYS * days,
    auditMonths: settings.HONGYAN_AUDIT_MONTHS,
    groupPause: settings.HONGYAN_GROUP_PAUSE_SECONDS * 1000,
    recallWindow: settings.HONGYAN_RECALL_SECONDS * 1000,
    editWindow: settings.HONGYAN_EDIT_SECONDS * 1000,
    fileLimit: settings.HONGYAN_FILE_MB * 1024 * 1024,
    uploadsAtOnce: settings.HONGYAN_UPLOADS_AT_ONCE,
    rates: settings.HONGYAN_RATION
      ? {
          person: settings.HONGYAN_RATE_PERSON,
          network: settings.HONGYAN_RATE_NETWORK,
          module: settings.HONGYAN_RATE_MODULE,
        }
      : undefined,
    socketsPerLogin: settings.HONGYAN_RATION ? settings.HONGYAN_SOCKETS_PER_LOGIN : Infinity,
    waitingDevices: settings.HONGYAN_RATION ? settings.HONGYAN_WAITING_DEVICES : Infinity,
    unsentLimit: settings.HONGYAN_UNSENT_MB * 1024 * 1024,
    keptLimit: settings.HONGYAN_KEPT_MB * 1024 * 1024,
    unsentFor: settings.HONGYAN_UNSENT_HOURS * 60 * 60 * 1000,
    webPush: settings.HONGYAN_WEB_PUSH,
    pushOrigins: settings.HONGYAN_PUSH_ORIGINS,
    pushContact:
      settings.HONGYAN_PUSH_CONTACT
      ?? (settings.HONGYAN_ORIGIN?.startsWith('https:')
        ? settings.HONGYAN_ORIGIN
        : 'mailto:admin@localhost.localdomain'),
    linkPreviews: settings.HONGYAN_LINK_PREVIEWS,
    escapeHtml: settings.HONGYAN_ESCAPE_HTML,
  }
}
