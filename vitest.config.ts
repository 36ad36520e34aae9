import { defineConfig } from 'vitest/config'

const common = {
  pool: 'forks',
  // What is waited for comes soon, or on a busy machine late.
  expect: { poll: { timeout: 10_000 } },
} as const
const overTheWire = { ...common, testTimeout: 120_000, hookTimeout: 60_000 }
/**
 * Two files at a time: one waits for a disk or an answer while the other computes. They share no folder and no port.
 */
const inPairs = { ...overTheWire, maxWorkers: 2, sequence: { groupOrder: 1 } }
/** A browser keeps both cores busy by itself. */
const oneByOne = {
  ...overTheWire,
  fileParallelism: false,
  sequence: { groupOrder: 2 },
  setupFiles: ['e2e/web/when-failed.ts'],
}
/** What the journeys found is looked at again in another way: there two may share the cores, and take longer each. */
const againInPairs = { ...inPairs, sequence: { groupOrder: 3 }, setupFiles: oneByOne.setupFiles }

const sameOrSecureOnly = [
  'composing',
  'bad-line',
  'too-many',
  'in-sight',
  'notifications',
  'later',
  'large-group',
  'reading',
  'switcher',
  'phone',
].map(name => `e2e/web/${name}.test.ts`)
/** Journeys that measure nothing: two at a time from the first. */
const unhurried = [
  'albums',
  'axe',
  'admin',
  'cards',
  'file-preview',
  'following',
  'forwarding',
  'habits',
  'levels',
  'link-previews',
  'list-filters',
  'markdown',
  'pictures',
  'status',
  'surroundings',
].map(name => `e2e/web/${name}.test.ts`)
const inFirefox = ['chat', 'group-chat', 'changes', 'first-run'].map(name => `e2e/web/${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{contract,server,bench,lint}/**/*.test.ts', 'web/src/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { ...inPairs, name: 'e2e', include: ['e2e/*.test.ts', 'web/plays/**/*.test.ts'] } },
      // Journeys of people in a real browser.
      {
        test: {
          ...oneByOne,
          name: 'web',
          include: ['e2e/web/**/*.test.ts'],
          exclude: ['e2e/web/plain-http.test.ts', ...unhurried],
        },
      },
      { test: { ...againInPairs, name: 'web-pairs', include: unhurried } },
      // The same over plain http by a name, as colleagues in the network open it: browsers take much away there.
      // The rest is the same there, or needs what only https has.
      {
        test: {
          ...againInPairs,
          name: 'web-http',
          include: ['e2e/web/**/*.test.ts'],
          exclude: [...sameOrSecureOnly, ...unhurried],
          env: { JOURNEY_HOST: 'hongyan.test' },
        },
      },
      // What people do in conversations, in the other engine.
      { test: { ...againInPairs, name: 'web-firefox', include: inFirefox, env: { JOURNEY_BROWSER: 'firefox' } } },
    ],
  },
})
