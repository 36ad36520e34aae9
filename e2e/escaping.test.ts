import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../contract/call.ts'
import { calls } from '../contract/calls.ts'
import { createClient, createExistingClient, agents, newId } from './client.ts'
import type { Client } from './client.ts'
import type { Line } from './line.ts'
import { choosePassword, command } from './people.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

// The existing client draws what it gets as HTML [docs/protocol.md, section 5, 9]. Here everything that somebody can
// name or write is this, and with HONGYAN_ESCAPE_HTML=1 none of it may reach that client as it is.
const evil = '<img src=x onerror=alert(1)>"\'&'
const harmless = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;'
const evilAddress = "https://oa.example/?a=\"><img src=x onerror='alert(1)'>"

const folder = tempFolder()
let server: ServerProcess
let passwords: Map<string, string>
/** Alice's old desktop client, and one of ours on her phone. */
let old: Client
let ours: Client
let bob: Client
let mallory: Client
let system: Client
let lines: { old: Line; ours: Line }
const known = {
  groupId: 0,
  moduleId: 0,
  fileId: 0,
  bobsMessage: '',
  bobsSeq: 0,
  noticeId: 0,
  groupNotice: 0,
  groupMessage: '',
}

type Parts = { params?: object; query?: object; body?: object }
const ask = async (client: Client, call: Call, parts: Parts = {}) => client.try(call, parts as never)
/** A call that must succeed. */
async function must<T>(client: Client, call: Call, parts: Parts = {}): Promise<T> {
  const { code, msg, data } = await ask(client, call, parts)
  if (code !== 200) throw new Error(`${call.path}: ${code} ${msg}`)
  return data as T
}

async function logIn(client: Client, username: string): Promise<Client> {
  await client.login(username, passwords.get(username) ?? '')
  return client
}

