import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Login } from '../../../contract/accounts.ts'
import { createFolderBlobs } from '../../blobs/folder.ts'
import type { DeviceEvent, NodeEvent } from '../../bus/bus.ts'
import { createInProcessBus } from '../../bus/in-process.ts'
import { createTestCore } from '../../core.testing.ts'
import { actorOf } from '../../lib/actor.ts'
import { urlsOn } from '../../lib/route.ts'
import type { Viewer } from '../../lib/route.ts'
import { tester } from '../../store/conformance/test-store.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import type { Store } from '../../store/store.ts'
import { createPasswords } from './passwords.ts'
import type { Tokens } from './tokens.ts'

const day = 24 * 60 * 60 * 1000
const url = urlsOn('https://im.example')
const desktop = { address: '10.0.0.1', userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0', device: undefined }
const phone = { address: '10.0.0.2', userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0', device: undefined }

let folder: string
let store: Store
let now: number
let ended: NodeEvent[]
let told: [string, DeviceEvent][]
let opened: string[]
let bob: number

function setUp(oneLoginPerKind = true) {
  const bus = createInProcessBus()
  bus.onAll(event => {
    if (event.type === 'tokensEnded') ended.push(event)
  })
  bus.onAll(event => {
    if (event.type === 'loginOpened') opened.push(event.tokenHash)
  })
  bus.onDevice((device, event) => {
    told.push([device, event])
  })
  const clock = () => now
  const blobs = createFolderBlobs({ folder: join(folder, 'files') })
  return createTestCore({
    store,
    bus,
    blobs,
    clock,
    config: { oneLoginPerKind, redirectOrigins: ['https://erp.example'] },
  })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-accounts-'))
  store = await openSqliteStore({ folder })
  now = Date.UTC(2026, 0, 1)
  ended = []
  told = []
  opened = []
  bob = await store.users.create({
    username: 'bob',
    trueName: '鲍勃',
    email: 'Bob@example.com',
    phone: '13800000001',
    passwordHash: await createPasswords().hash('right password'),
    createdAt: now,
  })
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const credentials = { account: 'bob', password: 'right password' }

test('a login answers what the contract says, and its token names the user', async () => {
  const { accounts, tokens } = setUp()
  const { token } = await accounts.login(credentials, desktop)
  const data = Login.parse(await accounts.loginData(bob, token, url))
  expect(data).toMatchObject({
    user: { id: bob, trueName: '鲍勃', sex: 56, enable: 1 },
    authorization: token,
    dept: null,
    deviceVo: { platform: 'windows', brand: 'Chrome' },
  })
  expect(data.user.avatar).toMatch(/^https:\/\/im\.example\/avatars\//)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect((await tokens.viewerOf(token))?.user.id).toBe(bob)
  expect(JSON.stringify(await store.tokens.find((await tokens.viewerOf(token))?.token.hash ?? ''))).not.toContain(token)
})

test.each([
  'bob',
  'BOB',
  ' bob ',
  'bob@EXAMPLE.com',
  'ｂｏｂ@example.com',
  '13800000001',
  '138 0000 0001',
  '+86 138-0000-0001',
  '008613800000001',
  '＋８６１３８０００００００１',
])('%s is an account to log in with', async account => {
  expect((await setUp().accounts.login({ ...credentials, account }, desktop)).userId).toBe(bob)
})

test('a wrong password and an unknown account are told apart by nothing', async () => {
  const { accounts } = setUp()
  await expect(accounts.login({ ...credentials, password: 'wrong' }, desktop)).rejects.toMatchObject({
    failure: 'login.wrong',
    code: 403,
  })
  await expect(accounts.login({ ...credentials, account: 'nobody' }, desktop)).rejects.toMatchObject({
    failure: 'login.wrong',
    code: 403,
  })
})

test('five wrong passwords lock out the guesser, by whatever name, and not bob at home', async () => {
  const { accounts } = setUp()
  await accounts.login(credentials, phone)
  for (const account of ['bob', 'Bob', '13800000001', 'bob@example.com', 'bob']) {
    await expect(accounts.login({ account, password: 'wrong' }, desktop)).rejects.toMatchObject({
      failure: 'login.wrong',
    })
  }
  await expect(accounts.login(credentials, desktop)).rejects.toMatchObject({ failure: 'login.locked', code: 423 })
  expect((await accounts.login(credentials, phone)).userId).toBe(bob)
})

test('a login ends the older one of its kind and leaves the other kind alone', async () => {
  const { accounts, tokens } = setUp()
  const atWork = await accounts.login(credentials, desktop)
  const inPocket = await accounts.login(credentials, phone)
  const atHome = await accounts.login(credentials, { ...desktop, userAgent: 'Macintosh' })
  expect(await tokens.viewerOf(atWork.token)).toBeUndefined()
  expect(await tokens.viewerOf(inPocket.token)).toBeDefined()
  expect(await tokens.viewerOf(atHome.token)).toBeDefined()
  expect(ended).toEqual([{ type: 'tokensEnded', hashes: [atWork.record.hash], reason: 'replaced' }])
  expect(await tokens.wasReplaced(atWork.token)).toBe(true)
  expect(await tokens.wasReplaced(atHome.token)).toBe(false)
})

test('any number of logins may live where the policy says so', async () => {
  const { accounts, tokens } = setUp(false)
  const first = await accounts.login(credentials, desktop)
  await accounts.login(credentials, desktop)
  expect(await tokens.viewerOf(first.token)).toBeDefined()
})

test('the device that a login names is told, and the same device logging in again is not "elsewhere"', async () => {
  const { accounts } = setUp()
  await accounts.login(credentials, { ...desktop, device: 'd1' })
  const second = await accounts.login(credentials, { ...desktop, device: 'd1' })
  expect(told.at(-1)).toEqual(['d1', { type: 'loggedIn', userId: bob, tokenHash: second.record.hash, login: null }])
  expect(ended).toMatchObject([{ reason: 'loggedOut' }])
})

test('a token dies of idleness, and of age however much it is used', async () => {
  const { accounts, tokens } = setUp(false)
  const idle = await accounts.login(credentials, desktop)
  const busy = await accounts.login(credentials, desktop)
  for (let days = 6; days <= 30; days += 6) {
    now += 6 * day
    expect(await tokens.viewerOf(busy.token)).toBeDefined()
  }
  expect(await tokens.viewerOf(idle.token)).toBeUndefined()
  now += 1
  expect(await tokens.viewerOf(busy.token)).toBeUndefined()
  expect(ended.map(event => event.type === 'tokensEnded' && event.reason)).toEqual(['over', 'over'])
})

test('a sweep ends what nobody asks for', async () => {
  const { accounts, tokens } = setUp()
  const { record } = await accounts.login(credentials, desktop)
  await tokens.sweep()
  expect(ended).toEqual([])
  now += 7 * day + 1
  await tokens.sweep()
  expect(ended).toEqual([{ type: 'tokensEnded', hashes: [record.hash], reason: 'over' }])
})

test('logging out ends the token at once, also where it is in memory', async () => {
  const { accounts, tokens } = setUp()
  const { token } = await accounts.login(credentials, desktop)
  const viewer = await tokens.viewerOf(token)
  if (!viewer) throw new Error('not logged in')
  await accounts.logout(viewer)
  expect(await tokens.viewerOf(token)).toBeUndefined()
  expect(ended).toMatchObject([{ reason: 'loggedOut' }])
})

test('a new password needs the old one and ends the other logins', async () => {
  const { accounts, tokens } = setUp()
  const other = await accounts.login(credentials, phone)
  const { token } = await accounts.login(credentials, desktop)
  const viewer = await tokens.viewerOf(token)
  if (!viewer) throw new Error('not logged in')
  await expect(
    accounts.editPassword(asking(viewer), viewer, { oldPassword: 'wrong', password: 'a new one of mine' }),
  ).rejects.toMatchObject({ failure: 'login.wrong' })
  await accounts.editPassword(asking(viewer), viewer, { oldPassword: 'right password', password: 'a new one of mine' })
  expect(await tokens.viewerOf(token)).toBeDefined()
  expect(await tokens.viewerOf(other.token)).toBeUndefined()
  await expect(accounts.login(credentials, desktop)).rejects.toMatchObject({ failure: 'login.wrong' })
  await accounts.login({ ...credentials, password: 'a new one of mine' }, desktop)
})

test('who was given a password is asked to choose one, once', async () => {
  const { accounts, tokens } = setUp()
  const data = async () => {
    const { token } = await accounts.login({ ...credentials, password }, desktop)
    return { token, login: await accounts.loginData(bob, token, url) }
  }
  let { password } = credentials
  expect((await data()).login).not.toHaveProperty('mustChangePassword')
  await store.users.change(bob, { mustChangePassword: true })
  const { token, login } = await data()
  expect(login.mustChangePassword).toBe(true)
  const viewer = await tokens.viewerOf(token)
  if (!viewer) throw new Error('not logged in')
  await accounts.editPassword(asking(viewer), viewer, { oldPassword: password, password: 'my own password' })
  password = 'my own password'
  expect((await data()).login).not.toHaveProperty('mustChangePassword')
})

const asking = (viewer: Viewer) => actorOf(viewer, { address: '10.0.0.1' })

async function viewerIn(tokens: Tokens, token: string): Promise<Viewer> {
  const viewer = await tokens.viewerOf(token)
  if (!viewer) throw new Error('not logged in')
  return viewer
}

const oneTime = async () => {
  await store.administration.resetPassword(tester, {
    userId: bob,
    passwordHash: await createPasswords().hash(credentials.password),
    at: now,
  })
}

test('a one-time password opens nothing but its replacement, and the same login is a full one after it', async () => {
  const { accounts, tokens } = setUp()
  await oneTime()
  const { token } = await accounts.login(credentials, { ...desktop, device: 'd1' })
  const viewer = await tokens.viewerOf(token)
  if (!viewer) throw new Error('not logged in')
  expect(viewer.token.stage).toBe('mustChange')
  const expenses = 'https://erp.example/'
  await expect(accounts.tickets.redirection(token, expenses)).rejects.toMatchObject({
    failure: 'password.mustChange',
    code: 403,
  })
  await expect(accounts.loginAs(bob, phone, viewer.token)).rejects.toMatchObject({ failure: 'token.dead' })
  await accounts.editPassword(asking(viewer), viewer, {
    oldPassword: credentials.password,
    password: 'my own password',
  })
  expect((await tokens.viewerOf(token))?.token.stage).toBe('full')
  expect(opened).toEqual([viewer.token.hash])
  expect(await accounts.tickets.redirection(token, expenses)).toContain('ticket=')
})

test('a one-time password ends after the days that are set, also for who logged in with it', async () => {
  const { accounts, tokens } = setUp()
  await oneTime()
  now += 7 * day
  const { token } = await accounts.login(credentials, desktop)
  const viewer = await viewerIn(tokens, token)
  now += 1
  await expect(accounts.login(credentials, desktop)).rejects.toMatchObject({ failure: 'login.oneTimeEnded', code: 403 })
  await expect(accounts.login({ ...credentials, password: 'wrong' }, desktop)).rejects.toMatchObject({
    failure: 'login.wrong',
  })
  const change = { oldPassword: credentials.password, password: 'my own password' }
  await expect(accounts.editPassword(asking(viewer), viewer, change)).rejects.toMatchObject({
    failure: 'login.oneTimeEnded',
  })
})

test("a password of one's own does not end", async () => {
  const { accounts } = setUp()
  now += 400 * day
  expect((await accounts.login(credentials, desktop)).userId).toBe(bob)
})

test.each([1, 2])(
  'of changes at once with the same old password, from %i logins, one succeeds and the others are told',
  async logins => {
    const { accounts, tokens } = setUp(false)
    const made = [await accounts.login(credentials, desktop), await accounts.login(credentials, phone)].slice(0, logins)
    const viewers = await Promise.all([1, 2, 3].map(nth => viewerIn(tokens, made[nth % logins]?.token ?? '')))
    const wished = ['the first of three', 'the second of three', 'the third of three']
    const results = await Promise.allSettled(
      viewers.map((viewer, at) =>
        accounts.editPassword(asking(viewer), viewer, {
          oldPassword: credentials.password,
          password: wished[at] ?? '',
        }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ failure: 'password.changed', code: 409 })
    for (const [at, { status }] of results.entries()) {
      const login = accounts.login({ ...credentials, password: wished[at] ?? '' }, desktop)
      if (status === 'fulfilled') expect((await login).userId).toBe(bob)
      else await expect(login).rejects.toMatchObject({ failure: 'login.wrong' })
    }
  },
)

test('a login that was verified before a reset, a change or a disabling gets no token after it', async () => {
  const meanwhile = [() => oneTime(), () => store.users.change(bob, { isEnabled: false })]
  for (const change of meanwhile) {
    const { accounts, passwords } = setUp()
    await store.users.change(bob, { isEnabled: true, mustChangePassword: false })
    const verify = passwords.verify
    passwords.verify = async (...given) => {
      const isRight = await verify(...given)
      await change()
      return isRight
    }
    await expect(accounts.login(credentials, desktop)).rejects.toMatchObject({ code: 403 })
    expect(await store.tokens.endAll(bob)).toEqual([])
  }
})

test("a new password is not the old one, not one's own name or number, and none of the commonest", async () => {
  const { accounts, tokens } = setUp()
  const viewer = await viewerIn(tokens, (await accounts.login(credentials, desktop)).token)
  const refusedAs = {
    'right password': 'password.same',
    bobbobbob: 'password.ownName',
    12345678: 'password.tooEasy',
    'seven s': 'password.tooShort',
  }
  for (const [password, failure] of Object.entries(refusedAs)) {
    await expect(
      accounts.editPassword(asking(viewer), viewer, { oldPassword: credentials.password, password }),
    ).rejects.toMatchObject({ failure, code: 400 })
  }
  expect((await accounts.login(credentials, desktop)).userId).toBe(bob)
})

test('a disabled account loses its logins and gets none, until it is enabled again', async () => {
  const {
    accounts,
    tokens,
    admin: { people },
  } = setUp()
  const { token } = await accounts.login(credentials, desktop)
  await people.disable(tester, await people.find('bob'))
  expect(await tokens.viewerOf(token)).toBeUndefined()
  await expect(accounts.login(credentials, desktop)).rejects.toMatchObject({ failure: 'login.disabled' })
  await people.enable(tester, await people.find('bob'))
  expect(await tokens.viewerOf(token)).toBeUndefined()
  await accounts.login(credentials, desktop)
})

test('a ticket is for an allowed origin and works once', async () => {
  const {
    accounts: { login, tickets },
  } = setUp()
  const { token } = await login(credentials, desktop)
  await expect(tickets.redirection(token, 'https://evil.example/?x=https://erp.example')).rejects.toMatchObject({
    failure: 'redirect.notAllowed',
  })
  await expect(tickets.redirection('dead-token-dead-token', 'https://erp.example/')).rejects.toMatchObject({
    failure: 'token.dead',
  })
  const target = new URL(await tickets.redirection(token, 'https://erp.example/in?a=1#top'))
  expect(target.origin + target.pathname + target.hash).toBe('https://erp.example/in#top')
  expect(target.searchParams.get('a')).toBe('1')
  const ticket = target.searchParams.get('ticket') ?? ''
  await expect(tickets.redeem(ticket, 'https://crm.example', '10.0.0.5')).rejects.toMatchObject({
    failure: 'ticket.otherOrigin',
    code: 403,
  })
  expect(await tickets.redeem(ticket, 'https://erp.example', '10.0.0.5')).toMatchObject({
    user: { id: bob },
    origin: 'https://erp.example',
  })
  await expect(tickets.redeem(ticket, 'https://erp.example', '10.0.0.5')).rejects.toMatchObject({
    failure: 'ticket.expired',
  })
})

test('a login has some tickets at once, however many it asks for', async () => {
  const {
    accounts: { login, tickets },
  } = setUp()
  const { token } = await login(credentials, desktop)
  const made: string[] = []
  for (let n = 0; n < 100; n += 1) {
    const address = await tickets.redirection(token, 'https://erp.example/')
    made.push(new URL(address).searchParams.get('ticket') ?? '')
  }
  const kept = await Promise.all(made.map(ticket => store.codes.find(ticket)))
  expect(kept.filter(code => code !== undefined)).toHaveLength(16)
  // Who presses twice gets there twice.
  for (const ticket of made.slice(-2))
    expect(await tickets.redeem(ticket, undefined, '10.0.0.5')).toMatchObject({ user: { id: bob } })
})

test('a ticket dies after a minute', async () => {
  const {
    accounts: { login, tickets },
  } = setUp()
  const { token } = await login(credentials, desktop)
  const ticket = new URL(await tickets.redirection(token, 'https://erp.example/')).searchParams.get('ticket') ?? ''
  now += 60_000
  await expect(tickets.redeem(ticket, undefined, '10.0.0.5')).rejects.toMatchObject({ failure: 'ticket.expired' })
})

test('a ticket dies with its login, and one taken by many at once is good for one', async () => {
  const {
    accounts: { login, logout, tickets },
    tokens,
  } = setUp()
  const { token } = await login(credentials, desktop)
  const ticketOf = async () =>
    new URL(await tickets.redirection(token, 'https://erp.example/')).searchParams.get('ticket') ?? ''
  const shared = await ticketOf()
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => tickets.redeem(shared, 'https://erp.example', '10.0.0.5')),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const late = await ticketOf()
  await logout(await viewerIn(tokens, token))
  await expect(tickets.redeem(late, 'https://erp.example', '10.0.0.5')).rejects.toMatchObject({
    failure: 'ticket.expired',
  })
})

test('only an empty store gets an administrator', async () => {
  expect(await setUp().accounts.ensureAdministrator()).toBeUndefined()
  const emptyFolder = await mkdtemp(join(tmpdir(), 'hongyan-empty-'))
  await using empty = await openSqliteStore({ folder: emptyFolder })
  const full = store
  store = empty
  const { accounts } = setUp()
  store = full
  const made = await accounts.ensureAdministrator()
  expect(await accounts.ensureAdministrator()).toBeUndefined()
  await accounts.login({ account: 'admin', password: made?.password ?? '' }, desktop)
  expect(await empty.users.findAccount('admin')).toMatchObject({ isAdmin: true, mustChangePassword: true })
})
