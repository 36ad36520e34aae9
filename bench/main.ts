import { parseArgs } from 'node:util'
import { tempFolder } from '../e2e/temp-folder.ts'
import { parts, prepare, stop } from './parts.ts'
import { machine, table, writeResults } from './report.ts'

const { values: { only } } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const unknown = only?.filter(name => !(name in parts)) ?? []
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const { cores, model, node, platform } = machine()
console.error(`${cores} × ${model}, Node ${node}, ${platform}; the generator shares these cores with the server`)
using folder = tempFolder()
console.error('Measuring the machine, making ten thousand people …')
const bench = await prepare(folder.path)
const figures = []
for (const [name, measure] of Object.entries(parts)) {
  if (only && !only.includes(name)) continue
  console.error(`${name} …`)
  figures.push(...await measure(bench))
}
await stop(bench)
console.log(table(figures))
if (bench.complaints.length > 0) console.log(`The server complained:\n${bench.complaints.slice(0, 20).join('\n')}`)
// a part alone is for looking at it: what is kept is of whole runs
if (!only) console.log(`Written to ${writeResults(figures)}`)
