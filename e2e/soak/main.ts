// npm run soak [-- --seconds 600]: fifty honest people and ten hostile ones against one server, in turns with quiet.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { saveGroup } from '../../contract/groups.ts'
import { agents } from '../client.ts'
import type { Client } from '../client.ts'
import { fullHistory } from '../full-history.ts'
import { makePeople } from '../people.ts'
import { createRandom } from '../random.ts'
import { startServer } from '../server-process.ts'
import { tempFolder } from '../temp-folder.ts'
import { memoryOfTree, sizeOf } from './folder.ts'
import { createHonestPeople, nothingTaken } from './honest.ts'
import type { Honest, Taken, Written } from './honest.ts'
import type { Brief, Order, Report } from './hostile.ts'
import { ways } from './ways.ts'

const megabyte = 1024 * 1024
/** What must hold. A message weighs its words and this much for its row, its indexes and its receipts. */
const bounds = { slower: 3, leastSlow: 50, memory: 150 * megabyte, folder: 10 * megabyte, message: 2048 }
/** Seconds of a turn of quiet, and of a hostile one. */
const turns = { quiet: 10, hostile: 20 }

const { values } = parseArgs({ options: {
  seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: '8005' },
  only: { type: 'string' }, profile: { type: 'string' },
} })
const only = values.only?.split(',') ?? []
const chosen = only.length > 0 ? ways.filter(([name]) => only.includes(name)) : ways
const rounds = Math.max(1, Math.round(Number(values.seconds) / (turns.quiet + turns.hostile)))
const names = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}${at}`)
const [honestNames, hostileNames] = [names('honest', 50), names('hostile', 10)]

using folder = tempFolder()
const cast = await makePeople(folder.path, [...honestNames, ...hostileNames], [])

// What the environment sets is set for the server.
const settings = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => name.startsWith('HONGYAN_') && value ? [[name, value]] : []))
await using server = await startServer({
  folder: folder.path, settings, nodeArgs: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
})
const clients: Client[] = []
for (const name of honestNames) clients.push(await cast.login(server.origin, name))
const people: Honest[] = await Promise.all(clients.map(async client => ({ client, line: await client.line() })))
const groupId = await createGroup(clients, 'Honest')
const honest = createHonestPeople(people, groupId, createRandom(Number(values.seed)))
const hostile = await gatherHostile()

say(`${people.length} honest and ${hostileNames.length} hostile people, ${rounds} rounds of ${turns.quiet} s quiet and ${turns.hostile} s hostile, ${chosen.length} ways (--seed ${values.seed})`)
await honest.live(performance.now() + 5000) // until everything is warm
const start = { memory: memoryOfTree(server.pid), folder: sizeOf(folder.path), bytes: honest.bytes(), written: honest.written.length }
const [quiet, loud] = [nothingTaken(), nothingTaken()]
let [peak, first] = [start.memory, 0]
for (let round = 0; round < rounds; round += 1) {
  add(quiet, await honest.live(performance.now() + turns.quiet * 1000))
  hostile.process.send({ do: 'turn', first } satisfies Order)
  const { tries } = await hostile.next('tries')
  const taken = await honest.live(performance.now() + turns.hostile * 1000)
  peak = Math.max(peak, memoryOfTree(server.pid))
  hostile.process.send({ do: 'stop' } satisfies Order)
  const { answers } = await hostile.next('stopped')
  add(loud, taken)
  say(`  ${tries.join(', ')}: received in ${percentile(taken.received, 99)} ms, memory ${Math.round(peak / megabyte)} MB, answers so far ${JSON.stringify(answers)}`)
  first += hostileNames.length
}
hostile.process.disconnect()

const faults: string[] = []
for (const kind of Object.keys(quiet) as (keyof Taken)[]) {
  const [usual, then] = [percentile(quiet[kind], 99), percentile(loud[kind], 99)]
  say(`${kind.padEnd(9)} p99 ${usual} ms quiet, ${then} ms beside the hostile (${quiet[kind].length} and ${loud[kind].length})`)
  if (then > bounds.slower * Math.max(usual, bounds.leastSlow)) faults.push(`${kind} took ${then} ms at p99, ${usual} ms without the hostile`)
}
faults.push(...honest.refused.map(each => `refused: ${each}`))
faults.push(...await lost(clients, honest.written))
const end = await settledMemory()
say(`memory ${Math.round(start.memory / megabyte)} MB at the start, ${Math.round(peak / megabyte)} MB at most, ${Math.round(end / megabyte)} MB at the end`)
if (end > start.memory + bounds.memory) faults.push(`memory did not come back: ${end - start.memory} bytes more`)
const { code } = await server.stop()
if (code !== 0) faults.push(`the server ended with ${code}: ${server.output().slice(-2000)}`)
const grown = sizeOf(folder.path) - start.folder
const honestly = honest.bytes() - start.bytes + (honest.written.length - start.written) * bounds.message
say(`the folder grew by ${(grown / megabyte).toFixed(1)} MB, ${(honestly / megabyte).toFixed(1)} MB of it by honest people`)
if (grown > honestly + bounds.folder) faults.push(`the folder holds ${grown - honestly} bytes that no honest person wrote`)
for (const fault of faults.slice(0, 30)) say(`FAULT ${fault}`)
say(faults.length === 0 ? 'The soak held.' : `The soak did not hold: ${faults.length} faults.`)
process.exitCode = faults.length === 0 ? 0 : 1

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function add(to: Taken, more: Taken): void {
  for (const kind of Object.keys(to) as (keyof Taken)[]) to[kind].push(...more[kind])
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((less, more) => less - more)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share / 100))] ?? 0)
}

async function createGroup([owner, ...members]: readonly Client[], text: string): Promise<number> {
  if (!owner) throw new Error('a group needs an owner')
  const group = await owner.ask(saveGroup, { body: { text, userId: owner.userId, targets: members.map(member => member.userId).join(',') } })
  return group.groupId
}

async function gatherHostile() {
  const briefs: Brief[] = []
  for (const name of hostileNames) {
    const client = await cast.login(server.origin, name, agents.windows)
    const victim = people[briefs.length]
    if (!victim) throw new Error('somebody must be the victim')
    briefs.push({
      origin: server.origin, token: client.token, userId: client.userId, userAgent: client.userAgent, secret: groupId, shared: cast.groupId,
      own: await createGroup([client, ...clients.slice(-1)], name), victim: { id: victim.client.userId, username: honestNames[briefs.length] ?? '' },
    })
  }
  const child = fork(join(import.meta.dirname, 'hostile.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  // They get what the machine has left: what is measured is the server, not who is first on the processor.
  if (child.pid) setPriority(child.pid, 10)
  child.send({ do: 'meet', briefs, tries: chosen.map(([name]) => name) } satisfies Order)
  return { process: child, next: <K extends 'tries' | 'stopped'>(key: K) => nextReport(child, key) }
}

async function nextReport<K extends 'tries' | 'stopped'>(child: ChildProcess, key: K): Promise<Extract<Report, Record<K, unknown>>> {
  for (;;) {
    const [report] = await once(child, 'message') as [Report]
    if (key in report) return report as Extract<Report, Record<K, unknown>>
  }
}

/** What is missing, double or in another order than it was written; each conversation is read by both. */
async function lost(readers: readonly Client[], written: readonly Written[]): Promise<string[]> {
  const wrong: string[] = []
  const idsOf = (rows: readonly { id: string }[]) => rows.map(row => row.id)
  const ofConversation = Map.groupBy(written, each => each.conversation)
  for (const [conversation, expected] of ofConversation) {
    const [less, more] = conversation.split('-').map(Number)
    const reader = readers.find(client => conversation === 'group' || client.userId === less)
    if (!reader) continue
    const rows = await fullHistory(reader, conversation === 'group' ? { groupId } : { peerId: more ?? 0 })
    const known = new Set(idsOf(expected))
    const found = idsOf(rows).filter(id => known.has(id))
    if (found.length !== known.size || new Set(found).size !== found.length) wrong.push(`${conversation}: ${known.size} written, ${found.length} found`)
    const seqs = rows.map(row => row.seq)
    if (seqs.some((seq, at) => seq !== at + 1)) wrong.push(`${conversation}: out of order`)
  }
  return wrong
}

/** The least memory within some seconds of quiet: what was taken for the hostile is given back by then. */
async function settledMemory(): Promise<number> {
  let least = Infinity
  for (let second = 0; second < 10; second += 1) {
    await honest.live(performance.now() + 1000)
    least = Math.min(least, memoryOfTree(server.pid))
  }
  return least
}
