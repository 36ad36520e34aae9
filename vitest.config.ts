import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{contract,server,bench}/**/*.test.ts', 'web/src/**/*.test.ts'], pool: 'forks', testTimeout: 20_000 } },
      { test: { name: 'e2e', include: ['e2e/**/*.test.ts', 'web/plays/**/*.test.ts'], pool: 'forks', fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
})
