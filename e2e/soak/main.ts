// npm run soak [-- --seconds 600]: fifty honest people and ten hostile ones against one server, in turns with quiet.
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { saveGroup } from '../../contract/groups.ts'
import { agents } from '../client.ts'
import type { Client } from '../client.ts'
import { makePeople } from '../people.ts'
import { createRandom } from '../random.ts'
import { startServer } from '../server-process.ts'
import { tempFolder } from '../temp-folder.ts'
import { memoryOfTree, partsOf, sizeOf } from './folder.ts'
import { createHonestPeople, nothingTaken } from './honest.ts'
import type { Honest, Taken } from './honest.ts'
import { startHostile } from './hostile-people.ts'
import { lost } from './lost.ts'
import { tail } from './tail.ts'
import { ways } from './ways.ts'

const megabyte = 1024 * 1024
/** Nothing was wrong but times: a short run on a machine that others share may have met a pause of theirs. */
const exitSlow = 3
/** What must hold. A message weighs its words and this much for its row, its indexes and its receipts. */
const bounds = { slower: 3, leastSlow: 50, memory: 100 * megabyte, folder: 10 * megabyte, message: 2048 }
/**
 * Seconds of a turn of quiet and of a hostile one at most; for the sweep to take what was never sent; and for memory to
 * be given back, which is when people rest.
 */
const [longest, sweepTime, restTime] = [{ quiet: 10, hostile: 20 }, 30, 120]
/**
 * Files that were never sent go after seconds instead of a day, so that it is seen that they go; each person may leave
 * some megabytes.
 */
const settings = { HONGYAN_UNSENT_HOURS: '0.001', HONGYAN_UNSENT_MB: '20', ...givenSettings() }

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '8005' },
    /** Names of ways, with commas: only these are tried. */
    only: { type: 'string' },
    /** A folder for CPU profiles of the server. */
    profile: { type: 'string' },
  },
})
const only = values.only?.split(',')
const tries = ways.map(([name]) => name).filter(name => only?.includes(name) ?? true)
const names = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}${at}`)
const [honestNames, hostileNames] = [names('honest', 50), names('hostile', 10)]
// As many turns as reach every way, shorter where there is little time.
const rounds = Math.max(
  Math.ceil(tries.length / hostileNames.length),
  Math.round(Number(values.seconds) / (longest.quiet + longest.hostile)),
)
const whole = Number(values.seconds) / rounds
const turns = { quiet: Math.min(longest.quiet, whole / 3), hostile: Math.min(longest.hostile, (whole * 2) / 3) }

using folder = tempFolder()
const cast = await makePeople(folder.path, [...honestNames, ...hostileNames], [])
await using server = await startServer({
  folder: folder.path,
  settings,
  nodeArgs: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
})
const clients = await Promise.all(honestNames.map(name => cast.login(server.origin, name)))
const people: Honest[] = await Promise.all(clients.map(async client => ({ client, line: await client.line() })))
const groupId = await createGroup(clients, 'Honest')
const honest = createHonestPeople(people, groupId, createRandom(Number(values.seed)))
const villains = await Promise.all(hostileNames.map(name => cast.login(server.origin, name, agents.windows)))
const hostile = await startHostile(
  await Promise.all(
    villains.map(async (client, at) => ({
      origin: server.origin,
      token: client.token,
      userId: client.userId,
      userAgent: client.userAgent,
      secret: groupId,
      shared: cast.groupId,
      own: await createGroup([client, ...clients.slice(-1)], `hostile${at}`),
      victim: { id: clients[at]?.userId ?? 0, username: honestNames[at] ?? '' },
    })),
  ),
  tries,
)

say(
  `${people.length} honest and ${hostileNames.length} hostile people, ${rounds} rounds of ${turns.quiet.toFixed()} s quiet and ${turns.hostile.toFixed()} s hostile, `
    + `${tries.length} ways (--seed ${values.seed})`,
)
await honest.live(performance.now() + 3000) // until everything is warm
const start = {
  memory: memoryOfTree(server.pid),
  folder: sizeOf(folder.path),
  bytes: honest.bytes(),
  written: honest.written.length,
}
const [quiet, loud] = [nothingTaken(), nothingTaken()]
let peak = total(start.memory)
for (let round = 0; round < rounds; round += 1) {
  add(quiet, await honest.live(performance.now() + turns.quiet * 1000))
  const tried = await hostile.begin(round * hostileNames.length)
  const taken = await honest.live(performance.now() + turns.hostile * 1000)
  const memory = memoryOfTree(server.pid)
  peak = Math.max(peak, total(memory))
  const answers = await hostile.stop()
  add(loud, taken)
  say(
    `  ${[...new Set(tried)].join(', ')}: received in ${tail(taken.received)} ms, uploaded in ${tail(taken.upload)} ms, memory ${inMegabytes(memory)}`,
  )
  say(
    `    ${Object.entries(answers)
      .sort()
      .map(([answer, count]) => `${answer} ${count}`)
      .join(', ')}`,
  )
}
hostile.end()

const [faults, slow]: [string[], string[]] = [[], []]
for (const kind of Object.keys(quiet) as (keyof Taken)[]) {
  const [usual, then] = [tail(quiet[kind]), tail(loud[kind])]
  say(
    `${kind.padEnd(9)} p99 ${usual} ms quiet, ${then} ms beside the hostile (${quiet[kind].length} and ${loud[kind].length})`,
  )
  if (then > bounds.slower * Math.max(usual, bounds.leastSlow))
    slow.push(`${kind} took ${then} ms at p99, ${usual} ms without the hostile`)
}
faults.push(...honest.refused.map(each => `refused: ${each}`))
const end = await settled()
say(
  `memory ${inMegabytes(start.memory)} at the start, ${(peak / megabyte).toFixed()} MB at most, ${inMegabytes(end)} at the end`,
)
if (total(end) > total(start.memory) + bounds.memory)
  faults.push(`memory did not come back: ${total(end) - total(start.memory)} bytes more`)
faults.push(...(await lost(clients, groupId, honest.written)))
const { code } = await server.stop()
if (code !== 0) faults.push(`the server ended with ${code}: ${server.output().slice(-2000)}`)
const [grown, honestly, hostilely] = [sizeOf(folder.path) - start.folder, honestBytes(), messageBytes(villains)]
say(
  `the folder grew by ${size(grown)}: honest people wrote ${size(honestly)}, hostile ones messages of ${size(hostilely)}`,
)
say(
  `  ${partsOf(folder.path)
    .filter(([, bytes]) => bytes > megabyte / 10)
    .map(([name, bytes]) => `${name} ${size(bytes)}`)
    .join(', ')}`,
)
if (grown > honestly + hostilely + bounds.folder)
  faults.push(`the folder holds ${grown - honestly - hostilely} bytes that nobody wrote`)
const all = [...faults, ...slow]
for (const fault of all.slice(0, 30)) say(`FAULT ${fault}`)
say(all.length === 0 ? 'The soak held.' : `The soak did not hold: ${all.length} faults.`)
process.exitCode = all.length === 0 ? 0 : faults.length === 0 ? exitSlow : 1

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function size(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`
}

