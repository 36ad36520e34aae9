import { readFileSync } from 'node:fs'

const ticksASecond = 100

/** CPU time that a process has used so far, in ms; undefined where the system does not tell. */
export function cpuOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  // the second field, the program's name, may hold blanks and brackets: count from behind it
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) * (1000 / ticksASecond)
}

/** Memory that a process has in use, in bytes; undefined where the system does not tell. */
export function memoryOf(pid: number): number | undefined {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')
  return found?.[1] ? Number(found[1]) * 1024 : undefined
}

/** What share of one core this process and the server use, from now on until asked. */
export function watchCpu(serverPid: number) {
  const from = { at: performance.now(), own: process.cpuUsage(), server: cpuOf(serverPid) }
  return () => {
    const elapsed = performance.now() - from.at
    const own = process.cpuUsage(from.own)
    const server = cpuOf(serverPid)
    return {
      generatorCpu: (own.user + own.system) / 1000 / elapsed,
      serverCpu: server === undefined || from.server === undefined ? undefined : (server - from.server) / elapsed,
    }
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
