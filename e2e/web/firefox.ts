import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firefox } from 'playwright-core'
import type { Browser } from 'playwright-core'

const bridge = join(import.meta.dirname, 'firefox-bridge.ts')

/** Fewer processes, and no movement for its own sake: each journey then takes two thirds of the time. */
const sparing = {
  'dom.ipc.processPrelaunch.enabled': false,
  'dom.ipc.processCount': 1,
  'dom.ipc.processCount.webIsolated': 1,
  'fission.autostart': false,
  'extensions.webcompat.enable': false,
  'ui.prefersReducedMotion': 1,
}

/** Firefox as Debian has it, not a build for Playwright. */
export async function launchFirefox(executable: string, env: Record<string, string | undefined>): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'hongyan-firefox-'))
  const started = join(folder, 'firefox')
  const quoted = [process.execPath, '--disable-warning=ExperimentalWarning', bridge, executable].map(
    part => `'${part}'`,
  )
  writeFileSync(started, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o700 })
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: started,
    timeout: 120_000,
    env,
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'dom.events.testing.asyncClipboard': true,
      'ui.systemUsesDarkTheme': 0,
      ...sparing,
    },
  })
  browser.on('disconnected', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return browser
}
