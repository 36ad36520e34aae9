import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { fileUpload } from '../contract/files.ts'
import { sendDirect } from '../contract/messages.ts'
import { agents, newId } from './client.ts'
import { fullHistory } from './full-history.ts'
import { makePeople } from './people.ts'
import { runToEnd, startServer } from './server-process.ts'
import { smallDisk } from './small-disk.ts'
import { tempFolder } from './temp-folder.ts'

describe('a server refuses to start', () => {
  test('on a data folder that another one uses, and the other goes on', async () => {
    using folder = tempFolder()
    await using first = await startServer({ folder: folder.path })
    const second = await runToEnd({ folder: folder.path })
    expect(second.code).toBe(1)
    expect(second.output).toMatch(/in use/)
    expect(second.output).not.toMatch(/\n\s+at /)
    expect((await fetch(`${first.origin}/openapi.json`)).status).toBe(200)
  })

  test('on a data folder that a newer version made, and leaves it alone', async () => {
    using folder = tempFolder()
    await (await startServer({ folder: folder.path })).stop()
    const file = databaseIn(folder.path)
    setVersion(file, 9999)
    const refused = await runToEnd({ folder: folder.path })
    expect(refused.code).toBe(1)
    expect(refused.output).toMatch(/newer version/)
    expect(refused.output).not.toMatch(/\n\s+at /)
    expect(versionOf(file)).toBe(9999)
  })

  test('on wrong settings, and names them all at once', async () => {
    using folder = tempFolder()
    const refused = await runToEnd({
      folder: folder.path,
      settings: { HONGYAN_PORT: 'eighty', HONGYAN_ORIGIN: 'somewhere', HONGYAN_TOKEN_DAYS: '0', HONGYAN_TYPO: '1' },
    })
    expect(refused.code).toBe(1)
    for (const name of ['HONGYAN_PORT', 'HONGYAN_ORIGIN', 'HONGYAN_TOKEN_DAYS', 'HONGYAN_TYPO'])
      expect(refused.output).toContain(name)
    expect(refused.output).not.toMatch(/\n\s+at /)
  })

  test.each(['nowhere.invalid', '203.0.113.7', '256.0.0.1', '[::1', '*'])(
    'on an address that this machine has not, such as %s',
    async host => {
      using folder = tempFolder()
      const refused = await runToEnd({ folder: folder.path, settings: { HONGYAN_HOST: host } })
      expect(refused.code).toBe(1)
      expect(refused.output).toContain('HONGYAN_HOST')
      expect(refused.output).not.toMatch(/\n\s+at |^\{/m)
    },
  )
})

test.runIf(process.platform === 'linux').for([
  { settings: {} as Record<string, string>, threads: 16 },
  { settings: { UV_THREADPOOL_SIZE: '8' }, threads: 8 },
])('files are written by $threads threads with the settings $settings', async ({ settings, threads }) => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  await using server = await startServer({ folder: folder.path, settings })
  const alice = await people.login(server.origin, 'alice')
  const form = new FormData()
  form.append('file', new Blob(['A note.']), 'note.txt')
  // The pool is made when it has its first work.
  await fetch(server.origin + fileUpload.path, {
    method: 'POST',
    body: form,
    headers: { Authorization: alice.token },
  })
  const names = readdirSync(`/proc/${server.pid}/task`).map(id =>
    readFileSync(`/proc/${server.pid}/task/${id}/comm`, 'utf8').trim(),
  )
  expect(names.filter(name => name === 'libuv-worker')).toHaveLength(threads)
})

test('a folder whose server was killed opens again', async () => {
  using folder = tempFolder()
  await (await startServer({ folder: folder.path })).kill()
  await using again = await startServer({ folder: folder.path })
  expect((await fetch(`${again.origin}/openapi.json`)).status).toBe(200)
})

test('a server that is told to stop ends by itself with 0', async () => {
  using folder = tempFolder()
  const people = await makePeople(folder.path)
  const server = await startServer({ folder: folder.path })
  const line = await (await people.login(server.origin, 'alice')).line()
  expect((await server.stop()).code).toBe(0)
  expect([1001, 1012]).toContain(await line.closed)
})

test.runIf(process.platform === 'linux')(
  'a full disk refuses messages with 503, and the server goes on when space returns',
  async () => {
    using disk = smallDisk()
    const people = await makePeople(disk.folder)
    await using server = await startServer({ folder: disk.folder })
    const alice = await people.login(server.origin, 'alice')
    const bob = await people.login(server.origin, 'bob', agents.windows)
    const content = '满'.repeat(20_000)
    const send = (id = newId()) =>
      alice.try(sendDirect, {
        body: { id, senderId: alice.userId, receiverId: bob.userId, type: 1, content, fileId: null },
      })
    const acknowledged: string[] = []
    const refused: string[] = []
    const note = (id: string, code: number) => (code === 200 ? acknowledged : refused).push(id)

    const before = newId()
    expect((await send(before)).code).toBe(200)
    acknowledged.push(before)
    disk.fill(server)
    // what the log had reserved before may take a few more
    for (let number = 0; number < 500 && refused.length < 3; number++) {
      const id = newId()
      const { status, code, headers } = await send(id)
      note(id, code)
      expect([200, 503]).toContain(status)
      if (code === 503) expect(headers.get('retry-after')).not.toBeNull()
    }
    expect(refused.length).toBe(3)
    const history = async () => (await fullHistory(bob, { peerId: alice.userId })).map(row => row.id)
    expect(await history()).toEqual(acknowledged)

    disk.empty(server)
    for (const id of refused) expect((await send(id)).code).toBe(200)
    expect(await history()).toEqual([...acknowledged, ...refused])
  },
)

const databaseIn = (folder: string): string => {
  const name = readdirSync(folder).find(file => /\.(db|sqlite3?)$/.test(file))
  if (!name) throw new Error(`No database in ${readdirSync(folder).join(', ')}`)
  return join(folder, name)
}

function setVersion(file: string, version: number) {
  using db = new DatabaseSync(file)
  db.exec(`pragma user_version = ${version}`)
}

function versionOf(file: string) {
  using db = new DatabaseSync(file)
  return db.prepare('pragma user_version').get()?.['user_version']
}
