import { describe, expect, test } from 'vitest'
import { alice, draft, refused, start } from './http.testing.ts'

/** A person has 80 units, a network too; nothing comes back while the test lasts. */
const rates = { person: 2, network: 2, module: 2 }
const statuses = async (answers: Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status)
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
const count = (list: number[], status: number) => list.filter(one => one === status).length

describe('a person', () => {
  test('has so many units: then 429 with Retry-After, and the words of it', async () => {
    const { asAlice } = await start({ rates })
    // my_session weighs 3.
    expect(count(await statuses(times(26, () => asAlice('/api/my_session'))), 200)).toBe(26)
    const answer = await asAlice('/api/my_session')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await answer.json()).toEqual(refused('request.tooMany'))
  })

  test('pays more for what costs more', async () => {
    const { post } = await start({ rates })
    const sent = await statuses(times(20, () => post('/api/save_single_msg', draft)))
    expect([count(sent, 200), count(sent, 429)]).toEqual([16, 4])
  })

  test('pays for the length of the answers, and owes for those that nobody could know before', async () => {
    const { asAlice } = await start({ rates })
    const long = () => asAlice('/api/my_company_list')
    // 1 and 30 each.
    expect([(await long()).status, (await long()).status, (await long()).status]).toEqual([200, 200, 200])
    const refusal = await long()
    expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([429, '7'])
  })

  test('has a few answers made at once, however many are asked for', async () => {
    const { asAlice } = await start({ rates })
    const all = await statuses(times(40, () => asAlice('/api/my_company_list')))
    expect(count(all, 200)).toBeLessThan(8)
    expect(count(all, 200) + count(all, 429)).toBe(40)
  })

  test('is answered while others of their questions wait for what is elsewhere', async () => {
    const { asAlice, seen } = await start()
    const previews = times(8, () => asAlice('/api/preview_link?url=https://slow.example/'))
    expect((await asAlice('/api/my_session')).status).toBe(200)
    seen.abroad.resolve(null)
    expect(await statuses(previews)).toEqual(times(8, () => 200))
  })

  test('pays for what is refused, too', async () => {
    const { post } = await start({ rates })
    const sent = await statuses(times(20, () => post('/api/save_single_msg', { id: '' })))
    expect([count(sent, 400), count(sent, 429)]).toEqual([16, 4])
  })

  test('is not refused for what strangers at the same address do', async () => {
    const { ask, asAlice } = await start({ rates })
    expect(count(await statuses(times(200, () => ask('/api/my_session'))), 429)).toBeGreaterThan(0)
    expect((await asAlice('/api/my_session')).status).toBe(200)
    expect(alice.user.id).toBe(539)
  })
})

describe('strangers of one network', () => {
  const ways: [string, string, RequestInit, number][] = [
    ['ask without a token', '/api/my_session', {}, 401],
    ['try tokens', '/api/my_session', { headers: { authorization: 'bad' } }, 401],
    ['try paths', '/api/nothing', {}, 404],
    ['try pages', '/nothing', {}, 404],
    ['try names of pictures', '/avatars/nothing', {}, 404],
    ['send what is no JSON', '/auth/login', { method: 'POST', body: '{' }, 400],
    ['send another kind', '/auth/login', { method: 'POST', body: 'x', headers: { 'content-type': 'image/png' } }, 415],
  ]
  test.each(ways)('may %s for a while', async (_, path, init, status) => {
    const { ask } = await start({ rates })
    const answers = await statuses(times(90, () => ask(path, init)))
    expect(count(answers, status)).toBeGreaterThan(0)
    expect(count(answers, 429)).toBeGreaterThan(0)
    expect(count(answers, status) + count(answers, 429)).toBe(90)
  })

  test('are told apart from those of another', async () => {
    const { ask } = await start({ rates, trustProxy: true })
    const from = (address: string) => ask('/api/my_session', { headers: { 'x-forwarded-for': address } })
    expect(count(await statuses(times(90, () => from('192.0.2.1'))), 429)).toBe(10)
    expect((await from('192.0.2.2')).status).toBe(401)
  })

  test('are served what is free however often they ask', async () => {
    const { ask } = await start({ rates })
    expect(count(await statuses(times(300, () => ask('/files/hello'))), 200)).toBe(300)
    await statuses(times(90, () => ask('/api/my_session')))
    expect((await ask('/files/hello')).status).toBe(200)
    expect((await ask('/healthz')).status).toBe(200)
    expect((await ask('/api/my_session', { method: 'OPTIONS' })).status).toBe(204)
  })
})
