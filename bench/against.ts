import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import type { startServer } from '../e2e/server-process.ts'
import { generate } from './generate.ts'
import { median } from './median.ts'
import type { Cast } from './people.ts'
import { memoryOf } from './processes.ts'
import type { seedPeople } from './seed.ts'

/*
 * This checkout beside another one, on one machine in one hour: such machines change their speed within minutes, so
 * the two are measured in turns, and what counts is the ratio of the medians.
 *
 *   round 1: ours, theirs   round 2: theirs, ours   round 3: ours, theirs …
 */

type Side = { name: string; root: string; folder: string; cast: Cast; figures: Map<string, number[]> }
type Measured = { name: string; value: number; failed?: number }

/**
 * A line for each figure: both medians, and ours in parts of theirs. `root` is another checkout with its packages
 * installed.
 */
export async function compareAgainst({
  root,
  folder,
  rounds,
}: {
  root: string
  folder: string
  rounds: number
}): Promise<string> {
  const sides = [
    await openSide('this', join(import.meta.dirname, '..'), folder),
    await openSide('other', root, folder),
  ] as const
  const failures: string[] = []
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      console.error(`round ${round + 1} of ${rounds}: ${side.name} …`)
      for (const { name, value, failed = 0 } of await measure(side, round)) {
        side.figures.set(name, [...(side.figures.get(name) ?? []), value])
        if (failed > 0) failures.push(`${side.name}, ${name}: ${failed} failed`)
      }
    }
  }
  const [ours, theirs] = sides
  const lines = [...ours.figures].map(([name, values]) => {
    const [mine, other] = [median(values), median(theirs.figures.get(name) ?? [])]
    return `| ${name} | ${shown(mine)} | ${shown(other)} | ${(mine / other).toFixed(2)} |`
  })
  return ['| figure | this | other | ratio |', '|---|--:|--:|--:|', ...lines, ...failures].join('\n')
}

const importFrom = (root: string, path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href)

async function openSide(name: string, root: string, folder: string): Promise<Side> {
  const data = join(folder, name)
  mkdirSync(data)
  const seed = (await importFrom(root, 'bench/seed.ts')) as { seedPeople: typeof seedPeople }
  return { name, root, folder: data, cast: await seed.seedPeople(data), figures: new Map() }
}

async function measure({ root, folder, cast, name }: Side, round: number): Promise<Measured[]> {
  const process = (await importFrom(root, 'e2e/server-process.ts')) as { startServer: typeof startServer }
  const { benchSettings = {} } = (await importFrom(root, 'bench/settings.ts').catch(() => ({}))) as {
    benchSettings?: Record<string, string>
  }
  await using server = await process.startServer({ folder, settings: benchSettings })
  const { origin, pid: serverPid } = server
  const run = `${name}-${round}`
  const measured: Measured[] = []
  const atRest = memoryOf(serverPid)
  for (const senders of [100, 1000]) {
    const result = await generate('direct', {
      origin,
      serverPid,
      cast,
      run: `${run}-${senders}`,
      senders,
      rate: 0,
      seconds: 4,
    })
    const { perSecond, serverCpu, refused, sent, delivered } = result
    measured.push(
      { name: `direct-${senders}, messages/s`, value: perSecond, failed: refused + (sent - refused - delivered) },
      { name: `direct-${senders}, CPU of the server a message, µs`, value: ((serverCpu ?? 0) / perSecond) * 1e6 },
    )
  }
  const open = await generate('direct', {
    origin,
    serverPid,
    cast,
    run: `${run}-open`,
    senders: 100,
    rate: 1000,
    seconds: 4,
  })
  measured.push({
    name: '1,000 a second offered, send to received p99, ms',
    value: open.toReceived.p99,
    failed: open.refused,
  })
  const http = await generate('http', { origin, serverPid, cast, run: `${run}-http`, connections: 64, seconds: 3 })
  measured.push({ name: 'save_single_msg by HTTP, requests/s', value: http.perSecond, failed: http.failed })
  const pages = await generate('pages', { origin, cast, seconds: 3 })
  measured.push({ name: 'history, pages/s', value: pages.perSecond, failed: pages.failed })
  const fanout = await generate('fanout', {
    origin,
    serverPid,
    cast,
    run: `${run}-fanout`,
    groupId: cast.smallGroup,
    members: 500,
    seconds: 3,
  })
  measured.push({ name: 'group of 500, deliveries/s', value: fanout.perSecond, failed: fanout.refused + fanout.closed })
  for (const [kind, file] of Object.entries(await sampleFiles())) {
    const result = await generate('upload', {
      origin,
      people: 4,
      seconds: 3,
      name: file.name,
      bytes: file.bytes.toString('base64'),
    })
    measured.push(
      { name: `upload of ${kind}, files/s`, value: result.perSecond, failed: result.failed },
      { name: `upload of ${kind}, p50, ms`, value: result.latency.p50 },
    )
  }
  measured.push(
    { name: 'memory at the start, MB', value: (atRest ?? 0) / 1024 ** 2 },
    { name: 'memory at the end, MB', value: (memoryOf(serverPid) ?? 0) / 1024 ** 2 },
  )
  await server.stop()
  return measured
}

/** What people upload: a photo of a phone, a screenshot, a document. */
async function sampleFiles() {
  const noise = {
    create: {
      width: 2400,
      height: 1800,
      channels: 3 as const,
      background: '#888',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 30 },
    },
  }
  const flat = { create: { width: 1200, height: 800, channels: 3 as const, background: '#d5e9ea' } }
  return {
    'a photo': { name: 'photo.jpg', bytes: await sharp(noise).jpeg({ quality: 80 }).toBuffer() },
    'a screenshot': { name: 'screen.png', bytes: await sharp(flat).png().toBuffer() },
    'a document of 1 MB': { name: 'report.docx', bytes: Buffer.alloc(1024 * 1024, 'Hongyan ') },
  }
}

const shown = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 })
