import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { createCore } from './core.ts'

type Needs = Omit<Parameters<typeof createCore>[0], 'config'> & { config?: Partial<Config> }

/** The features as a server has them, with the settings of a server where nothing is set, besides those given. */
export const createTestCore = ({ config, ...needs }: Needs) =>
  createCore({ ...needs, config: { ...readConfig({}, ''), ...config } })