beforeAll(async () => {
  const file = join(folder.path, 'people.csv')
  const cell = `"${evil.replaceAll('"', '""')}"`
  const person = (name: string, company: string) => [name, cell, company, company && cell, cell].join(',')
  writeFileSync(
    file,
    [
      'username,trueName,company,department,position',
      ...['alice', 'bob', 'carol'].map(name => person(name, cell)),
      person('mallory', ''),
    ].join('\n'),
  )
  const imported = await command(folder.path, 'user', 'import', file)
  const oneTime = [...imported.matchAll(/^([\w-]+),(\w+)$/gm)].map(
    ([, name = '', password = '']) => [name, password] as const,
  )
  for (const kind of ['card', 'node']) await command(folder.path, 'entry', 'add', kind, evil, evilAddress)
  const added = await command(folder.path, 'module', 'add', evil)
  server = await startServer({
    folder: folder.path,
    settings: { HONGYAN_ESCAPE_HTML: '1', HONGYAN_LOGIN_POLICY: 'any', HONGYAN_RATION: '0' },
  })
  passwords = new Map(
    await Promise.all(
      oneTime.map(async ([name, given]) => [name, await choosePassword(server.origin, name, given)] as const),
    ),
  )
  system = createClient(server.origin, 'curl/8.5')
  ;[known.moduleId, system.token, system.isOurs] = [
    Number(/id (\d+)/.exec(added)?.[1]),
    added.trim().split(' ').at(-1) ?? '',
    false,
  ]
  ;[old, ours, bob, mallory] = await Promise.all([
    logIn(createExistingClient(server.origin), 'alice'),
    logIn(createClient(server.origin, agents.android), 'alice'),
    logIn(createClient(server.origin, agents.windows), 'bob'),
    logIn(createClient(server.origin, agents.windows), 'mallory'),
  ])
  lines = { old: await old.line(), ours: await ours.line() }
  await fill()
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

async function upload(client: Client): Promise<number> {
  const form = new FormData()
  form.append('file', new File(['words'], `${evil}.txt`))
  return (await must<{ id: number }>(client, calls.fileUpload, { body: form })).id
}

/**
 * Bob, mallory and a business system write and name whatever can be written and named; what alice's lines get of it.
 */
async function fill(): Promise<void> {
  const carol = await logIn(createClient(server.origin, agents.windows), 'carol')
  await must(carol, calls.editUser, { body: { sign: evil } })
  const group = await must<{ groupId: number }>(ours, calls.saveGroup, {
    body: { text: evil, note: evil, type: 1, targets: `${bob.userId},${carol.userId}` },
  })
  known.groupId = group.groupId
  known.fileId = await upload(bob)
  const toAlice = { receiverId: old.userId, type: 1, content: evil }
  const sent = await must<{ id: string; seq: number }>(bob, calls.sendDirect, { body: { id: newId(), ...toAlice } })
  ;[known.bobsMessage, known.bobsSeq] = [sent.id, sent.seq]
  await must(bob, calls.sendDirect, { body: { id: newId(), ...toAlice, replySeq: sent.seq, atIds: [old.userId] } })
  await must(bob, calls.sendDirect, {
    body: { id: newId(), receiverId: old.userId, type: 3, content: '', fileId: known.fileId },
  })
  await must(bob, calls.forwardMessages, {
    body: {
      id: newId(),
      from: { miniType: 1100, targetId: old.userId },
      seqs: [1, 2, 3],
      merged: 1,
      targets: [{ miniType: 1100, targetId: old.userId }],
    },
  })
  const inGroup = { receiverId: known.groupId, type: 1, content: evil }
  known.groupMessage = (await must<{ id: string }>(bob, calls.sendGroup, { body: { id: newId(), ...inGroup } })).id
  await must(bob, calls.sendGroup, { body: { id: newId(), receiverId: known.groupId, type: 3, fileId: known.fileId } })
  known.groupNotice = (
    await must<{ id: number }>(ours, calls.saveGroupNotice, {
      body: { groupId: known.groupId, content: evil, url: evilAddress },
    })
  ).id
  await must(mallory, calls.findContacts, { query: { keyword: 'alice' } })
  await must(mallory, calls.applyForFriendship, { body: { friendId: old.userId, content: evil } })
  known.noticeId = (
    await must<{ id: number }>(system, calls.sendNotice, {
      body: {
        moduleId: known.moduleId,
        targets: String(old.userId),
        actionText: evil,
        content: evil,
        url: evilAddress,
      },
    })
  ).id
  const bobsLine = await bob.line()
  await lines.old.next(1004)
  bobsLine.send({
    code: 1006,
    data: { endTime: Date.now(), miniType: 1101, receiverId: known.groupId, senderId: bob.userId, state: 2 },
  })
  lines.ours.send({ code: 1500, data: { [evil]: evil } })
  await lines.old.next(11021)
  await lines.old.next(1500)
  lines.old.send({ code: 77, data: { id: evil } })
  lines.old.send({ code: 1100, data: { id: newId(), receiverId: bob.userId, type: 1, content: evil } })
  await lines.old.next(2000)
}

/** Texts that a client could draw, with where they stand: all that are not addresses, and keys too. */
function texts(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => [
    [`${place} key`, key] as [string, string],
    ...texts(part, `${place}.${key}`),
  ])
}
const raw = (value: unknown) =>
  texts(value)
    .filter(([, text]) => /[<>"']|javascript:|&(?!(?:amp|lt|gt|quot|#39);)/i.test(text))
    .filter(([place, text]) => !/(avatar|Avatar|Url|url|redirect)$/.test(place) || /[<>"']|javascript:/i.test(text))

const group = () => ({ groupId: known.groupId })
const peer = () => ({ miniType: 1100, targetId: bob.userId })
/** A call as the existing client makes it; whether names or words that somebody gave stand in its answer. */
type Walk = { parts?: () => Parts; hasText?: true; isNoAnswer?: true }
const text = (parts?: () => Parts): Walk => ({ ...(parts ? { parts } : {}), hasText: true })
const plain = (parts?: () => Parts): Walk => (parts ? { parts } : {})
const other: Walk = { isNoAnswer: true }

/**
 * Every call of the contract: one that is added later is missing here. In this order: the last ones end what others
 * need.
 */
const walks: Record<string, Walk> = {
  listConversations: text(),
  findDirect: text(() => ({ body: { senderId: old.userId, receiverId: bob.userId, size: 50 } })),
  findGroup: text(() => ({ body: { ...group(), size: 50 } })),
  findReadList: text(() => ({ query: { id: known.groupMessage } })),
  searchMsg: text(() => ({ query: { keyword: 'onerror' } })),
  leftUserInfo: text(),
  contactInfo: text(() => ({ query: { targetId: bob.userId } })),
  latestContacts: text(),
  listCompanies: text(),
  listCompanyContacts: text(),
  listContacts: text(() => ({ query: { companyId: 1 } })),
  departmentTree: text(() => ({ query: { companyId: 1 } })),
  findContacts: text(() => ({ query: { keyword: '<img' } })),
  findOnline: plain(() => ({ query: { ids: String(bob.userId) } })),
  listFriendApplications: text(),
  listGroups: text(),
  groupInfo: text(() => ({ query: group() })),
  listGroupNotices: text(() => ({ query: group() })),
  listGroupFiles: text(() => ({ body: group() })),
  listGroupImages: plain(() => ({ body: group() })),
  listCards: text(),
  listNodes: text(),
  listNotices: text(() => ({ body: { moduleId: 1, page: 1, size: 20 } })),
  setNoticeState: text(() => ({ query: { moduleId: known.noticeId, state: 2 } })),
  readAllNotices: plain(() => ({ query: { moduleId: 1 } })),
  createCardCode: plain(() => ({ query: { type: 'group', targetId: known.groupId } })),
  createLoginCode: plain(() => ({ query: { device: lines.old.device } })),
  pushKey: plain(),
  savePush: plain(() => ({ body: { endpoint: 'https://push.example/<img>', keys: { p256dh: evil, auth: evil } } })),
  testPush: plain(() => ({ body: { endpoint: 'https://push.example/<img>', id: 'x' } })),
  deletePush: plain(() => ({ query: { endpoint: 'https://push.example/<img>' } })),
  sendDirect: text(() => ({ body: { id: newId(), receiverId: bob.userId, type: 1, content: evil } })),
  sendGroup: text(() => ({ body: { id: newId(), receiverId: known.groupId, type: 1, content: evil } })),
  deliver: text(() => ({
    body: { code: 1100, data: { id: newId(), receiverId: bob.userId, type: 1, content: evil } },
  })),
  forwardMessages: text(() => ({ body: { id: newId(), from: peer(), seqs: [1], targets: [peer()] } })),
  reactMessage: text(() => ({ body: { ...peer(), seq: known.bobsSeq, emoji: '👍' } })),
  pinMessage: text(() => ({ body: { ...peer(), seq: known.bobsSeq } })),
  findPinned: text(() => ({ query: { miniType: 1101, targetId: known.groupId } })),
  hideNotice: plain(() => ({ query: { ...group(), id: known.groupNotice } })),
  countReplies: plain(() => ({ body: { ...peer(), seqs: [known.bobsSeq] } })),
  findReplies: text(() => ({ body: { ...peer(), seq: known.bobsSeq } })),
  findMentions: text(),
  saveMessage: plain(() => ({ body: { ...peer(), seq: known.bobsSeq } })),
  findSaved: text(),
  editMessage: text(() => ({ body: { id: 'escaping-own', content: evil + evil } })),
  recallDirect: text(() => ({ body: { id: 'escaping-own', state: 6 } })),
  recallGroup: text(() => ({ body: { id: known.groupMessage, state: 6 } })),
  updateReceipt: plain(() => ({ body: { id: known.bobsMessage, state: 2 } })),
  setConversation: text(() => ({ query: { ...peer(), top: 1 } })),
  hideConversation: plain(() => ({ query: peer() })),
  editUser: text(() => ({ body: { sign: evil } })),
  setStatus: text(() => ({ body: { emoji: '📅', text: evil } })),
  previewLink: plain(() => ({ query: { url: evilAddress } })),
  findStatuses: text(() => ({ query: { ids: String(old.userId) } })),
  fileUpload: plain(),
  applyForFriendship: text(() => ({ body: { friendId: mallory.userId, content: evil } })),
  acceptFriend: plain(() => ({ body: { friendId: mallory.userId } })),
  refuseFriend: plain(() => ({ query: { code: evil, state: 4 } })),
  listFriends: text(),
  endFriendship: plain(() => ({ query: { friendId: mallory.userId } })),
  saveGroup: text(() => ({ body: { text: evil, targets: String(bob.userId), note: evil } })),
  editGroup: text(() => ({ query: { id: known.groupId, note: evil + evil } })),
  inviteToGroup: plain(() => ({ body: { ...group(), targets: String(mallory.userId) } })),
  joinGroup: plain(() => ({ body: { ...group(), userId: mallory.userId, content: evil } })),
  listGroupApplications: plain(),
  refuseGroup: plain(() => ({ query: { code: evil, state: 3 } })),
  saveGroupNotice: text(() => ({ body: { ...group(), content: evil, url: evilAddress } })),
  deleteGroupNotice: plain(() => ({ query: { ...group(), id: known.groupNotice } })),
  setGroupMute: plain(() => ({ query: { ...group(), mute: 0 } })),
  setGroupManager: plain(() => ({ query: { ...group(), targets: String(bob.userId), manager: 1 } })),
  removeGroupUser: plain(() => ({ body: { ...group(), remark: evil } })),
  changeGroupOwner: text(() => ({ query: { ...group(), targetId: bob.userId } })),
  leaveGroup: plain(() => ({ query: group() })),
  dissolveGroup: plain(() => ({ query: group() })),
  openCardCode: plain(() => ({ params: { code: 'x', userId: 1 } })),
  openScanLogin: plain(() => ({ params: { code: 'x', userId: 1 } })),
  showCardCode: plain(() => ({ params: { code: 'x' } })),
  enterCardCode: plain(() => ({ params: { code: 'x' } })),
  showScanLogin: plain(() => ({ params: { code: 'x' } })),
  markScanLogin: plain(() => ({ params: { code: 'x' } })),
  confirmScanLogin: plain(() => ({ params: { code: 'x' } })),
  cancelScanLogin: plain(() => ({ params: { code: 'x' } })),
  editPassword: plain(() => ({ body: { oldPassword: evil, password: evil } })),
  login: text(() => ({ query: { account: 'alice', password: passwords.get('alice') } })),
  listLogins: plain(),
  endLogin: plain(() => ({ body: { id: '0'.repeat(32) } })),
  logout: plain(),
  clientSettings: plain(),
  listManagedPeople: plain(),
  addPerson: plain(() => ({ body: { username: 'x', trueName: evil } })),
  editPerson: plain(() => ({ body: { id: 1, revision: 'x' } })),
  giveOneTimePassword: plain(() => ({ body: { id: 1 } })),
  importPeople: plain(() => ({ body: { fileId: 1 } })),
  managedOrganisation: plain(),
  saveDepartment: plain(() => ({ body: { companyId: 1, text: evil } })),
  removeDepartment: plain(() => ({ query: { id: 1 } })),
  listAudit: plain(() => ({ query: { text: evil } })),
  exportAudit: plain(() => ({ body: { text: evil } })),
  foundCompany: plain(() => ({ body: { name: evil } })),
  listInvitations: plain(),
  createInvitation: plain(() => ({ body: {} })),
  withdrawInvitation: plain(() => ({ query: { id: 1 } })),
  openInvitation: plain(() => ({ query: { code: evil } })),
  acceptInvitation: plain(() => ({ body: { code: evil, trueName: evil, username: evil, password: evil } })),
  openFile: plain(() => ({ params: { name: 'x' } })),
  openAvatar: plain(() => ({ params: { name: 'x' } })),
  authUrl: plain(() => ({ params: { token: 'x' } })),
  // What a business system calls is for no screen of that client: names go out as they are.
  redeemTicket: other,
  sendNotice: other,
}

/** What the walk was answered, by the name of the call. */
const answers = new Map<string, unknown>()

test('every call of the contract is walked', () => {
  expect(Object.keys(walks).sort()).toEqual(Object.keys(calls).sort())
})

test('no answer to the existing client has a sign in it that begins a tag, and the words are all there', async () => {
  await must(old, calls.sendDirect, { body: { id: 'escaping-own', receiverId: bob.userId, type: 1, content: evil } })
  const found: Record<string, unknown> = {}
  for (const [name, walk] of Object.entries<Walk>(walks)) {
    if (walk.isNoAnswer) continue
    const call = calls[name as keyof typeof calls]
    const answer =
      name === 'fileUpload' ? await ask(old, call, { body: fileForm() }) : await ask(old, call, walk.parts?.())
    const { data, msg } = answer
    answers.set(name, data)
    const isWhole =
      !walk.hasText
      || name.startsWith('recall')
      || JSON.stringify(data).includes(harmless.slice(0, 40).replaceAll('"', '\\"'))
    if (raw({ data, msg }).length > 0 || !isWhole)
      found[name] = { answer: JSON.stringify(answer.data), msg, raw: raw({ data, msg }) }
  }
  expect(found).toEqual({})
})

/** Names that are drawn, and lists; ids of messages and codes are texts. */
const drawn = /^(?:trueName|text|name|otherName|senderName)$/
const lists = /^(?:cards|contacts|groups|nodes|children|users|readUsers|unreadUsers)$/
const isNumber = /^(?:userId|groupId|companyId|moduleId|deptId|receiverId|ownerId|fileId|targetId|senderId|recallerId)$/

/** What the contract's samples have so, and what only clients of ours read. */
const asInSamples =
  /^(?:listConversations\.\d|setConversation)\.otherName$|\.company\.children$|\.event\.text$|^3400\.values/

/**
 * Where an answer has what that client cannot take: it compares ids with `===`, and reads lists and names without
 * looking.
 */
function unfit(value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const isWrong = drawn.test(key)
      ? typeof part !== 'string'
      : lists.test(key)
        ? !Array.isArray(part)
        : isNumber.test(key) && part !== null && typeof part !== 'number'
    return [
      ...(isWrong && !asInSamples.test(`${place}.${key}`) ? [`${place}.${key}: ${JSON.stringify(part)}`] : []),
      ...unfit(part, `${place}.${key}`),
    ]
  })
}

test('in no answer and no frame is a name null, an id a text, or a list missing [5]', async () => {
  const inAnswers = [...answers].flatMap(([name, data]) => unfit(data, name))
  const inFrames = lines.old.received.flatMap(({ code, data }) => unfit(data, String(code)))
  expect([...inAnswers, ...inFrames]).toEqual([])
  const groupRow = (answers.get('listConversations') as { miniType: number; otherName: unknown }[]).find(
    row => row.miniType === 1101,
  )
  expect(typeof groupRow?.otherName).toBe('string')
  const isList = (name: string) => Array.isArray((answers.get(name) as { data?: unknown }).data ?? answers.get(name))
  const named = [
    'listConversations',
    'latestContacts',
    'listCards',
    'listNodes',
    'findDirect',
    'findGroup',
    'listNotices',
    'listGroups',
    'listGroupApplications',
    'listFriendApplications',
  ]
  expect(named.filter(name => !isList(name))).toEqual([])
})

function fileForm(): FormData {
  const form = new FormData()
  form.append('file', new File(['words'], `${evil}.txt`))
  return form
}

test('a refusal that repeats what was sent is escaped too', async () => {
  await logIn(old, 'alice')
  for (const [name, call] of Object.entries<Call>(calls)) {
    if (name === 'logout') continue
    const params = Object.fromEntries(
      [...call.path.matchAll(/:(\w+)/g)].map(([, part]) => [part, encodeURIComponent(evil)]),
    )
    const fields = [
      'userId',
      'groupId',
      'targetId',
      'id',
      'code',
      'state',
      'type',
      'companyId',
      'redirectUrl',
      'senderId',
      'content',
      'targets',
    ]
    const wrong = Object.fromEntries(fields.map(field => [field, evil]))
    const { data, msg, ...rest } = await ask(old, call, {
      params,
      query: wrong,
      ...(call.method === 'GET' ? {} : { body: wrong }),
    })
    expect(raw({ data, msg, message: (rest as { message?: string }).message }), name).toEqual([])
  }
  const unknown = await fetch(`${server.origin}/api/<img src=x onerror=alert(1)>?x=<script>`, {
    headers: { Authorization: old.token },
  })
  expect(raw(await unknown.json())).toEqual([])
})

test('no frame to the existing client has one, whatever it is about', async () => {
  await lines.old.settled()
  const waiting = await createExistingClient(server.origin).bareLine()
  const { url } = await must<{ url: string }>(old, calls.createLoginCode, { query: { device: waiting.device } })
  const code = /scan_login\/([^/]+)\//.exec(url)?.[1] ?? ''
  await must(bob, calls.markScanLogin, { params: { code } })
  await waiting.next(10010)
  await must(bob, calls.confirmScanLogin, { params: { code } })
  await waiting.next(10011)
  const got = [...lines.old.received, ...waiting.received]
  const codes = new Set(got.map(frame => frame.code))
  for (const each of [1001, 1004, 1100, 1101, 1500, 2000, 10010, 10011, 11016, 11021])
    expect(codes, String(each)).toContain(each)
  expect(got.flatMap(frame => raw(frame).map(found => [frame.code, ...found]))).toEqual([])
  for (const each of [1004, 1100, 1101, 1500, 10010, 10011, 11016, 11021]) {
    expect(
      got.some(frame => frame.code === each && JSON.stringify(frame).includes('&lt;img src=x')),
      String(each),
    ).toBe(true)
  }
})

test('a client of ours gets everything as it was written', async () => {
  await logIn(ours, 'alice')
  const { data } = await must<{ data: { content: string; name: string; file: { text: string } | null }[] }>(
    ours,
    calls.findDirect,
    { body: { senderId: ours.userId, receiverId: bob.userId, size: 100 } },
  )
  expect(data.some(row => row.content === evil && row.name === evil)).toBe(true)
  expect(data.some(row => row.file?.text.startsWith('<img src=x'))).toBe(true)
  expect(
    lines.ours.received.some(
      frame => frame.code === 1100 && frame.data['content'] === evil && frame.msg.includes(evil),
    ),
  ).toBe(true)
  for (const frame of lines.ours.received) expect(JSON.stringify(frame)).not.toContain('&lt;')
})

test("a group's name that the existing client sends back as it got it is the name it was", async () => {
  const { groupId } = await must<{ groupId: number }>(ours, calls.saveGroup, {
    body: { text: 'R&D', note: evil, targets: '' },
  })
  const { info } = await must<{ info: { text: string; note: string } }>(old, calls.groupInfo, { query: { groupId } })
  expect(info).toMatchObject({ text: 'R&amp;D', note: harmless })
  await must(old, calls.editGroup, { query: { id: groupId, text: info.text, note: info.note, type: 1 } })
  expect(await must(ours, calls.groupInfo, { query: { groupId } })).toMatchObject({
    info: { text: 'R&D', note: evil, type: 1 },
  })
})

test('what the existing client writes is stored as it is', async () => {
  const id = newId()
  await must(old, calls.sendDirect, { body: { id, receiverId: bob.userId, type: 1, content: '&lt;b&gt; & <i>' } })
  const { data } = await must<{ data: { id: string; content: string }[] }>(bob, calls.findDirect, {
    body: { senderId: bob.userId, receiverId: old.userId },
  })
  expect(data.find(row => row.id === id)?.content).toBe('&lt;b&gt; & <i>')
})
