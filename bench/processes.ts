import { readdirSync, readFileSync } from 'node:fs'

const ticksASecond = 100

/** CPU time that a process has used so far, in ms; undefined where the system does not tell. */
const cpuOf = (pid: number): number | undefined => cpuIn(`/proc/${pid}`)

/** Threads of the server, by their names; whatever else it has (compilers, the collector, the pool) is `other`. */
const threads = ['main', 'writer', 'search', 'other'] as const
export type CpuByThread = Record<(typeof threads)[number], number>

/** CPU time that the threads of a process have used so far, in ms; undefined where the system does not tell. */
function cpuByThread(pid: number): CpuByThread | undefined {
  const used: CpuByThread = { main: 0, writer: 0, search: 0, other: 0 }
  for (const thread of list(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`
    const own = read(`${folder}/comm`)?.trim()
    const name = thread === String(pid) ? 'main' : (threads.find(known => known === own) ?? 'other')
    used[name] += cpuIn(folder) ?? 0
  }
  return used.main > 0 ? used : undefined
}

function cpuIn(folder: string): number | undefined {
  const stat = read(`${folder}/stat`)
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
  const from = {
    at: performance.now(),
    own: process.cpuUsage(),
    server: cpuOf(serverPid),
    threads: cpuByThread(serverPid),
  }
  return () => {
    const elapsed = performance.now() - from.at
    const own = process.cpuUsage(from.own)
    const server = cpuOf(serverPid)
    const now = cpuByThread(serverPid)
    return {
      generatorCpu: (own.user + own.system) / 1000 / elapsed,
      serverCpu: server === undefined || from.server === undefined ? undefined : (server - from.server) / elapsed,
      threadCpu: from.threads && now && shares(from.threads, now, elapsed),
    }
  }
}

const shares = (before: CpuByThread, after: CpuByThread, elapsed: number): CpuByThread => ({
  main: (after.main - before.main) / elapsed,
  writer: (after.writer - before.writer) / elapsed,
  search: (after.search - before.search) / elapsed,
  other: (after.other - before.other) / elapsed,
})

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
