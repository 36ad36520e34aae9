import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { inviteToGroup } from '../../contract/groups.ts'
import { createPasswords } from '../../server/features/accounts/passwords.ts'
import { openSqliteStore } from '../../server/store/sqlite/open.ts'
import { agents, createClient } from '../client.ts'
import { unrationed } from '../server-process.ts'
import { openDemo, password } from './browser.ts'
import type { Demo } from './browser.ts'

const owner = 'organiser'
const name = '全员大会'
const members = 5000
const newcomers = 1000
/** People that one invitation brings in. */
const together = 10

let demo: Demo
let groupId: number
let coming: number[]
beforeAll(async () => {
  demo = await openDemo(unrationed, { fill: seedCrowd })
})
afterAll(() => demo[Symbol.asyncDispose]())

/** Straight through the store: a password for each of thousands would take a minute. Only the group's owner has one. */
async function seedCrowd(folder: string): Promise<void> {
  await using store = await openSqliteStore({ folder })
  const [at, companyId] = [Date.now(), await store.directory.createCompany({ name: '大公司' })]
  const passwordHash = await createPasswords().hash(password)
  const ownerId = await store.users.create({
    username: owner,
    trueName: '会议组',
    passwordHash,
    companyId,
    createdAt: at,
  })
  const crowd = await store.users.createMany(
    Array.from({ length: members - 1 + newcomers }, (_, index) => ({
      username: `crowd${index}`,
      trueName: `群众${index}`,
      passwordHash: '!',
      companyId,
      createdAt: at,
    })),
  )
  const created = await store.groups.create({
    name,
    ownerId,
    userIds: crowd.slice(0, members - 1),
    avatar: null,
    note: null,
    isPublic: false,
    needsApproval: false,
    lineId: 'crowd',
    at,
  })
  groupId = created.group.id
  coming = crowd.slice(members - 1)
}

/** How often the page has asked for a path so far. */
function callsOf(page: Page): (path: string) => number {
  const paths: string[] = []
  page.on('request', request => paths.push(new URL(request.url()).pathname))
  return path => paths.filter(each => each === path).length
}

test('while a thousand people join, an open group of five thousand is read once', async () => {
  const { page, context, faults } = await demo.signIn(owner)
  const calls = callsOf(page)
  const panel = page.locator('.group-panel')
  // By the list of groups, which then follows them too.
  const line = page.waitForEvent('websocket')
  await page.goto(`${demo.origin}/contacts/groups`)
  await (await line).waitForEvent('framereceived')
  await page.locator('.groups-page').getByText(name).click()
  await page.locator('.page-head').getByText(`${members} 人`).waitFor()
  await page.getByRole('button', { name: '群资料' }).click()
  await panel.getByRole('button', { name: /^成员/ }).getByText(`${members} 人`).waitFor()

  // What opening it has asked for is answered: from here on one counts.
  await page.waitForLoadState('networkidle')
  const listings = calls('/api/my_group_list')
  const phone = createClient(demo.server.origin, agents.android)
  await phone.login(owner, password)
  for (let from = 0; from < newcomers; from += together) {
    await phone.ask(inviteToGroup, { body: { groupId, targets: coming.slice(from, from + together) } })
  }

  await page
    .locator('.page-head')
    .getByText(`${members + newcomers} 人`)
    .waitFor()
  await panel.getByRole('button', { name: /^成员/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('searchbox')
    .fill(`群众${members + newcomers - 2}`)
  await page.getByRole('dialog').locator('.line').first().waitFor()
  expect([calls('/api/group_info'), calls('/api/my_group_list') - listings]).toEqual([1, 0])
  expect(faults).toEqual([])
  await context.close()
})
