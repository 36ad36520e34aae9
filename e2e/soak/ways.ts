import * as calls from './ways/calls.ts'
import * as files from './ways/files.ts'
import * as sockets from './ways/sockets.ts'
import type { Way } from './way.ts'

/** Every way there is, by name; a new one is a function in `ways/`. */
export const ways: [string, Way][] = [...Object.entries(files), ...Object.entries(calls), ...Object.entries(sockets)]
