import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerProcess } from './server-process.ts'
import { tempFolder } from './temp-folder.ts'

/** A data folder whose disk can be made full. */
type SmallDisk = Disposable & {
  folder: string
  fill(server: ServerProcess): void
  empty(server: ServerProcess): void
}

/**
 * A file system of its own, a few megabytes in size, where mounting is allowed. Elsewhere the system's limit on the
 * size of a process's files, taken to zero: nothing can be appended to any file then.
 */
export function smallDisk(): SmallDisk {
  const outer = tempFolder()
  const folder = join(outer.path, 'data')
  mkdirSync(folder)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'hongyan-test', folder]).status === 0
    ? mounted(folder, outer)
    : limited(folder, outer)
}

function mounted(folder: string, outer: Disposable): SmallDisk {
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      for (const size of [1 << 20, 1 << 12]) {
        const block = Buffer.alloc(size, 1)
        for (;;) {
          try {
            writeFileSync(ballast, block, { flag: 'a' })
          } catch {
            break // full
          }
        }
      }
    },
    empty() {
      truncateSync(ballast)
    },
    [Symbol.dispose]() {
      spawnSync('umount', ['-l', folder])
      outer[Symbol.dispose]()
    },
  }
}

function limited(folder: string, outer: Disposable): SmallDisk {
  const limit = (server: ServerProcess, bytes: string) => {
    spawnSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:`])
  }
  return {
    folder,
    fill: server => {
      limit(server, '0')
    },
    empty: server => {
      limit(server, 'unlimited')
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true })
      outer[Symbol.dispose]()
    },
  }
}
