import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { tempFolder } from '../e2e/temp-folder.ts'
import { compareAgainst } from './against.ts'
import { parts, prepare, stop } from './parts.ts'
import { machine, table, writeResults } from './report.ts'

const {
  values: { only, against, rounds },
} = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    against: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
})
const unknown = only?.filter(name => !(name in parts)) ?? []
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const { cores, model, node, platform } = machine()
console.error(`${cores} × ${model}, Node ${node}, ${platform}; the generator shares these cores with the server`)
using folder = tempFolder()
if (against === undefined) await measureParts()
else console.log(await compareAgainst({ root: resolve(against), folder: folder.path, rounds: Number(rounds) }))

async function measureParts(): Promise<void> {
  console.error('Measuring the machine, making ten thousand people …')
  const bench = await prepare(folder.path)
  const figures = []
  for (const [name, measure] of Object.entries(parts)) {
    if (only && !only.includes(name)) continue
    console.error(`${name} …`)
    figures.push(...(await measure(bench)))
  }
  await stop(bench)
  console.log(table(figures))
  if (bench.complaints.length > 0) console.log(`The server complained:\n${bench.complaints.slice(0, 20).join('\n')}`)
  // a part alone is for looking at it: what is kept is of whole runs
  if (!only) console.log(`Written to ${writeResults(figures)}`)
}
