// The tests at other times than now, under libfaketime: at five moments, in two time zones.
//   npm run test:times                        what tells the time, each moment in one of the zones
//   npm run test:times -- --all               the whole suite at every moment in every zone: some hours
//   npm run test:times -- --at new-year --zone Europe/Berlin [-- what `npm test` takes]
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { findChromium } from './chromium.js'
import { environmentAt, findFaketime } from './faketime.js'

/** Local times, all of them before the summer time of that year; those at midnight come while the tests run. */
const moments = {
  'saturday-night': '2026-11-28T23:30:00',
  'monday-morning': '2026-11-30T08:58:00',
  'new-year': '2026-12-31T23:59:40',
  'summer-time': '2027-03-28T01:59:40',
  'leap-day': '2028-02-29T09:30:00',
}
const zones = { 'Asia/Shanghai': '+08:00', 'Europe/Berlin': '+01:00' }
/** What shows, compares or counts times; the rest of the suite has none that it could tell. */
const tellingTime = [
  'server/demo',
  'server/features',
  'server/realtime',
  'server/cli',
  'web/src/pages',
  'web/src/state',
  'web/src/sync',
  'contract',
]
/** A journey through the lists and histories that show times, at those moments that change what they show. */
const journeys = ['e2e/quick-start.test.ts', 'e2e/web/changes.test.ts']
const journeysAt = ['saturday-night', 'new-year']
/** The same journeys over plain http and in another engine tell no other time. */
const without = ['--project=!web-http', '--project=!web-firefox']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    at: { type: 'string', multiple: true },
    zone: { type: 'string', multiple: true },
  },
})
for (const [given, known] of [
  [values.at, moments],
  [values.zone, zones],
]) {
  for (const name of given ?? []) {
    if (Object.hasOwn(known, name)) continue
    console.error(`Unknown: ${name}. One of ${Object.keys(known).join(', ')}.`)
    process.exit(2)
  }
}
const library = findFaketime()
if (library === undefined) {
  console.error('Left out: the tests at other times, for there is no libfaketime on this machine.')
  process.exit(process.env.CI ? 1 : 0)
}
findChromium() // installs it at the time of this machine: package lists of another would be refused

const isWhole = values.all || values.at !== undefined || values.zone !== undefined
const failed = []
for (const [index, moment] of Object.keys(moments).entries()) {
  if (values.at?.includes(moment) === false) continue
  // Otherwise each moment in one of the zones, in turns.
  for (const zone of isWhole ? (values.zone ?? Object.keys(zones)) : [Object.keys(zones)[index % 2]]) {
    const parts = isWhole
      ? positionals
      : [...tellingTime, ...(journeysAt.includes(moment) ? journeys : []), ...without, ...positionals]
    console.log(`\nAt ${moment} (${moments[moment]}) in ${zone}:`)
    const started = performance.now()
    const { status } = spawnSync(process.execPath, ['bin/test.js', ...parts], {
      stdio: 'inherit',
      env: { ...process.env, ...environmentAt(library, Date.parse(moments[moment] + zones[zone]), zone) },
    })
    console.log(
      `${moment}, ${zone}: ${status === 0 ? 'passed' : 'failed'} in ${Math.round((performance.now() - started) / 1000)} s`,
    )
    if (status !== 0) failed.push(`${moment} in ${zone}`)
  }
}
if (failed.length > 0) console.error(`Failed at ${failed.join(', ')}.`)
process.exit(failed.length > 0 ? 1 : 0)