/** What the environment sets is set for the server. */
function givenSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('HONGYAN_') && value ? [[name, value]] : [],
    ),
  )
}

function add(to: Taken, more: Taken): void {
  for (const kind of Object.keys(to) as (keyof Taken)[]) to[kind].push(...more[kind])
}

type Memory = ReturnType<typeof memoryOfTree>
function total({ server, children }: Memory): number {
  return server + children
}
function inMegabytes(memory: Memory): string {
  return `${(total(memory) / megabyte).toFixed()} MB (${(memory.children / megabyte).toFixed()} of them beside the server's process)`
}

async function createGroup([owner, ...members]: readonly Client[], text: string): Promise<number> {
  if (!owner) throw new Error('a group needs an owner')
  const group = await owner.ask(saveGroup, {
    body: { text, userId: owner.userId, targets: members.map(member => member.userId).join(',') },
  })
  return group.groupId
}

function honestBytes(): number {
  return honest.bytes() - start.bytes + (honest.written.length - start.written) * bounds.message
}

/**
 * Bytes of the messages that these were let send, within what is rationed: nothing takes those away but they
 * themselves.
 */
function messageBytes(senders: readonly Client[]): number {
  using db = new DatabaseSync(join(folder.path, 'hongyan.db'), { readOnly: true })
  const { count, bytes } = db
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(octet_length(content)), 0) AS bytes FROM messages
    WHERE sender_id IN (${senders.map(({ userId }) => userId).join(',')})`,
    )
    .get() as { count: number; bytes: number }
  return bytes + count * bounds.message
}

/**
 * The least memory from then on: what was never sent is swept while honest people live on, then they rest, and what was
 * taken is given back.
 */
async function settled(): Promise<Memory> {
  let least = memoryOfTree(server.pid)
  for (let second = 0; second < sweepTime + restTime; second += 1) {
    await Promise.all([second < sweepTime ? honest.live(performance.now() + 800) : undefined, pause(1000)])
    const memory = memoryOfTree(server.pid)
    if (total(memory) < total(least)) least = memory
    const files = sizeOf(join(folder.path, 'files')) - honest.bytes()
    if (second > 5 && total(least) < total(start.memory) + bounds.memory && files < bounds.folder / 2) break
  }
  return least
}
