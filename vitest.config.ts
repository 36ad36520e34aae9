import { defineConfig } from 'vitest/config'

const overTheWire = { pool: 'forks', fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{contract,server,bench}/**/*.test.ts', 'web/src/**/*.test.ts'], pool: 'forks', testTimeout: 20_000 } },
      { test: { ...overTheWire, name: 'e2e', include: ['e2e/*.test.ts', 'web/plays/**/*.test.ts'] } },
      // Journeys of people in a real browser.
      { test: { ...overTheWire, name: 'web', include: ['e2e/web/**/*.test.ts'] } },
    ],
  },
})
