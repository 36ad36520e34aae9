// Finds libfaketime, which gives programs another time than the machine's; on Debian, as root, installs it.
import { existsSync, globSync } from 'node:fs'
import { installPackages } from './debian.js'

const found = () => globSync('/usr/lib/*/faketime/libfaketimeMT.so.1').find(existsSync)

/** Path of the library; undefined where it is not and cannot be installed. */
export const findFaketime = () =>
  found() ?? (installPackages('libfaketime for the tests at other times', ['libfaketime']) ? found() : undefined)

/**
 * The environment in which programs find it to be `at` (ms) now, and time goes on from there. The same difference from
 * the machine's clock for all of them: one that starts a program later sees the same time as it. Only the time of day
 * is another: timers and waits, which count from the start of the machine, stay as they are.
 */
export const environmentAt = (library, at, zone) => ({
  LD_PRELOAD: library,
  FAKETIME: `${at < Date.now() ? '' : '+'}${Math.round((at - Date.now()) / 1000)}`,
  TZ: zone,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  NO_FAKE_STAT: '1',
})
